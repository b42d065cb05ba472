package dev.preflight.tuner.study.gp;

import dev.preflight.tuner.study.gp.Acquisition.Limit;
import dev.preflight.tuner.study.sampler.Draws;
import dev.preflight.tuner.study.sampler.QuasiRandomSampler;
import dev.preflight.tuner.study.sampler.Sampler;
import dev.preflight.tuner.study.sampler.TrialContext;
import dev.preflight.tuner.study.sampler.Uniforms;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.SearchSpace;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.ParameterValue;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Bayesian optimization: a Gaussian process of what is known so far, and next the point where it
 * promises the largest improvement. The best there is for few and costly trials; a suggestion costs
 * trials squared, and every twentieth their cube.
 *
 * <p>Parameters under conditions are modelled too: as the declared space has them, or as the trials
 * show them. Several objectives are weighed anew for each trial. Failures and constraints are
 * modelled beside the objective. Running trials count as if they had come out as expected. The
 * first trials fill the space evenly.
 *
 * <p>Sources: Jones et al., "Efficient global optimization" (1998); Snoek et al., NeurIPS 2012;
 * {@link ExpectedImprovement}, {@link Warp}, {@link Acquisition}.
 */
public final class GpSampler implements Sampler {

  private static final int STARTUP = 10;
  private static final int GOOD = 5;

  /**
   * A failed trial tells no loss, so that its chance counts threefold: on a rate whose best lies at
   * the edge of divergence a quarter fewer trials fail than with 1, and the best is no worse.
   */
  private static final double CAUTION = 3;

  private final QuasiRandomSampler startup;
  private final Surrogate objective = new Surrogate();
  private final Surrogate failures = new Surrogate();
  private final Map<String, Surrogate> constraints = new TreeMap<>();
  private @Nullable SearchSpace space;
  private @Nullable Structure structure;

  /**
   * @param seed of the study, for its first trials
   */
  public GpSampler(long seed) {
    startup = new QuasiRandomSampler(QuasiRandomSampler.Sequence.SOBOL, seed);
  }

  @Override
  public String name() {
    return "gp";
  }

  @Override
  public synchronized Map<String, ParameterValue> joint(TrialContext trial) {
    Structure along = structure(trial);
    int objectives = trial.history().directions().size();
    double[] weights = objectives == 1 ? new double[] {1} : weights(objectives, trial.uniforms());
    Observations observations = new Observations(along, trial.history(), trial.number(), weights);
    if (along.dimensions() == 0 || observations.judgedNumbers().length < STARTUP) {
      return startup.joint(trial);
    }
    Surrogate loss = objectives == 1 ? objective : new Surrogate();
    return along.values(suggested(trial, along, observations, loss));
  }

  /** Weights that add up to 1, all such equally likely. */
  private static double[] weights(int count, Uniforms uniforms) {
    double[] weights = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      weights[i] = -Math.log1p(-uniforms.next());
      sum += weights[i];
    }
    for (int i = 0; i < count; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  private Structure structure(TrialContext trial) {
    SearchSpace now =
        trial
            .space()
            .orElseGet(
                () ->
                    Conditions.shown(
                        trial.history().trials().stream().filter(GpSampler::shows).toList()));
    Structure current = structure;
    if (current == null || !now.equals(space)) {
      current = new Structure(now);
      structure = current;
      space = now;
    }
    return current;
  }

  private static boolean shows(FrozenTrial trial) {
    return trial.state() == TrialState.COMPLETE || trial.state() == TrialState.PRUNED;
  }

  private double[] suggested(
      TrialContext trial, Structure along, Observations observations, Surrogate loss) {
    List<Limit> limits = limits(along, observations);
    Optional<GaussianProcess> known = Optional.empty();
    double best = 0;
    if (observations.count() > 0) {
      GaussianProcess process =
          loss.after(along, observations.numbers(), observations.points(), observations::losses);
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < observations.count(); i++) {
        least = observations.allowed(i) ? Math.min(least, process.smoothed(i)) : least;
      }
      for (double[] point : observations.running()) {
        process = process.with(point, process.at(point).mean());
      }
      known = Double.isFinite(least) ? Optional.of(process) : Optional.empty();
      best = least;
    }
    Acquisition acquisition = new Acquisition(known, best, limits);
    AcquisitionSearch search =
        new AcquisitionSearch(along, acquisition, lengths(acquisition), trial.uniforms());
    List<double[]> found = search.best(observations.best(GOOD));
    return found.stream()
        .filter(point -> !observations.tried(point))
        .findFirst()
        .orElse(found.get(0));
  }

  private static double[] lengths(Acquisition acquisition) {
    GaussianProcess process =
        acquisition.objective().orElseGet(() -> acquisition.limits().get(0).known());
    double[] lengths = process.kernel.sensitivity().clone();
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = Math.min(10, 1 / Math.sqrt(lengths[i]));
    }
    return lengths;
  }

  private List<Limit> limits(Structure along, Observations observations) {
    List<Limit> limits = new ArrayList<>();
    if (observations.hasFailures()) {
      limits.add(
          new Limit(
              failures.after(
                  along,
                  observations.judgedNumbers(),
                  observations.judgedPoints(),
                  observations::labels),
              1,
              CAUTION));
    }
    for (String name : observations.constraints) {
      limits.add(
          new Limit(
              constraints
                  .computeIfAbsent(name, n -> new Surrogate())
                  .after(
                      along,
                      observations.numbers(name),
                      observations.points(name),
                      count -> observations.values(name, count)),
              0,
              1));
    }
    return limits;
  }

  @Override
  public double independent(TrialContext trial, String name, Distribution distribution) {
    return Draws.uniform(distribution, trial.uniforms());
  }
}
