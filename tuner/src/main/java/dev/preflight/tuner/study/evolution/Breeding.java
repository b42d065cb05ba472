package dev.preflight.tuner.study.evolution;

import dev.preflight.tuner.study.sampler.Draws;
import dev.preflight.tuner.study.sampler.Uniforms;
import dev.preflight.tuner.study.space.CategoricalDistribution;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.trial.ParameterValue;

/**
 * What becomes of a parameter from one trial to its children. Numbers move in the unit interval,
 * logarithmic ones by orders of magnitude; a choice is kept or drawn anew.
 *
 * <p>Sources: simulated binary crossover: Deb and Agrawal (1995); polynomial mutation: Deb and
 * Goyal (1996), both within bounds as in Deb's own code of NSGA-II.
 */
final class Breeding {

  /** How close children stay to their parents, and a mutant to what it was. */
  private static final double CROSSING = 15;

  private static final double MUTATION = 20;

  /** Where a value that mutation left as it was looks for another one first. */
  private static final double NEAR = 1e-3;

  private Breeding() {}

  /**
   * A child's value of two parents', of which the first counts more: with even chance a mixture of
   * both, or the first one's.
   */
  static ParameterValue crossed(ParameterValue first, ParameterValue second, Uniforms uniforms) {
    double which = uniforms.next();
    double spread = uniforms.next();
    if (!first.distribution().equals(second.distribution()) || which < 0.5) {
      return first;
    }
    if (first.distribution() instanceof CategoricalDistribution) {
      return spread < 0.5 ? first : second;
    }
    double a = Draws.place(first.distribution(), first.internal());
    double b = Draws.place(second.distribution(), second.internal());
    return at(first.distribution(), crossed(a, b, spread));
  }

  private static double crossed(double a, double b, double u) {
    double low = Math.min(a, b);
    double high = Math.max(a, b);
    if (high - low < 1e-12) {
      return a;
    }
    double room = a <= b ? low : 1 - high;
    double alpha = 2 - Math.pow(1 + 2 * room / (high - low), -(CROSSING + 1));
    double spread =
        u <= 1 / alpha
            ? Math.pow(u * alpha, 1 / (CROSSING + 1))
            : Math.pow(1 / (2 - u * alpha), 1 / (CROSSING + 1));
    double side = a <= b ? -1 : 1;
    return 0.5 * (low + high + side * spread * (high - low));
  }

  /** The value a little changed; a choice another one. */
  static ParameterValue mutated(ParameterValue value, Uniforms uniforms) {
    Distribution distribution = value.distribution();
    double u = uniforms.next();
    if (distribution.single()) {
      return value;
    }
    if (distribution instanceof CategoricalDistribution choices) {
      int others = choices.choices().size() - 1;
      int other = Math.min(others - 1, (int) (u * others));
      return new ParameterValue(distribution, other + (other >= value.internal() ? 1.0 : 0));
    }
    ParameterValue mutant =
        at(distribution, polynomial(Draws.place(distribution, value.internal()), u));
    return mutant.internal() == value.internal() ? beside(value, u) : mutant;
  }

  /** The nearest other value, of a grid whose step is wider than a mutation or at a wall. */
  private static ParameterValue beside(ParameterValue value, double u) {
    double place = Draws.place(value.distribution(), value.internal());
    double step = u < 0.5 ? -NEAR : NEAR;
    ParameterValue other = value;
    while (other.internal() == value.internal()) {
      ParameterValue there = at(value.distribution(), place + step);
      ParameterValue back = at(value.distribution(), place - step);
      other = there.internal() == value.internal() ? back : there;
      step *= 2;
    }
    return other;
  }

  private static double polynomial(double x, double u) {
    double power = 1 / (MUTATION + 1);
    if (u < 0.5) {
      double base = 2 * u + (1 - 2 * u) * Math.pow(1 - x, MUTATION + 1);
      return x + Math.pow(base, power) - 1;
    }
    double base = 2 * (1 - u) + 2 * (u - 0.5) * Math.pow(x, MUTATION + 1);
    return x + 1 - Math.pow(base, power);
  }

  private static ParameterValue at(Distribution distribution, double place) {
    double inside = Math.max(0, Math.min(Math.nextDown(1.0), place));
    return new ParameterValue(distribution, Draws.at(distribution, inside));
  }
}
