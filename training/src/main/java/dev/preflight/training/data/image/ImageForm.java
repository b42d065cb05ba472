package dev.preflight.training.data.image;

import dev.preflight.training.data.ArraySpec;
import dev.preflight.training.data.ElementType;

/**
 * The form that pictures are brought into.
 *
 * @param height pixels
 * @param width pixels
 * @param channels 1 for grey, 3 for RGB, 4 for RGB and alpha
 * @param divisor 0 for unsigned bytes; otherwise float32, the samples of 16 bits (0 to 65,535)
 *     divided by it
 */
public record ImageForm(int height, int width, int channels, int divisor) {
  /** Type and shape [height, width, channels] of one picture. */
  public ArraySpec spec() {
    return ArraySpec.of(
        divisor == 0 ? ElementType.UINT8 : ElementType.FLOAT32, height, width, channels);
  }

  /** Unsigned bytes of a height, a width and a number of channels. */
  public static ImageForm bytes(int height, int width, int channels) {
    return new ImageForm(height, width, channels, 0);
  }
}
