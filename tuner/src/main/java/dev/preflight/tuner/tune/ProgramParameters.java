package dev.preflight.tuner.tune;

import dev.preflight.reports.text.Sentence;
import dev.preflight.schedules.PlannedSchedule;
import dev.preflight.schedules.Run;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.training.program.Hyperparameters;
import dev.preflight.tuner.study.space.CategoricalDistribution;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.FloatDistribution;
import dev.preflight.tuner.study.space.IntDistribution;
import dev.preflight.tuner.study.space.Parameter;
import dev.preflight.tuner.study.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the parameters of a space mean to a program; refuses those that it cannot have. */
final class ProgramParameters {
  private final SearchSpace space;
  private final TrainingGraph graph;

  private ProgramParameters(SearchSpace space, TrainingGraph graph) {
    this.space = space;
    this.graph = graph;
  }

  /**
   * Looks at a space before the first trial.
   *
   * @throws InputException if the program cannot have one of its parameters
   */
  static ProgramParameters of(SearchSpace space, TrainingGraph graph, Run run) {
    ProgramParameters parameters = new ProgramParameters(space, graph);
    for (Parameter parameter : space.parameters().values()) {
      parameters.check(parameter, run);
    }
    parameters.probe();
    return parameters;
  }

  private void check(Parameter parameter, Run run) {
    String name = parameter.name();
    Distribution values = parameter.distribution();
    switch (Role.of(name)) {
      case LEARNING_RATE -> require(low(values) > 0, name, "rates above 0");
      case WEIGHT_DECAY -> {
        require(low(values) >= 0, name, "numbers of at least 0");
        require(graph.takesWeightDecay(), name, "a program that weight decay can be fed to");
      }
      case MOMENTUM -> {
        require(low(values) >= 0 && high(values) < 1, name, "numbers in [0, 1)");
        require(
            graph.takesMomentum(), name, "an optimizer with momentum (" + graph.optimizer() + ")");
      }
      case BATCH_SIZE -> {
        require(low(values) >= 1 && whole(values), name, "whole numbers of at least 1");
        require(graph.fixedBatchSize().isEmpty(), name, "a graph that takes any batch size");
      }
      case SCHEDULE -> texts(parameter).forEach(text -> planned(text, 1, run));
      case OPTIMIZER -> {
        require(!graph.drivesOwnTrainOp(), name, "a program without an optimizer of its own");
        texts(parameter).forEach(Optimizer::of);
      }
      case HYPERPARAMETER -> {
        // The program itself says whether it knows it, when it is built.
      }
    }
  }

  private static void require(boolean holds, String name, String what) {
    if (!holds) {
      throw new InputException(
          Sentence.of("parameter '%s' needs %s", name, what),
          "change its range in the space, or leave it out");
    }
  }

  private static List<String> texts(Parameter parameter) {
    List<String> texts = new ArrayList<>();
    boolean choice = parameter.distribution() instanceof CategoricalDistribution;
    if (parameter.distribution() instanceof CategoricalDistribution c) {
      c.choices().forEach(value -> texts.add(String.valueOf(value)));
    }
    require(choice, parameter.name(), "a choice of texts");
    return texts;
  }

  private static double low(Distribution values) {
    return ends(values)[0];
  }

  private static double high(Distribution values) {
    return ends(values)[1];
  }

  private static double[] ends(Distribution values) {
    if (values instanceof FloatDistribution f) {
      return new double[] {f.low(), f.high()};
    }
    if (values instanceof IntDistribution i) {
      return new double[] {i.low(), i.high()};
    }
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Object choice : ((CategoricalDistribution) values).choices()) {
      double value = choice instanceof Number number ? number.doubleValue() : Double.NaN;
      low = Math.min(low, value); // NaN if a choice is no number.
      high = Math.max(high, value);
    }
    return new double[] {low, high};
  }

  private static boolean whole(Distribution values) {
    return values instanceof IntDistribution
        || (values instanceof CategoricalDistribution c
            && c.choices().stream().allMatch(Long.class::isInstance));
  }

  /** Builds the program once with hyperparameters of the space: it refuses unknown ones. */
  private void probe() {
    Map<String, @Nullable Object> first = new TreeMap<>();
    boolean structured = false;
    for (Parameter parameter : space.parameters().values()) {
      if (Role.of(parameter.name()).structure()) {
        structured = true;
        Distribution d = parameter.distribution();
        double internal =
            d instanceof FloatDistribution f
                ? f.low()
                : (d instanceof IntDistribution i ? i.low() : 0);
        first.put(parameter.name(), d.external(internal));
      }
    }
    if (structured) {
      try {
        graph.rebuilt(options(first), graph.rawData()).close();
      } catch (InputException e) {
        throw new InputException(
            String.valueOf(e.getMessage()), "take it out of the space, or change its values", e);
      }
    }
  }

  /** Those of a trial's parameters that shape the graph, as text, by name. */
  static Map<String, String> structure(Map<String, @Nullable Object> trial) {
    Map<String, String> structure = new TreeMap<>();
    trial.forEach(
        (name, value) -> {
          if (Role.of(name).structure()) {
            structure.put(name, String.valueOf(value));
          }
        });
    return structure;
  }

  /** How a trial's graph is built. */
  TrainingGraph.Options options(Map<String, @Nullable Object> trial) {
    return options(graph.options(), trial);
  }

  /** How a graph with these parameters is built, where all others are those of a base. */
  static TrainingGraph.Options options(
      TrainingGraph.Options base, Map<String, @Nullable Object> trial) {
    TrainingGraph.Options options = base;
    Map<String, String> hyperparameters = new TreeMap<>(options.hyperparameters().values());
    for (Map.Entry<String, String> entry : structure(trial).entrySet()) {
      if (Role.of(entry.getKey()) == Role.OPTIMIZER) {
        options = options.withOptimizer(Optimizer.of(entry.getValue()));
      } else {
        hyperparameters.put(entry.getKey(), entry.getValue());
      }
    }
    return options.withHyperparameters(Hyperparameters.of(hyperparameters));
  }

  /** The number that a trial has for a role; empty if it has none. */
  static Optional<Double> number(Map<String, @Nullable Object> trial, Role role) {
    return trial.entrySet().stream()
        .filter(e -> Role.of(e.getKey()) == role)
        .map(e -> e.getValue() instanceof Number number ? number.doubleValue() : Double.NaN)
        .findFirst();
  }

  /** The text that a trial has for a role; empty if it has none. */
  static Optional<String> text(Map<String, @Nullable Object> trial, Role role) {
    return trial.entrySet().stream()
        .filter(e -> Role.of(e.getKey()) == role)
        .map(e -> String.valueOf(e.getValue()))
        .findFirst();
  }

  /**
   * A schedule over a run.
   *
   * @throws InputException if it does not fit
   */
  static PlannedSchedule planned(String schedule, double peak, Run run) {
    try {
      return ScheduleSpec.parse(schedule).withPeak(peak).resolve(run);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          Sentence.of("schedule '%s': %s", schedule, e.getMessage()),
          "change it in the space, or the --updates",
          e);
    }
  }
}
