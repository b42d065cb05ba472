package dev.preflight.tuner.study.gp;

import dev.preflight.tuner.study.gp.GaussianProcess.Belief;
import dev.preflight.tuner.study.sampler.Gauss;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How much there is to be hoped of a point: the logarithm of the expected improvement on the best,
 * of what the noise leaves to be seen of it, and of the chance that no limit is broken.
 *
 * <p>Sources: Huang et al., "Global optimization of stochastic black-box systems via sequential
 * kriging meta-models" (2006), for the noise; Gardner et al., "Bayesian optimization with
 * inequality constraints", ICML 2014, for the limits.
 *
 * @param objective belief about the loss; empty if nothing is known but what fails
 * @param best what is to be improved on
 */
record Acquisition(Optional<GaussianProcess> objective, double best, List<Limit> limits) {

  /**
   * Something that must not be larger than a threshold.
   *
   * @param known the belief about it
   * @param weight how much the chance to break it counts: 1 as a chance is, more where that costs a
   *     trial
   */
  record Limit(GaussianProcess known, double threshold, double weight) {}

  Acquisition {
    limits = List.copyOf(limits);
  }

  /** The value at a point, as {@link Structure#settled} makes it. */
  double at(double[] x) {
    double sum = 0;
    if (objective.isPresent()) {
      Belief belief = objective.get().at(x);
      sum +=
          Math.log(belief.deviation())
              + ExpectedImprovement.log((best - belief.mean()) / belief.deviation())
              + Math.log(worth(belief.deviation()));
    }
    for (Limit limit : limits) {
      Belief belief = limit.known().at(x);
      double z = (limit.threshold() - belief.mean()) / belief.deviation();
      sum += limit.weight() * Gauss.logBelow(z);
    }
    return sum;
  }

  /**
   * The value at a point and its slope.
   *
   * @param slope where to put the gradient; 0 along choices
   */
  double at(double[] x, double[] slope) {
    double[] mean = new double[x.length];
    double[] deviation = new double[x.length];
    Arrays.fill(slope, 0);
    double sum = 0;
    if (objective.isPresent()) {
      Belief belief = objective.get().at(x, mean, deviation);
      double z = (best - belief.mean()) / belief.deviation();
      double worth = worth(belief.deviation());
      sum += Math.log(belief.deviation()) + ExpectedImprovement.log(z) + Math.log(worth);
      double s2 = belief.deviation() * belief.deviation() + noise();
      double growth = Math.sqrt(noise()) * (s2 - noise()) / (s2 * Math.sqrt(s2)) / worth;
      add(slope, z, ExpectedImprovement.slope(z), 1 + growth, belief, mean, deviation);
    }
    for (Limit limit : limits) {
      Belief belief = limit.known().at(x, mean, deviation);
      double z = (limit.threshold() - belief.mean()) / belief.deviation();
      double log = Gauss.logBelow(z);
      sum += limit.weight() * log;
      double ratio = Math.exp(-0.5 * z * z - Gauss.LOG_ROOT_TWO_PI - log);
      add(slope, z, limit.weight() * ratio, 0, belief, mean, deviation);
    }
    return sum;
  }

  /**
   * How much of what there is to be seen at a point the noise leaves: nothing where all is known
   * but the noise.
   */
  private double worth(double deviation) {
    return 1 - Math.sqrt(noise() / (deviation * deviation + noise()));
  }

  private double noise() {
    return objective.map(process -> process.kernel.noise()).orElse(0.0);
  }

  /** Adds {@code along dz + share d(log deviation)}. */
  private static void add(
      double[] slope,
      double z,
      double along,
      double share,
      Belief belief,
      double[] mean,
      double[] deviation) {
    for (int i = 0; i < slope.length; i++) {
      double dz = (-mean[i] - z * deviation[i]) / belief.deviation();
      slope[i] += along * dz + share * deviation[i] / belief.deviation();
    }
  }
}
