package dev.preflight.recipe.train;

import dev.preflight.sanity.metrics.Classified;
import dev.preflight.sanity.metrics.Interval;
import dev.preflight.sanity.metrics.Predicted;
import dev.preflight.training.Evaluation;
import dev.preflight.training.Task;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.InputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How good the weights of a trainer are on a set.
 *
 * @param loss with regularization; NaN or infinite if it was
 * @param metrics by name, the loss among them
 * @param intervals 95 % intervals of those metrics that have one
 * @param classified the items of a classification; null for a regression or without outputs
 * @param examples items of the set
 */
public record Measured(
    double loss,
    Map<String, Double> metrics,
    Map<String, Interval> intervals,
    @Nullable Classified classified,
    int examples) {

  public static final String LOSS = "loss";
  public static final String ACCURACY = "accuracy";
  private static final String BALANCED = "balanced_accuracy";
  private static final String F1 = "f1";
  public static final String MAE = "mae";
  static final String R2 = "r2";

  /** Of these, less is better. */
  private static final Set<String> ERRORS = Set.of(LOSS, MAE);

  /** The metrics that a program has, by what its labels are and whether it names its outputs. */
  public static List<String> names(TrainingGraph graph) {
    if (classes(graph) > 0) {
      return List.of(LOSS, ACCURACY, BALANCED, F1);
    }
    int targets = graph.data().train().labels().size();
    return graph.ends().logits() != null
            && graph.task() == Task.REGRESSION
            && graph.outputs().orElse(0) == targets
        ? List.of(LOSS, MAE, R2)
        : List.of(LOSS);
  }

  /**
   * The metric that is meant, which may have {@code val_} before it.
   *
   * @param option by which it was given, for the message
   * @throws InputException if the program has no such metric
   */
  public static String named(String text, String option, TrainingGraph graph) {
    String name = text.startsWith("val_") ? text.substring("val_".length()) : text;
    if (!names(graph).contains(name)) {
      throw new InputException(
          option + ": '" + text + "' is no metric of program '" + graph.name() + "'",
          "one of " + String.join(", ", names(graph)) + ", all on the validation set");
    }
    return name;
  }

  /** Whether less of a metric is better. */
  public static boolean isError(String metric) {
    return ERRORS.contains(metric);
  }

  /** The number of classes; 0 where there are none, or no outputs to tell them by. */
  private static int classes(TrainingGraph graph) {
    int classes = graph.rawData().classes().orElse(0);
    boolean reads = graph.ends().logits() != null && Classified.reads(graph.outputs(), classes);
    return reads ? classes : 0;
  }

  /**
   * Measures.
   *
   * @param trainer of the graph; it is left as it is
   * @param set as {@link TrainingGraph#data()} has it
   */
  public static Measured of(TrainingGraph graph, Trainer trainer, Dataset set) {
    int classes = classes(graph);
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (classes >= 2) {
      Classified classified = new Classified(classes);
      Evaluation evaluation =
          trainer.evaluate(set, (batch, outputs) -> classified.add(outputs, batch.labels()));
      metrics.put(LOSS, evaluation.loss());
      metrics.put(ACCURACY, classified.accuracy());
      metrics.put(BALANCED, classified.balancedAccuracy());
      metrics.put(F1, classified.macroF1());
      Map<String, Interval> intervals =
          Map.of(
              ACCURACY,
              classified.accuracyInterval(),
              BALANCED,
              classified.balancedAccuracyInterval(),
              F1,
              classified.macroF1Interval());
      return new Measured(evaluation.loss(), metrics, intervals, classified, evaluation.examples());
    }
    if (names(graph).contains(MAE)) {
      Predicted predicted = new Predicted();
      Evaluation evaluation =
          trainer.evaluate(set, (batch, outputs) -> predicted.add(outputs, batch.labels()));
      metrics.put(LOSS, evaluation.loss());
      metrics.put(MAE, predicted.meanAbsoluteError());
      metrics.put(R2, predicted.r2());
      Map<String, Interval> intervals =
          Map.of(MAE, predicted.meanAbsoluteErrorInterval(), R2, predicted.r2Interval());
      return new Measured(evaluation.loss(), metrics, intervals, null, evaluation.examples());
    }
    Evaluation evaluation = trainer.evaluate(set);
    metrics.put(LOSS, evaluation.loss());
    return new Measured(evaluation.loss(), metrics, Map.of(), null, evaluation.examples());
  }

  /** The interval of a metric; {@link Interval#NONE} where there is none. */
  public Interval interval(String name) {
    return intervals.getOrDefault(name, Interval.NONE);
  }

  /** A metric by name; NaN where there is none. */
  public double metric(String name) {
    return metrics.getOrDefault(name, Double.NaN);
  }
}
