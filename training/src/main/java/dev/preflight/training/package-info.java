/** The seam to TensorFlow: a training program, its data, and the trainer that steps it. */
@NullMarked
package dev.preflight.training;

import org.jspecify.annotations.NullMarked;
