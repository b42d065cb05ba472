package dev.preflight.tuner.study.space;

import org.jspecify.annotations.Nullable;

/** What ranges of real and of whole numbers have in common. */
final class Ranges {

  private Ranges() {}

  static void check(Number low, Number high, boolean touchesZero) {
    if (low.doubleValue() > high.doubleValue()) {
      throw new StudyException(
          "the low end " + low + " is above the high end " + high, "swap them");
    }
    if (touchesZero) {
      throw new StudyException(
          "a logarithmic range cannot start at " + low,
          "start above 0, such as at a ten-thousandth of the high end");
    }
  }

  static StudyException notOf(@Nullable Object value, Distribution distribution) {
    return new StudyException(
        "the value " + Choices.text(value) + " is not in " + distribution, "give one that is");
  }

  static String text(String kind, Number low, Number high, @Nullable Number step) {
    return kind + "(" + low + ", " + high + (step == null ? ")" : ", " + step + ")");
  }
}
