package dev.preflight.tuner.study.auto;

import dev.preflight.tuner.study.evolution.CmaEsSampler;
import dev.preflight.tuner.study.gp.GpSampler;
import dev.preflight.tuner.study.sampler.GridSampler;
import dev.preflight.tuner.study.sampler.Sampler;
import dev.preflight.tuner.study.sampler.TpeOptions;
import dev.preflight.tuner.study.sampler.TpeSampler;
import dev.preflight.tuner.study.sampler.TrialContext;
import dev.preflight.tuner.study.space.CategoricalDistribution;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.Parameter;
import dev.preflight.tuner.study.space.SearchSpace;
import dev.preflight.tuner.study.trial.History;
import dev.preflight.tuner.study.trial.ParameterValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Chooses the sampler by what the study is like: its space, its budget, how noisy its objective is
 * and how many of its trials fail; and another one when that has become better.
 *
 * <p>The choice for a trial follows from its number and the trials before the phase it belongs to,
 * so that all workers of a study make the same one.
 */
public final class AutoSampler implements Sampler {

  /** So many trials a Gaussian process is worth its time; after them it costs seconds a trial. */
  static final int MODELLED = 300;

  /** A model of more parameters than this learns little from its few hundred trials. */
  private static final int MANY = 60;

  private final OptionalInt budget;
  private final Sampler grid = new GridSampler(GridSampler.DEFAULT_POINTS);
  private final Sampler gp;
  private final Sampler tpe = new TpeSampler(TpeOptions.defaults());
  private final Sampler strategy = CmaEsSampler.warm(MODELLED);

  /**
   * A sampler for one study.
   *
   * @param seed of the study
   * @param budget how many trials there are to be, if that is known
   */
  public AutoSampler(long seed, OptionalInt budget) {
    this.budget = budget;
    this.gp = new GpSampler(seed);
  }

  @Override
  public String name() {
    return "auto";
  }

  /** Which samplers chose the trials so far, and the one that chooses next; at least one phase. */
  public List<Phase> phases(History history, Optional<SearchSpace> space) {
    List<Phase> phases = new ArrayList<>();
    phases.add(first(history, space));
    boolean modelled = phases.get(0).sampler().equals("gp");
    if (modelled && history.trials().size() >= MODELLED) {
      phases.add(later(history, space));
    }
    return phases;
  }

  private Phase first(History history, Optional<SearchSpace> space) {
    OptionalLong size = space.map(SearchSpace::size).orElse(OptionalLong.empty());
    if (size.isPresent() && budget.isPresent() && size.getAsLong() <= budget.getAsInt()) {
      return new Phase(
          0, "grid", "the space has " + size.getAsLong() + " points, and all of them can be tried");
    }
    long parameters = space.map(s -> (long) s.parameters().size()).orElse(0L);
    if (parameters > MANY) {
      return new Phase(
          0,
          "tpe",
          "a model of " + parameters + " parameters learns little from a few hundred trials");
    }
    return new Phase(0, "gp", why(history, space));
  }

  private static String why(History history, Optional<SearchSpace> space) {
    List<String> also = new ArrayList<>();
    if (space.isPresent() && isConditional(space.get())) {
      also.add("the conditions of the space");
    }
    if (history.directions().size() > 1) {
      also.add("several objectives");
    }
    if (History.failures(history) > 0) {
      also.add("where trials fail");
    }
    String models = also.isEmpty() ? "" : "; it models " + String.join(" and ", also) + " too";
    return "it makes most of the first " + MODELLED + " trials" + models;
  }

  private Phase later(History history, Optional<SearchSpace> space) {
    boolean numbers =
        history.directions().size() == 1
            && (space.isPresent() ? isNumeric(space.get()) : sharesNumbers(history));
    if (!numbers) {
      return new Phase(
          MODELLED,
          "tpe",
          "after "
              + MODELLED
              + " trials a model of them all takes long, and not every parameter is a number that"
              + " is always there");
    }
    Repeats repeats = Repeats.of(history, MODELLED);
    if (repeats.noisy()) {
      return new Phase(MODELLED, "tpe", "cma-es is misled by noise, and " + repeats.text());
    }
    return new Phase(
        MODELLED, "cma-es", "all parameters are numbers, and it closes in on what gp found");
  }

  private static boolean isConditional(SearchSpace space) {
    return space.parameters().values().stream().anyMatch(p -> p.condition().isPresent());
  }

  private static boolean isNumeric(SearchSpace space) {
    return !isConditional(space)
        && space.parameters().values().stream()
            .map(Parameter::distribution)
            .noneMatch(CategoricalDistribution.class::isInstance);
  }

  /** Whether the first trials all have the same parameters, and these are numbers. */
  private static boolean sharesNumbers(History history) {
    Map<String, ParameterValue> first = history.trials().get(0).params();
    return history.trials().stream()
        .limit(MODELLED)
        .map(t -> t.params())
        .allMatch(
            params ->
                params.keySet().equals(first.keySet())
                    && params.values().stream()
                        .map(ParameterValue::distribution)
                        .noneMatch(CategoricalDistribution.class::isInstance));
  }

  private Sampler chosen(TrialContext trial) {
    List<Phase> phases = phases(trial.history(), trial.space());
    Phase phase = phases.get(phases.size() - 1);
    Phase own = trial.number() < phase.from() ? phases.get(0) : phase;
    return switch (own.sampler()) {
      case "grid" -> grid;
      case "gp" -> gp;
      case "cma-es" -> strategy;
      default -> tpe;
    };
  }

  @Override
  public Map<String, ParameterValue> joint(TrialContext trial) {
    return chosen(trial).joint(trial);
  }

  @Override
  public double independent(TrialContext trial, String name, Distribution distribution) {
    return chosen(trial).independent(trial, name, distribution);
  }
}
