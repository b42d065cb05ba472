package dev.preflight.tuner.study.auto;

import dev.preflight.tuner.study.evolution.CmaEsSampler;
import dev.preflight.tuner.study.evolution.Nsga2Sampler;
import dev.preflight.tuner.study.evolution.RegularizedEvolutionSampler;
import dev.preflight.tuner.study.gp.GpSampler;
import dev.preflight.tuner.study.sampler.GridSampler;
import dev.preflight.tuner.study.sampler.QuasiRandomSampler;
import dev.preflight.tuner.study.sampler.QuasiRandomSampler.Sequence;
import dev.preflight.tuner.study.sampler.RandomSampler;
import dev.preflight.tuner.study.sampler.Sampler;
import dev.preflight.tuner.study.sampler.TpeOptions;
import dev.preflight.tuner.study.sampler.TpeSampler;
import dev.preflight.tuner.study.space.StudyException;
import java.util.List;
import java.util.OptionalInt;

/** Samplers by the names that people give them. */
public final class Samplers {

  /** The sampler where none is named. */
  public static final String DEFAULT = "auto";

  /** All names. */
  public static final List<String> NAMES =
      List.of(
          "auto",
          "tpe",
          "tpe-group",
          "tpe-independent",
          "gp",
          "cma-es",
          "nsga-ii",
          "evolution",
          "random",
          "sobol",
          "halton",
          "grid");

  private Samplers() {}

  /**
   * A fresh sampler for one study.
   *
   * @param seed of the study, for samplers that scramble by it
   * @throws StudyException if there is none of this name
   */
  public static Sampler named(String name, long seed) {
    return named(name, seed, OptionalInt.empty());
  }

  /**
   * A fresh sampler for one study.
   *
   * @param seed of the study, for samplers that scramble by it
   * @param budget how many trials there are to be, if that is known
   * @throws StudyException if there is none of this name
   */
  public static Sampler named(String name, long seed, OptionalInt budget) {
    return switch (name) {
      case "auto" -> new AutoSampler(seed, budget);
      case "tpe" -> new TpeSampler(TpeOptions.defaults());
      case "tpe-group" -> new TpeSampler(TpeOptions.defaults().withGroup());
      case "tpe-independent" -> new TpeSampler(TpeOptions.defaults().withMultivariate(false));
      case "random" -> new RandomSampler();
      case "sobol" -> new QuasiRandomSampler(Sequence.SOBOL, seed);
      case "halton" -> new QuasiRandomSampler(Sequence.HALTON, seed);
      case "cma-es" -> new CmaEsSampler();
      case "nsga-ii" -> new Nsga2Sampler();
      case "evolution" -> new RegularizedEvolutionSampler();
      case "gp" -> new GpSampler(seed);
      case "grid" -> new GridSampler(GridSampler.DEFAULT_POINTS);
      default ->
          throw new StudyException(
              "there is no sampler '" + name + "'", "choose one of: " + String.join(", ", NAMES));
    };
  }
}
