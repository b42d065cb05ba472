/** Comparison of learning-rate schedules by training, each at its own best rate. */
@NullMarked
package dev.preflight.tuner.comparison;

import org.jspecify.annotations.NullMarked;
