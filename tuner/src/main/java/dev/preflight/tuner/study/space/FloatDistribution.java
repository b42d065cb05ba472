package dev.preflight.tuner.study.space;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Real numbers from {@code low} to {@code high}, both included.
 *
 * @param low finite; positive if {@code log}
 * @param high finite, at least {@code low}
 * @param log whether orders of magnitude are searched evenly; not together with a step
 * @param step distance of the values from {@code low} on, dividing the range; 0 for all numbers
 */
public record FloatDistribution(double low, double high, boolean log, double step)
    implements Distribution {

  public FloatDistribution {
    if (!Double.isFinite(low) || !Double.isFinite(high)) {
      throw new StudyException(
          "the range " + low + " to " + high + " is not finite", "give two finite numbers");
    }
    Ranges.check(low, high, log && low <= 0);
    if (!(step >= 0) || Double.isInfinite(step)) {
      throw new StudyException("the step is " + step, "give a positive number, or leave it out");
    }
    if (log && step > 0) {
      throw new StudyException(
          "a logarithmic range cannot have a step", "leave one of the two out");
    }
    if (step > 0) {
      double reached = lastMultiple(low, high, step);
      if (reached != high) {
        throw new StudyException(
            String.format(
                Locale.ROOT, "the step %s does not divide the range %s to %s", step, low, high),
            String.format(Locale.ROOT, "end it at %s, the last number the step reaches", reached));
      }
    }
  }

  /** All numbers from {@code low} to {@code high}. */
  public static FloatDistribution uniform(double low, double high) {
    return new FloatDistribution(low, high, false, 0);
  }

  /** All numbers from {@code low} to {@code high}, orders of magnitude alike. */
  public static FloatDistribution log(double low, double high) {
    return new FloatDistribution(low, high, true, 0);
  }

  /** {@code low} and its neighbours at multiples of {@code step} up to {@code high}. */
  public static FloatDistribution stepped(double low, double high, double step) {
    return new FloatDistribution(low, high, false, step);
  }

  /** Decimal arithmetic, as 0.3 is not three times 0.1 in binary. */
  private static double lastMultiple(double low, double high, double step) {
    BigDecimal from = BigDecimal.valueOf(low);
    BigDecimal by = BigDecimal.valueOf(step);
    BigDecimal steps = BigDecimal.valueOf(high).subtract(from).divideToIntegralValue(by);
    return steps.multiply(by).add(from).doubleValue();
  }

  @Override
  public boolean single() {
    return low == high;
  }

  @Override
  public boolean contains(double internal) {
    if (!(internal >= low && internal <= high)) {
      return false;
    }
    if (step == 0) {
      return true;
    }
    double k = (internal - low) / step;
    return Math.abs(k - Math.rint(k)) < 1e-8;
  }

  @Override
  public Object external(double internal) {
    return internal;
  }

  @Override
  public double internal(@Nullable Object external) {
    if (external instanceof Number number && contains(number.doubleValue())) {
      return number.doubleValue();
    }
    throw Ranges.notOf(external, this);
  }

  @Override
  public OptionalLong size() {
    if (single()) {
      return OptionalLong.of(1);
    }
    return step == 0 ? OptionalLong.empty() : OptionalLong.of(Math.round((high - low) / step) + 1);
  }

  @Override
  public boolean compatibleWith(Distribution other) {
    return other instanceof FloatDistribution f && f.log == log;
  }

  @Override
  public String toString() {
    return Ranges.text(log ? "log" : "float", low, high, step == 0 ? null : step);
  }
}
