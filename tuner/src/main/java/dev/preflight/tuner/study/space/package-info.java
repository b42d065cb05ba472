/** What can be searched: distributions of parameters, and spaces of them, declared or read. */
@NullMarked
package dev.preflight.tuner.study.space;

import org.jspecify.annotations.NullMarked;
