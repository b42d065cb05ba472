/** Between arrays of the host and tensors of TensorFlow; devices. */
@NullMarked
package dev.preflight.training.tensor;

import org.jspecify.annotations.NullMarked;
