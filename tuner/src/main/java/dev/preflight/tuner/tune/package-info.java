/** Binds a study to what is tuned: training runs of a program, or any command. */
@NullMarked
package dev.preflight.tuner.tune;

import org.jspecify.annotations.NullMarked;
