package dev.preflight.reports.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers for people: four significant digits, the same text on every host. */
public final class Numbers {
  private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);
  private static final MathContext BRIEF = new MathContext(3, RoundingMode.HALF_EVEN);
  private static final MathContext ROUGH = new MathContext(2, RoundingMode.HALF_EVEN);

  private Numbers() {}

  /**
   * A number in at most four significant digits: {@code 0.063}, {@code 12,000}, {@code 1.5e-4}. Not
   * finite ones are {@code NaN}, {@code Infinity} and {@code -Infinity}.
   */
  public static String format(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    if (size >= 1e15 || size < 1e-3 || (size >= 1e7 && value != Math.rint(value))) {
      return scientific(value);
    }
    if (value == Math.rint(value)) {
      return whole((long) value);
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS);
    return size >= 1e4 ? whole(Math.round(value)) : plain(rounded);
  }

  /** A cell of a table or a value of the configuration. */
  public static String format(@Nullable Object value) {
    if (value instanceof Long number) {
      return whole(number);
    }
    if (value instanceof Double number) {
      return format(number.doubleValue());
    }
    return value == null ? "" : value.toString();
  }

  /**
   * A number in two significant digits, trailing zeros kept, where more would say that it is known
   * better than it is: a suggested rate, the spread of a few seeds, the end of an interval. {@code
   * 0.020}, {@code 1.2e-5}, {@code 120}; not finite ones as {@link #format(double)} has them.
   */
  public static String rough(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return format(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(ROUGH);
    if (rounded.precision() < ROUGH.getPrecision()) {
      rounded = rounded.setScale(rounded.scale() + ROUGH.getPrecision() - rounded.precision());
    }
    double size = Math.abs(value);
    if (size >= 1e15 || size < 1e-3) {
      int exponent = rounded.precision() - rounded.scale() - 1;
      return rounded.movePointLeft(exponent).toPlainString() + "e" + exponent;
    }
    return size >= 1e4 ? whole(rounded.longValue()) : rounded.toPlainString();
  }

  /**
   * A number in at most three significant digits, for hints that must not look more exact than they
   * are: {@code 0.0486}, {@code 0.0085}, {@code 0.51}.
   */
  public static String brief(double value) {
    return Double.isFinite(value)
        ? format(new BigDecimal(value).round(BRIEF).doubleValue())
        : format(value);
  }

  /** The label of a tick, in just as many decimals as the distance between ticks needs. */
  public static String tick(double value, double step) {
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    if (size >= 1e5 || (size < 1e-3 && step < 1e-3)) {
      return scientific(value);
    }
    int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
    return String.format(Locale.ROOT, "%." + Math.min(decimals, 12) + "f", value);
  }

  /** A duration: {@code 0.12 s}, {@code 41.7 s}, {@code 3 min 20 s}. */
  public static String seconds(double seconds) {
    if (seconds < 60) {
      return (seconds < 10
              ? plain(new BigDecimal(seconds).setScale(2, RoundingMode.HALF_EVEN))
              : plain(new BigDecimal(seconds).setScale(1, RoundingMode.HALF_EVEN)))
          + " s";
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? whole / 60 + " min " + whole % 60 + " s"
        : whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }

  /** What one of many takes: {@code 3.2 ms}, {@code 1.48 s}. */
  public static String each(double seconds) {
    return seconds < 1 ? rough(1e3 * seconds) + " ms" : seconds(seconds);
  }

  /** How many of something, with separators at any size: {@code 1,000}. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /**
   * A share in percent, to a tenth from 1 % on: {@code 0.123} is {@code 12.3 %}. Not finite ones
   * are as in {@link #format(double)}.
   */
  public static String percent(double share) {
    double percent = 100 * share;
    return format(Math.abs(percent) >= 1 ? Math.rint(percent * 10) / 10 : percent) + " %";
  }

  private static String whole(long value) {
    return Math.abs(value) < 10_000 ? Long.toString(value) : count(value);
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  /** Mantissa of up to four digits and exponent without zeros: {@code 1.5e-4}. */
  public static String scientific(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    return rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
  }
}
