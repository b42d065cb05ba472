package dev.preflight.sanity.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How well labels follow from the nearest item: even items are known, odd ones are asked for. No
 * model of ours, no tuning: what a single column gives this way, any net can read off it.
 */
final class Neighbours {

  private Neighbours() {}

  /**
   * Share of odd items whose label is that of the even item nearest in one column; of several as
   * near, the one first in the order of values.
   *
   * @param values one for each item, finite
   * @param labels class ids
   */
  static double accuracy(double[] values, int[] labels) {
    Integer[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .toArray(Integer[]::new);
    int[] below = nearestKnown(order, true);
    int[] above = nearestKnown(order, false);
    int asked = 0;
    int right = 0;
    for (int at = 0; at < order.length; at++) {
      int item = order[at];
      if (item % 2 == 0) {
        continue;
      }
      asked++;
      int a = below[at];
      int b = above[at];
      int nearest =
          a < 0 ? b : b < 0 || values[item] - values[a] <= values[b] - values[item] ? a : b;
      right += nearest >= 0 && labels[nearest] == labels[item] ? 1 : 0;
    }
    return asked == 0 ? 0 : (double) right / asked;
  }

  /** For each place in the order the closest even item before it, or after it; -1 if none. */
  private static int[] nearestKnown(Integer[] order, boolean before) {
    int[] known = new int[order.length];
    int last = -1;
    for (int i = 0; i < order.length; i++) {
      int at = before ? i : order.length - 1 - i;
      known[at] = last;
      last = order[at] % 2 == 0 ? order[at] : last;
    }
    return known;
  }

  /**
   * The same by the distance over several columns, each in units of its spread.
   *
   * @param columns values by column, finite, without constant ones
   */
  static double accuracy(double[][] columns, int[] labels, int items) {
    double[][] scaled = Arrays.stream(columns).map(Neighbours::scaled).toArray(double[][]::new);
    int asked = 0;
    int right = 0;
    for (int item = 1; item < items; item += 2) {
      double closest = Double.POSITIVE_INFINITY;
      int nearest = -1;
      for (int other = 0; other < items; other += 2) {
        double distance = 0;
        for (double[] column : scaled) {
          double step = column[item] - column[other];
          distance += step * step;
        }
        if (distance < closest) {
          closest = distance;
          nearest = other;
        }
      }
      asked++;
      right += nearest >= 0 && labels[nearest] == labels[item] ? 1 : 0;
    }
    return asked == 0 ? 0 : (double) right / asked;
  }

  private static double[] scaled(double[] values) {
    Column column = Column.of(values);
    return Arrays.stream(values).map(v -> (v - column.mean()) / column.spread()).toArray();
  }
}
