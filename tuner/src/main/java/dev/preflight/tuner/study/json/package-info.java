/** JSON as Optuna writes and reads it: values of the JDK, and bare NaN and Infinity among them. */
@NullMarked
package dev.preflight.tuner.study.json;

import org.jspecify.annotations.NullMarked;
