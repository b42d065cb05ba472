package dev.preflight.tuner.study.sampler;

import dev.preflight.tuner.study.space.CategoricalDistribution;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.FloatDistribution;
import dev.preflight.tuner.study.space.IntDistribution;
import dev.preflight.tuner.study.trial.ParameterValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The unit interval as values of a distribution: orders of magnitude evenly where it is
 * logarithmic, and every value of a grid with the same share, those at the ends too.
 */
public final class Draws {

  private Draws() {}

  /**
   * The values at a point of the unit cube, in the order of the space.
   *
   * @param point a coordinate in [0, 1) for each parameter
   */
  public static Map<String, ParameterValue> at(Map<String, Distribution> space, double[] point) {
    Map<String, ParameterValue> values = new LinkedHashMap<>();
    int d = 0;
    for (Map.Entry<String, Distribution> entry : space.entrySet()) {
      double value = at(entry.getValue(), point[d]);
      values.put(entry.getKey(), new ParameterValue(entry.getValue(), value));
      d++;
    }
    return values;
  }

  /** A value drawn evenly. */
  public static double uniform(Distribution distribution, Uniforms uniforms) {
    if (distribution instanceof CategoricalDistribution c) {
      return largest(c.choices().size(), uniforms);
    }
    return at(distribution, uniforms.next());
  }

  /** The place of the largest of some draws, which is what Optuna's one-hot encoding comes to. */
  private static int largest(int count, Uniforms uniforms) {
    int best = 0;
    double most = -1;
    for (int i = 0; i < count; i++) {
      double u = uniforms.next();
      if (u > most) {
        most = u;
        best = i;
      }
    }
    return best;
  }

  /**
   * The value at a place of the unit interval.
   *
   * @param u in [0, 1)
   */
  public static double at(Distribution distribution, double u) {
    if (distribution instanceof FloatDistribution f) {
      return at(f, u);
    }
    if (distribution instanceof IntDistribution i) {
      return at(i, u);
    }
    int choices = ((CategoricalDistribution) distribution).choices().size();
    return Math.min(choices - 1, Math.floor(u * choices));
  }

  /**
   * The place of a value in the unit interval: {@link #at} of it is the value again, but for
   * rounding.
   *
   * @param distribution of numbers
   */
  public static double place(Distribution distribution, double value) {
    if (distribution instanceof FloatDistribution f) {
      double half = 0.5 * f.step();
      return f.log()
          ? share(Math.log(f.low()), Math.log(f.high()), Math.log(value))
          : share(f.low() - half, f.high() + half, value);
    }
    IntDistribution i = (IntDistribution) distribution;
    return i.log()
        ? share(Math.log(i.low() - 0.5), Math.log(i.high() + 0.5), Math.log(value))
        : share(i.low() - 0.5 * i.step(), i.high() + 0.5 * i.step(), value);
  }

  private static double share(double low, double high, double value) {
    return low == high ? 0.5 : (value - low) / (high - low);
  }

  private static double at(FloatDistribution f, double u) {
    if (f.single()) {
      return f.low();
    }
    if (f.log()) {
      double low = Math.log(f.low());
      double value = Math.exp(low + (Math.log(f.high()) - low) * u);
      return clip(value, f.low(), Math.nextDown(f.high()));
    }
    if (f.step() > 0) {
      double low = f.low() - 0.5 * f.step();
      double value = low + (f.high() + 0.5 * f.step() - low) * u;
      return clip(Math.rint((value - f.low()) / f.step()) * f.step() + f.low(), f.low(), f.high());
    }
    return Math.min(f.low() + (f.high() - f.low()) * u, Math.nextDown(f.high()));
  }

  private static double at(IntDistribution i, double u) {
    double first = i.low();
    double last = i.high();
    if (i.log()) {
      double low = Math.log(first - 0.5);
      double value = Math.rint(Math.exp(low + (Math.log(last + 0.5) - low) * u));
      return clip(value, first, last);
    }
    double low = first - 0.5 * i.step();
    double value = low + (last + 0.5 * i.step() - low) * u;
    double k = Math.floor((value - first) / i.step() + 0.5);
    return clip(k * i.step() + first, first, last);
  }

  /**
   * A value of a finite distribution by its place.
   *
   * @param place in [0, count)
   * @param count how many values there are
   */
  public static double at(Distribution distribution, int place, int count) {
    if (distribution instanceof FloatDistribution f) {
      return place == count - 1 ? f.high() : f.low() + place * f.step();
    }
    if (distribution instanceof IntDistribution i) {
      return (double) (i.low() + place * i.step());
    }
    return place;
  }

  /**
   * The value at a share of a continuous range, both ends reached.
   *
   * @param share in [0, 1]
   */
  static double between(Distribution distribution, double share) {
    FloatDistribution f = (FloatDistribution) distribution;
    if (share == 0 || share == 1) {
      return share == 0 ? f.low() : f.high();
    }
    return f.log()
        ? f.low() * Math.pow(f.high() / f.low(), share)
        : f.low() + (f.high() - f.low()) * share;
  }

  private static double clip(double value, double low, double high) {
    return Math.min(Math.max(value, low), high);
  }
}
