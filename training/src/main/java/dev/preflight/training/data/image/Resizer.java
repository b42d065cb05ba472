package dev.preflight.training.data.image;

import java.util.function.IntConsumer;

/** Turns a picture upright and resizes it, row by row, so that only what it needs is held. */
abstract class Resizer {
  /** Fills one upright row in its own width. */
  private interface Rows {
    void read(int y, float[] row);
  }

  /**
   * Delivers the rows of the result from top to bottom.
   *
   * @param row holds each row while {@code ready} is called with its number
   */
  abstract void rows(float[] row, IntConsumer ready);

  static Resizer of(Picture picture, int orientation, ImageForm form) {
    boolean swaps = Orientation.swaps(orientation);
    int height = swaps ? picture.width() : picture.height();
    int width = swaps ? picture.height() : picture.width();
    Rows source =
        orientation == Orientation.UPRIGHT
            ? (y, row) -> picture.row(y, row, 0)
            : turned(picture, orientation, width, form.channels());
    return height == form.height() && width == form.width()
        ? new Same(source, height)
        : new Scaled(source, height, width, form);
  }

  /** Reads the whole picture first: an upright row takes pixels of many stored ones. */
  private static Rows turned(Picture picture, int orientation, int width, int channels) {
    int stride = picture.width() * channels;
    float[] row = new float[stride];
    char[] all = new char[picture.height() * stride];
    for (int y = 0; y < picture.height(); y++) {
      picture.row(y, row, 0);
      for (int i = 0; i < stride; i++) {
        all[y * stride + i] = (char) Math.round(row[i]);
      }
    }
    return (y, target) -> {
      for (int x = 0; x < width; x++) {
        int from =
            Orientation.source(orientation, y, x, picture.width(), picture.height()) * channels;
        for (int c = 0; c < channels; c++) {
          target[x * channels + c] = all[from + c];
        }
      }
    };
  }

  private static final class Same extends Resizer {
    private final Rows source;
    private final int height;

    Same(Rows source, int height) {
      this.source = source;
      this.height = height;
    }

    @Override
    void rows(float[] row, IntConsumer ready) {
      for (int y = 0; y < height; y++) {
        source.read(y, row);
        ready.accept(y);
      }
    }
  }

  private static final class Scaled extends Resizer {
    private final Rows source;
    private final int width;
    private final int channels;
    private final Tap[] columns;
    private final Tap[] lines;

    Scaled(Rows source, int height, int width, ImageForm form) {
      this.source = source;
      this.width = width;
      this.channels = form.channels();
      this.columns = Tap.all(width, form.width());
      this.lines = Tap.all(height, form.height());
    }

    @Override
    void rows(float[] row, IntConsumer ready) {
      float[] wide = new float[width * channels];
      // Narrow rows that lines still to come need, kept at their number modulo the most of them.
      int most = 0;
      for (Tap line : lines) {
        most = Math.max(most, line.weights().length);
      }
      float[][] narrow = new float[most][row.length];
      int read = 0;
      for (int y = 0; y < lines.length; y++) {
        Tap line = lines[y];
        for (; read < line.first() + line.weights().length; read++) {
          source.read(read, wide);
          shrink(wide, narrow[read % most]);
        }
        java.util.Arrays.fill(row, 0);
        for (int i = 0; i < line.weights().length; i++) {
          float weight = line.weights()[i];
          float[] from = narrow[(line.first() + i) % most];
          for (int k = 0; k < row.length; k++) {
            row[k] += weight * from[k];
          }
        }
        ready.accept(y);
      }
    }

    private void shrink(float[] wide, float[] narrow) {
      for (int x = 0; x < columns.length; x++) {
        Tap tap = columns[x];
        for (int c = 0; c < channels; c++) {
          float sum = 0;
          int at = tap.first() * channels + c;
          for (float weight : tap.weights()) {
            sum += weight * wide[at];
            at += channels;
          }
          narrow[x * channels + c] = sum;
        }
      }
    }
  }

  /** The source pixels that make one target pixel, and their weights, which sum to 1. */
  @SuppressWarnings("ArrayRecordComponent") // used within one loop, never compared
  private record Tap(int first, float[] weights) {
    static Tap[] all(int from, int to) {
      Tap[] taps = new Tap[to];
      for (int i = 0; i < to; i++) {
        taps[i] = of(i, from, to);
      }
      return taps;
    }

    private static Tap of(int index, int from, int to) {
      double scale = (double) from / to;
      double radius = Math.max(1, scale);
      double centre = (index + 0.5) * scale - 0.5;
      int first = (int) Math.max(0, Math.ceil(centre - radius));
      int last = (int) Math.min(from - 1, Math.floor(centre + radius));
      float[] weights = new float[last - first + 1];
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += Math.max(0, 1 - Math.abs(first + i - centre) / radius);
      }
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (Math.max(0, 1 - Math.abs(first + i - centre) / radius) / sum);
      }
      return new Tap(first, weights);
    }
  }
}
