/**
 * Encoded pictures: what their heads say, and their numbers in the form that a run wants.
 *
 * <p>Front door: {@link dev.preflight.training.data.image.ImageHead} and {@link
 * dev.preflight.training.data.image.ImageDecoder}.
 */
@NullMarked
package dev.preflight.training.data.image;

import org.jspecify.annotations.NullMarked;
