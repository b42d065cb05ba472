package dev.preflight.training;

import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;

/** Sums up an evaluation batch by batch. */
final class EvaluationSum {

  private final SessionPlan.Pass pass;
  private final @Nullable Output<?> logits;
  private final boolean classifies;
  private final @Nullable BiConsumer<Batch, HostArray> seen;
  private double loss;
  private double regularization;
  private long correct;
  private int examples;

  /**
   * The sum over no batch yet; only classification has an accuracy.
   *
   * @param seen takes every batch with its outputs; null where nobody wants them
   */
  EvaluationSum(SessionPlan.Pass pass, Task task, @Nullable BiConsumer<Batch, HostArray> seen) {
    this.pass = pass;
    this.seen = seen;
    this.classifies = task == Task.CLASSIFICATION && pass.logits() != null;
    this.logits = classifies || seen != null ? pass.logits() : null;
  }

  /** What to fetch for every batch. */
  List<Output<?>> fetches() {
    List<Output<?>> fetches = new ArrayList<>(List.of(pass.loss()));
    if (pass.regularization() != null) {
      fetches.add(pass.regularization());
    }
    if (logits != null) {
      fetches.add(logits);
    }
    return fetches;
  }

  /**
   * Adds a batch.
   *
   * @param values of {@link #fetches}, in that order
   */
  void add(Batch batch, List<HostArray> values) {
    loss += values.get(0).get(0) * batch.size();
    if (pass.regularization() != null) {
      regularization += values.get(1).get(0) * batch.size();
    }
    if (logits != null) {
      HostArray outputs = values.get(values.size() - 1);
      if (classifies) {
        correct += Accuracy.correct(outputs, batch.labels());
      }
      if (seen != null) {
        seen.accept(batch, outputs);
      }
    }
    examples += batch.size();
  }

  /** Number of examples added. */
  int examples() {
    return examples;
  }

  /** The means over the examples, of which there must be one. */
  Evaluation mean() {
    return new Evaluation(
        loss / examples,
        (loss - regularization) / examples,
        !classifies ? OptionalDouble.empty() : OptionalDouble.of((double) correct / examples),
        examples);
  }
}
