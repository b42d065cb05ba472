package dev.preflight.reports.chart;

import dev.preflight.reports.text.Numbers;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an axis is labelled. Always a bounded number of ticks, whatever the range; JFreeChart's own
 * search does not end for some.
 */
final class Ticks {
  private Ticks() {}

  /** A position and its text. */
  record Tick(double value, String label) {}

  /** The ticks of an axis, of which about so many fit. */
  static List<Tick> of(Extent extent, int atMost) {
    return extent.log()
        ? log(extent.low(), extent.high(), atMost)
        : linear(extent.low(), extent.high(), atMost);
  }

  /**
   * Ticks at 1, 2 or 5 times a power of ten.
   *
   * @param low lower end, finite
   * @param high upper end, above it by more than rounding
   * @param atMost how many fit
   */
  static List<Tick> linear(double low, double high, int atMost) {
    double step = step((high - low) / atMost);
    List<Tick> ticks = new ArrayList<>();
    long first = (long) Math.ceil(low / step - 1e-9);
    for (long i = first; i <= first + 2L * atMost; i++) {
      double value = i * step;
      if (value > high + step * 1e-9) {
        break;
      }
      ticks.add(new Tick(value, Numbers.tick(value, step)));
    }
    return ticks;
  }

  /** Ticks at powers of ten, or at 1, 2 and 5 if the range holds fewer than two powers. */
  static List<Tick> log(double low, double high, int atMost) {
    int first = (int) Math.floor(Math.log10(low));
    int last = (int) Math.ceil(Math.log10(high));
    double decades = Math.log10(high) - Math.log10(low);
    if (decades < 0.5) {
      return linear(low, high, atMost);
    }
    int every = (int) Math.max(1, Math.ceil(decades / atMost));
    List<Tick> ticks = new ArrayList<>();
    for (int exponent = first; exponent <= last; exponent++) {
      for (int digit = 1; digit <= 9; digit++) {
        double value = digit * Math.pow(10, exponent);
        if (value < low * (1 - 1e-9) || value > high * (1 + 1e-9)) {
          continue;
        }
        boolean power = digit == 1 && Math.floorMod(exponent, every) == 0;
        boolean between = decades < 2 && (digit == 2 || digit == 5);
        if (power || between) {
          ticks.add(new Tick(value, digit + "e" + exponent));
        }
      }
    }
    // Labels of one kind: 0.01, 0.1, 1 where all of them read well, else 1e-5, 1e-4, 1e-3.
    boolean readable = ticks.stream().allMatch(tick -> tick.value() > 0.9e-3 && tick.value() < 1e4);
    return readable ? ticks.stream().map(Ticks::plain).toList() : ticks;
  }

  private static Tick plain(Tick tick) {
    return new Tick(tick.value(), Numbers.format(tick.value()));
  }

  private static double step(double atLeast) {
    double power = Math.pow(10, Math.floor(Math.log10(atLeast)));
    for (int factor : new int[] {1, 2, 5}) {
      if (factor * power >= atLeast * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }
}
