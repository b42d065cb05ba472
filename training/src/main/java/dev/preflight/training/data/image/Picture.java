package dev.preflight.training.data.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a decoded picture, row by row, in the channels that are wanted.
 *
 * <p>Samples are taken as the file has them: no gamma curve and no colour profile is applied, as
 * the decoders of TensorFlow and of other frameworks do it. Colour becomes grey with the luma
 * weights 0.299, 0.587, 0.114 (ITU-R BT.601). Without a channel for it, alpha is laid on white.
 */
final class Picture {
  private final Raster raster;
  private final int @Nullable [] palette;
  private final boolean grey;
  private final int alphaBand;
  private final int channels;
  private final float stretch;
  private final int shift;
  private final float top;
  private final int[] bands;

  /**
   * A decoded picture.
   *
   * @param channels 1, 3 or 4
   * @param deep whether samples are told from 0 to 65,535; from 0 to 255 otherwise
   */
  Picture(BufferedImage image, int channels, boolean deep) {
    this.raster = image.getRaster();
    this.channels = channels;
    this.palette = image.getColorModel() instanceof IndexColorModel index ? colours(index) : null;
    this.grey =
        palette == null && image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    int own = palette != null ? 3 : grey ? 1 : 3;
    boolean alpha = image.getColorModel().hasAlpha();
    this.alphaBand = palette != null || !alpha ? -1 : own;
    int bits = palette != null ? 8 : raster.getSampleModel().getSampleSize(0);
    // A byte of 16 bits is its high one; a sample of fewer bits is stretched.
    this.shift = !deep && bits > 8 ? bits - 8 : 0;
    this.top = deep ? 65_535 : 255;
    this.stretch = top / ((1 << (bits - shift)) - 1);
    this.bands = new int[raster.getWidth() * raster.getNumBands()];
  }

  int height() {
    return raster.getHeight();
  }

  int width() {
    return raster.getWidth();
  }

  /** Writes one row [width * channels] at {@code from}, samples from 0 to 255 or 65,535. */
  void row(int y, float[] target, int from) {
    int width = width();
    raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, bands);
    int step = raster.getNumBands();
    for (int x = 0; x < width; x++) {
      int at = x * step;
      int to = from + x * channels;
      if (palette != null) {
        int colour = palette[bands[at]];
        put(
            (colour >> 16 & 0xff) * stretch,
            (colour >> 8 & 0xff) * stretch,
            (colour & 0xff) * stretch,
            (colour >>> 24) / 255f,
            target,
            to);
      } else if (grey) {
        float value = (bands[at] >> shift) * stretch;
        if (alphaBand < 0 && channels == 1) {
          target[to] = value;
        } else {
          put(value, value, value, alpha(at), target, to);
        }
      } else {
        put(
            (bands[at] >> shift) * stretch,
            (bands[at + 1] >> shift) * stretch,
            (bands[at + 2] >> shift) * stretch,
            alpha(at),
            target,
            to);
      }
    }
  }

  private float alpha(int at) {
    return alphaBand < 0 ? 1 : (bands[at + alphaBand] >> shift) * stretch / top;
  }

  private void put(float red, float green, float blue, float alpha, float[] target, int to) {
    if (channels == 4) {
      target[to] = red;
      target[to + 1] = green;
      target[to + 2] = blue;
      target[to + 3] = alpha * top;
      return;
    }
    float white = (1 - alpha) * top;
    float r = alpha == 1 ? red : red * alpha + white;
    float g = alpha == 1 ? green : green * alpha + white;
    float b = alpha == 1 ? blue : blue * alpha + white;
    if (channels == 1) {
      target[to] = grey ? r : 0.299f * r + 0.587f * g + 0.114f * b;
    } else {
      target[to] = r;
      target[to + 1] = g;
      target[to + 2] = b;
    }
  }

  /** All colours of a palette; an index beyond it is black. */
  private static int[] colours(IndexColorModel model) {
    int[] colours = new int[1 << Math.max(8, model.getPixelSize())];
    int[] known = new int[model.getMapSize()];
    model.getRGBs(known);
    Arrays.fill(colours, 0xff000000);
    System.arraycopy(known, 0, colours, 0, known.length);
    return colours;
  }
}
