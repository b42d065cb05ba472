package dev.preflight.tuner.study.sampler;

import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.StudyException;
import dev.preflight.tuner.study.trial.ParameterValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.random.HaltonSequenceGenerator;
import org.apache.commons.math3.random.SobolSequenceGenerator;

/**
 * Fills the space more evenly than chance does. The point of a trial follows from its number alone,
 * so that any number of workers fill it together. Without a declared space the parameters that all
 * finished trials share are filled, and others drawn evenly.
 */
public final class QuasiRandomSampler implements Sampler {

  /** Which sequence. */
  public enum Sequence {
    /** Joe and Kuo's Sobol numbers under Owen's scrambling; up to 1000 parameters. */
    SOBOL(1000),
    /** Halton numbers, shifted at random; up to 40 parameters. */
    HALTON(40);

    private final int mostDimensions;

    Sequence(int mostDimensions) {
      this.mostDimensions = mostDimensions;
    }
  }

  private final Sequence sequence;
  private final long seed;
  private final SharedSpace shared = SharedSpace.intersection();

  public QuasiRandomSampler(Sequence sequence, long seed) {
    this.sequence = sequence;
    this.seed = seed;
  }

  @Override
  public String name() {
    return sequence == Sequence.SOBOL ? "sobol" : "halton";
  }

  /**
   * @throws StudyException if the space has more parameters than the sequence has dimensions
   */
  @Override
  public synchronized Map<String, ParameterValue> joint(TrialContext trial) {
    Map<String, Distribution> space = new TreeMap<>();
    if (trial.space().isPresent()) {
      trial
          .space()
          .get()
          .parameters()
          .forEach((name, parameter) -> space.put(name, parameter.distribution()));
    } else {
      List<Map<String, Distribution>> blocks = shared.blocks(trial.history().trials());
      blocks.forEach(space::putAll);
    }
    if (space.isEmpty()) {
      return Map.of();
    }
    if (space.size() > sequence.mostDimensions) {
      throw new StudyException(
          "the space has "
              + space.size()
              + " parameters, and the "
              + name()
              + " sequence "
              + sequence.mostDimensions
              + " dimensions",
          "take another sampler");
    }
    return Draws.at(space, point(trial.number(), space.size()));
  }

  private double[] point(int number, int dimensions) {
    double[] point =
        sequence == Sequence.SOBOL
            ? new SobolSequenceGenerator(dimensions).skipTo(number)
            : new HaltonSequenceGenerator(dimensions).skipTo(number);
    for (int d = 0; d < dimensions; d++) {
      point[d] =
          sequence == Sequence.SOBOL
              ? Scrambling.owen(point[d], seed, d)
              : Scrambling.shift(point[d], seed, d);
    }
    return point;
  }

  @Override
  public double independent(TrialContext trial, String name, Distribution distribution) {
    return Draws.uniform(distribution, trial.uniforms());
  }
}
