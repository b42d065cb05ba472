package dev.preflight.tuner.study;

import dev.preflight.tuner.study.pruner.NopPruner;
import dev.preflight.tuner.study.pruner.Pruner;
import dev.preflight.tuner.study.pruner.Pruners;
import dev.preflight.tuner.study.sampler.Sampler;
import dev.preflight.tuner.study.sampler.TpeOptions;
import dev.preflight.tuner.study.sampler.TpeSampler;
import dev.preflight.tuner.study.space.SearchSpace;
import dev.preflight.tuner.study.trial.Direction;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a study is done.
 *
 * @param name unique in its storage
 * @param directions one an objective; at least one
 * @param sampler chooses parameters; it belongs to this study alone
 * @param pruner gives trials up
 * @param seed of all random numbers; those of a trial follow from it and the trial's number
 * @param space all parameters, if they are declared: then a trial has them from its beginning, and
 *     no point of a finite space is tried twice
 * @param lag 0, or how many trials back the youngest lies that a trial's sampler and pruner see:
 *     then any number of workers up to it makes the same trials, value for value
 */
public record StudyOptions(
    String name,
    List<Direction> directions,
    Sampler sampler,
    Pruner pruner,
    long seed,
    Optional<SearchSpace> space,
    int lag) {

  /** Longest name that Optuna's tables have room for. */
  private static final int LONGEST_NAME = 512;

  public StudyOptions {
    directions = List.copyOf(directions);
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "a study's name must have 1 to " + LONGEST_NAME + " letters, was '" + name + "'");
    }
    if (directions.isEmpty() || lag < 0) {
      throw new IllegalArgumentException(
          "there must be a direction, and the lag must be at least 0, was " + lag);
    }
    if (directions.size() > 1 && !(pruner instanceof NopPruner)) {
      throw new IllegalArgumentException("pruners work with one objective only");
    }
  }

  /** One objective, TPE, and the median pruner that spares the first tenth of a trial. */
  public static StudyOptions of(String name, Direction direction) {
    return new StudyOptions(
        name,
        List.of(direction),
        new TpeSampler(TpeOptions.defaults()),
        Pruners.named(Pruners.DEFAULT, OptionalLong.empty()),
        0,
        Optional.empty(),
        0);
  }

  /** Several objectives and TPE; nothing is pruned. */
  public static StudyOptions of(String name, List<Direction> directions) {
    return new StudyOptions(
        name,
        directions,
        new TpeSampler(TpeOptions.defaults()),
        new NopPruner(),
        0,
        Optional.empty(),
        0);
  }

  public StudyOptions withSampler(Sampler other) {
    return new StudyOptions(name, directions, other, pruner, seed, space, lag);
  }

  public StudyOptions withPruner(Pruner other) {
    return new StudyOptions(name, directions, sampler, other, seed, space, lag);
  }

  public StudyOptions withSeed(long other) {
    return new StudyOptions(name, directions, sampler, pruner, other, space, lag);
  }

  public StudyOptions withSpace(SearchSpace declared) {
    return new StudyOptions(name, directions, sampler, pruner, seed, Optional.of(declared), lag);
  }

  public StudyOptions withLag(int trials) {
    return new StudyOptions(name, directions, sampler, pruner, seed, space, trials);
  }
}
