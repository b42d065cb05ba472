package dev.preflight.training.data.source;

import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.Reading;
import java.util.Locale;
import java.util.Set;

/** What the numbers of an array of features mean: the order of its axes, and their size. */
final class ArrayLayout {
  /** Options of sources of arrays, for the help. */
  static final String[] OPTIONS = {
    "layout=nchw|nhwc|keep", "order of image axes: nchw is moved to nhwc; keep says it is meant so"
  };

  private static final Set<Integer> CHANNELS = Set.of(1, 3, 4);

  /** Images have sides of more than this; shorter ones may be anything. */
  private static final int SHORT = 7;

  private ArrayLayout() {}

  /** The array in the layout that options ask for; what looks wrong about it is told. */
  static HostArray arranged(HostArray features, String place, Options options, ReadingLog log) {
    tellTooLarge(features, place, log);
    String layout = options.word("layout", "nchw", "nhwc", "keep").orElse("");
    if (layout.equals("nchw")) {
      if (features.rank() != 4) {
        throw new InputException(
            place + " is " + features + ", no images [n, channels, height, width] of layout=nchw.",
            "Leave out layout=.");
      }
      log.met(Reading.Kind.CONVERTED, "from nchw to nhwc", "arrays", place);
      return channelsLast(features);
    }
    if (layout.isEmpty() && looksChannelsFirst(features.shape())) {
      log.met(
          Reading.Kind.DOUBTED,
          "of shape "
              + HostArray.shapeText(features.shape())
              + ", channels first by the look of it; layers take them last",
          "arrays",
          1,
          place,
          "Add layout=nchw to have them moved last, or layout=keep if the net takes them first.");
    }
    return features;
  }

  private static boolean looksChannelsFirst(int[] shape) {
    return shape.length == 4
        && CHANNELS.contains(shape[1])
        && !CHANNELS.contains(shape[3])
        && shape[2] > SHORT
        && shape[3] > SHORT;
  }

  /** Moves axis 1 of [n, c, h, w] to the end. */
  private static HostArray channelsLast(HostArray source) {
    int[] shape = source.shape();
    int channels = shape[1];
    int plane = shape[2] * shape[3];
    Object target = source.type().newArray(source.size());
    for (int item = 0; item < shape[0]; item++) {
      int start = item * channels * plane;
      for (int channel = 0; channel < channels; channel++) {
        for (int pixel = 0; pixel < plane; pixel++) {
          System.arraycopy(
              source.values(),
              start + channel * plane + pixel,
              target,
              start + pixel * channels + channel,
              1);
        }
      }
    }
    return HostArray.of(source.type(), target, shape[0], shape[2], shape[3], channels);
  }

  private static void tellTooLarge(HostArray features, String place, ReadingLog log) {
    if (features.type() != ElementType.FLOAT64) {
      return;
    }
    double[] values = (double[]) features.values();
    long count = 0;
    int first = -1;
    for (int i = 0; i < values.length; i++) {
      if (Math.abs(values[i]) > Float.MAX_VALUE && !Double.isInfinite(values[i])) {
        first = count++ == 0 ? i : first;
      }
    }
    if (count > 0) {
      int item = features.rows() == 0 ? 0 : first / Math.max(1, values.length / features.rows());
      log.met(
          Reading.Kind.DOUBTED,
          String.format(
              Locale.ROOT, "beyond the %.2g of float32, which graphs take", Float.MAX_VALUE),
          "numbers",
          count,
          place + ", item " + item + ": " + values[first],
          "Scale them, or leave them out if they stand for something missing.");
    }
  }
}
