package dev.preflight.tuner.study.sampler;

import dev.preflight.tuner.study.sampler.QuasiRandomSampler.Sequence;
import dev.preflight.tuner.study.space.StudyException;
import java.util.List;

/** Samplers by the names that people give them. */
public final class Samplers {

  /** The sampler where none is named. */
  public static final String DEFAULT = "tpe";

  /** All names. */
  public static final List<String> NAMES =
      List.of("tpe", "tpe-group", "tpe-independent", "random", "sobol", "halton", "grid", "cma-es");

  private Samplers() {}

  /**
   * A fresh sampler for one study.
   *
   * @param seed of the study, for samplers that scramble by it
   * @throws StudyException if there is none of this name
   */
  public static Sampler named(String name, long seed) {
    return switch (name) {
      case "tpe" -> new TpeSampler(TpeOptions.defaults());
      case "tpe-group" -> new TpeSampler(TpeOptions.defaults().withGroup());
      case "tpe-independent" -> new TpeSampler(TpeOptions.defaults().withMultivariate(false));
      case "random" -> new RandomSampler();
      case "sobol" -> new QuasiRandomSampler(Sequence.SOBOL, seed);
      case "halton" -> new QuasiRandomSampler(Sequence.HALTON, seed);
      case "cma-es" -> new CmaEsSampler();
      case "grid" -> new GridSampler(GridSampler.DEFAULT_POINTS);
      default ->
          throw new StudyException(
              "there is no sampler '" + name + "'", "choose one of: " + String.join(", ", NAMES));
    };
  }
}
