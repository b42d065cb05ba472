package dev.preflight.tuner.study.sampler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The first few of many without sorting them all. */
final class Best {

  private Best() {}

  /** The {@code count} smallest, smallest first; of equal ones those that come first. */
  static <T> List<T> of(List<T> all, Comparator<? super T> order, int count) {
    if (count >= all.size()) {
      return all.stream().sorted(order).toList();
    }
    List<T> best = new ArrayList<>(count + 1);
    for (T item : all) {
      if (best.size() == count && order.compare(best.get(count - 1), item) <= 0) {
        continue;
      }
      int place = best.size();
      while (place > 0 && order.compare(best.get(place - 1), item) > 0) {
        place--;
      }
      best.add(place, item);
      if (best.size() > count) {
        best.remove(count);
      }
    }
    return best;
  }
}
