package dev.preflight.tuner.tune;

import dev.preflight.reports.text.Sentence;
import dev.preflight.schedules.Run;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import dev.preflight.tuner.study.space.CategoricalDistribution;
import dev.preflight.tuner.study.space.Parameter;
import dev.preflight.tuner.study.space.SearchSpace;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing about a program set to a value: a rate, momentum, weight decay, schedule, batch size,
 * optimizer, or a hyperparameter that the program asks for. Names are those of a space that {@code
 * tune} searches.
 *
 * @param name such as {@code dropout} or {@code batch_size}
 * @param value as text
 */
public record Setting(String name, String value) {

  /**
   * Reads {@code name=value}.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static Setting parse(String text) {
    int at = text.indexOf('=');
    if (at <= 0 || at == text.length() - 1) {
      throw new IllegalArgumentException(
          Sentence.of("must be NAME=VALUE, such as dropout=0.5, was '%s'", text));
    }
    return new Setting(text.substring(0, at).strip(), text.substring(at + 1).strip());
  }

  /** A study's parameters with this alone. */
  private Map<String, @Nullable Object> parameters() {
    Map<String, @Nullable Object> one = new HashMap<>();
    one.put(name, typed());
    return one;
  }

  private Object typed() {
    try {
      return Long.valueOf(value);
    } catch (NumberFormatException e) {
      try {
        return Double.valueOf(value);
      } catch (NumberFormatException f) {
        return value;
      }
    }
  }

  /**
   * Refuses what the program cannot have.
   *
   * @param run length of the runs, which a schedule must fit
   * @throws InputException if it is of another kind, or the program does not know it
   */
  public void require(TrainingGraph graph, Run run) {
    Parameter parameter = Parameter.of(name, CategoricalDistribution.of(typed()));
    try {
      ProgramParameters.of(SearchSpace.of(parameter), graph, run);
    } catch (InputException e) {
      String hint =
          e.getCause() instanceof InputException known ? known.hint() : "give another value";
      throw new InputException(
          Sentence.of("%s: %s", this, e.getMessage()), hint + "; or leave the change out", e);
    }
  }

  /** Whether another value needs another graph. */
  public boolean structural() {
    return Role.of(name).structure();
  }

  /** Whether the graph must be built so that weight decay can be fed. */
  public boolean feedsWeightDecay() {
    return Role.of(name) == Role.WEIGHT_DECAY;
  }

  /** How the graph is built with it. */
  public TrainingGraph.Options options(TrainingGraph.Options base) {
    return ProgramParameters.options(base, parameters());
  }

  /** The rate, if that is what it is. */
  public Optional<Double> learningRate() {
    return ProgramParameters.number(parameters(), Role.LEARNING_RATE);
  }

  /** The momentum, if that is what it is. */
  public Optional<Double> momentum() {
    return ProgramParameters.number(parameters(), Role.MOMENTUM);
  }

  /** The weight decay, if that is what it is. */
  public Optional<Double> weightDecay() {
    return ProgramParameters.number(parameters(), Role.WEIGHT_DECAY);
  }

  /** The batch size, if that is what it is. */
  public Optional<Integer> batchSize() {
    return ProgramParameters.number(parameters(), Role.BATCH_SIZE).map(Double::intValue);
  }

  /** The schedule, if that is what it is. */
  public Optional<String> schedule() {
    return ProgramParameters.text(parameters(), Role.SCHEDULE);
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    return name + "=" + value;
  }
}
