package dev.preflight.sanity.data;

import dev.preflight.reports.Picture;
import dev.preflight.reports.text.Sentence;
import dev.preflight.training.data.ArraySpec;
import dev.preflight.training.data.HostArray;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * Items drawn small: what arrays of numbers look like, with one scale of colours for all of them.
 *
 * @param low the value that becomes black
 * @param high the value that becomes white
 */
record Thumbnails(double low, double high) {

  /** Sides tried, the largest first, until all pictures fit their budget. */
  private static final int[] SIDES = {96, 64, 48, 32, 24};

  private static final int BYTE = 255;

  /** An item to draw. */
  record Item(String caption, HostArray values) {}

  /** Whether items of this kind can be looked at: height, width, and channels or none. */
  static boolean canShow(ArraySpec spec) {
    return spec.rank() == 3 && spec.size() > 0 && spec.shape().get(2) <= 4;
  }

  /** One scale for all of these items: that of bytes, of [0, 1], of [-1, 1], or what they span. */
  static Thumbnails over(List<Item> items, boolean bytes) {
    if (bytes) {
      return new Thumbnails(0, BYTE);
    }
    double low = extreme(items, true).orElse(0);
    double high = extreme(items, false).orElse(1);
    if (low >= 0 && high <= 1) {
      return new Thumbnails(0, 1);
    }
    if (low >= -1 && high <= 1) {
      return new Thumbnails(-1, 1);
    }
    return new Thumbnails(low, high > low ? high : low + 1);
  }

  private static OptionalDouble extreme(List<Item> items, boolean lowest) {
    DoubleStream finite =
        items.stream()
            .flatMapToDouble(item -> DoubleStream.of(item.values().toDoubles()))
            .filter(Double::isFinite);
    return lowest ? finite.min() : finite.max();
  }

  /** How values became colours, a sentence. */
  String scale() {
    return Sentence.of("Black is %s, white is %s.", low, high);
  }

  /** All items, as large as the budget allows; fewer where even the smallest are too many. */
  List<Picture> within(int budget, List<Item> items) {
    List<Picture> drawn = List.of();
    for (int side : SIDES) {
      drawn = items.stream().map(item -> draw(item, side)).toList();
      if (bytes(drawn) <= budget) {
        return drawn;
      }
    }
    List<Picture> fitting = new ArrayList<>();
    for (Picture picture : drawn) {
      if (bytes(fitting) + picture.png().length() <= budget) {
        fitting.add(picture);
      }
    }
    return fitting;
  }

  private static long bytes(List<Picture> pictures) {
    return pictures.stream().mapToLong(picture -> picture.png().length()).sum();
  }

  /** One item, shrunk by averaging until neither side is longer than asked for. */
  Picture draw(Item item, int side) {
    int[] shape = item.values().shape();
    int height = shape[0];
    int width = shape[1];
    int channels = shape[2];
    double shrink = Math.max(1, (double) Math.max(height, width) / side);
    int rows = Math.max(1, (int) Math.round(height / shrink));
    int columns = Math.max(1, (int) Math.round(width / shrink));
    boolean grey = channels < 3;
    int[] pixels = new int[rows * columns];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        int red = level(item.values(), shape, y, x, rows, columns, 0);
        int green = grey ? red : level(item.values(), shape, y, x, rows, columns, 1);
        int blue = grey ? red : level(item.values(), shape, y, x, rows, columns, 2);
        pixels[y * columns + x] = red << 16 | green << 8 | blue;
      }
    }
    return Picture.of(item.caption(), columns, rows, pixels, grey);
  }

  /** The mean of what falls on a pixel, 0 to 255; what is not finite is black. */
  private int level(
      HostArray values, int[] shape, int y, int x, int rows, int columns, int channel) {
    int top = (int) ((long) y * shape[0] / rows);
    int bottom = Math.max(top + 1, (int) ((y + 1L) * shape[0] / rows));
    int left = (int) ((long) x * shape[1] / columns);
    int right = Math.max(left + 1, (int) ((x + 1L) * shape[1] / columns));
    double sum = 0;
    for (int i = top; i < bottom; i++) {
      for (int j = left; j < right; j++) {
        sum += values.get((i * shape[1] + j) * shape[2] + channel);
      }
    }
    double mean = sum / ((double) (bottom - top) * (right - left));
    double level = (mean - low) / (high - low) * BYTE;
    return Double.isNaN(level) ? 0 : (int) Math.round(Math.min(BYTE, Math.max(0, level)));
  }
}
