/** Measurements, as commands. */
@NullMarked
package dev.preflight.benchmarks;

import org.jspecify.annotations.NullMarked;
