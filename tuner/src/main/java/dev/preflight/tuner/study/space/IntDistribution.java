package dev.preflight.tuner.study.space;

import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Whole numbers from {@code low} to {@code high}, both included.
 *
 * @param low at least 1 if {@code log}; not beyond 2^53, where doubles stop telling numbers apart
 * @param high at least {@code low}, not beyond 2^53
 * @param log whether orders of magnitude are searched evenly; then the step is 1
 * @param step distance of the values from {@code low} on, at least 1, dividing the range
 */
public record IntDistribution(long low, long high, boolean log, long step) implements Distribution {

  private static final long EXACT = 1L << 53;

  public IntDistribution {
    if (Math.abs(low) > EXACT || Math.abs(high) > EXACT) {
      throw new StudyException(
          "the range " + low + " to " + high + " goes beyond 2^53", "give smaller numbers");
    }
    Ranges.check(low, high, log && low < 1);
    if (step < 1) {
      throw new StudyException("the step is " + step, "give 1 or more, or leave it out");
    }
    if (log && step != 1) {
      throw new StudyException(
          "a logarithmic range cannot have a step", "leave one of the two out");
    }
    if ((high - low) % step != 0) {
      throw new StudyException(
          String.format(
              Locale.ROOT, "the step %d does not divide the range %d to %d", step, low, high),
          String.format(
              Locale.ROOT,
              "end it at %d, the last number the step reaches",
              high - (high - low) % step));
    }
  }

  /** Every whole number from {@code low} to {@code high}. */
  public static IntDistribution uniform(long low, long high) {
    return new IntDistribution(low, high, false, 1);
  }

  /** Every whole number from {@code low} to {@code high}, orders of magnitude alike. */
  public static IntDistribution log(long low, long high) {
    return new IntDistribution(low, high, true, 1);
  }

  /** {@code low} and its neighbours at multiples of {@code step} up to {@code high}. */
  public static IntDistribution stepped(long low, long high, long step) {
    return new IntDistribution(low, high, false, step);
  }

  @Override
  public boolean single() {
    return low == high;
  }

  @Override
  public boolean contains(double internal) {
    return internal >= low && internal <= high && (internal - low) % step == 0;
  }

  @Override
  public Object external(double internal) {
    return (long) internal;
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
    return OptionalLong.of((high - low) / step + 1);
  }

  @Override
  public boolean compatibleWith(Distribution other) {
    return other instanceof IntDistribution i && i.log == log;
  }

  @Override
  public String toString() {
    return Ranges.text(log ? "logint" : "int", low, high, step == 1 ? null : step);
  }
}
