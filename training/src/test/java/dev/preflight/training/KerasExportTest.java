package dev.preflight.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.training.optimizer.StepSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SavedModels with functions train as in Python, and their rate is driven. */
class KerasExportTest {

  @TempDir static Path directory;

  @BeforeAll
  static void unpack() throws IOException {
    KerasExports.unpack(directory);
  }

  private static TrainingGraph graph(String name) {
    return TrainingGraph.build(
        KerasExports.program(directory, name),
        KerasExports.data(directory, name),
        TrainingGraph.Options.defaults());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "adam",
        "adamw_bn",
        "sgd_schedule",
        "rmsprop_clip",
        "dropout",
        "lstm",
        "loss_scale",
        "swish",
        "custom_step",
        "accumulation",
        "module",
        "table",
        "trained"
      })
  void trainsAndEvaluatesToTheLossesOfPython(String name) {
    double[] python = KerasExports.losses(directory, name);
    int updates = python.length - 1;
    try (TrainingGraph graph = graph(name);
        Trainer trainer = graph.open(0)) {
      for (int i = 0; i < updates; i++) {
        double loss = trainer.step(KerasExports.batch(graph, i), StepSettings.own());
        assertThat(loss).isCloseTo(python[i], within(1e-5 * Math.abs(python[i])));
      }
      Snapshot after = trainer.snapshot();
      double evaluated = trainer.loss(KerasExports.batch(graph, 0), Mode.EVALUATE);
      assertThat(evaluated).isCloseTo(python[updates], within(1e-4 * Math.abs(python[updates])));
      assertThat(trainer.snapshot().checksum()).isEqualTo(after.checksum());
    }
  }

  @Test
  void ends_areToldByTheSignatures() {
    try (TrainingGraph graph = graph("adamw_bn")) {
      assertThat(graph.optimizer()).isEqualTo("the graph's own adamw");
      assertThat(graph.learningRate()).isCloseTo(0.01, within(1e-6));
      assertThat(graph.trainable())
          .allMatch(name -> name.matches(".*(kernel|bias|gamma|beta)"))
          .hasSize(5);
      assertThat(graph.updated()).containsExactlyInAnyOrderElementsOf(graph.trainable());
      assertThat(graph.gradientTensors().keySet())
          .containsExactlyInAnyOrderElementsOf(graph.trainable());
      assertThat(graph.statistics())
          .hasSize(2)
          .allMatch(name -> name.matches(".*moving_(mean|variance)"));
      assertThat(graph.outputs()).hasValue(3);
      assertThat(graph.isStochastic()).isFalse();
      assertThat(graph.ownSchedule()).isEmpty();
    }
    try (TrainingGraph graph = graph("dropout")) {
      assertThat(graph.optimizer()).isEqualTo("the graph's own sgd with momentum");
      assertThat(graph.isStochastic()).isTrue();
      assertThat(graph.drawsInEvaluation()).isFalse();
      assertThat(graph.statistics()).isEmpty();
      // Keras computes the loss from what its softmax takes.
      assertThat(graph.ends().logits()).contains("BiasAdd");
    }
    try (TrainingGraph graph = graph("sgd_schedule")) {
      assertThat(graph.learningRate()).isCloseTo(0.1, within(1e-6));
      assertThat(graph.ownSchedule()).isPresent();
    }
  }

  private static double moved(Trainer trainer, Batch batch, StepSettings settings, int steps) {
    trainer.reset(0);
    Map<String, HostArray> start = trainer.snapshot().values();
    for (int i = 0; i < steps; i++) {
      trainer.step(batch, settings);
    }
    return distance(start, trainer.snapshot().values());
  }

  private static double distance(Map<String, HostArray> from, Map<String, HostArray> to) {
    double squares = 0;
    for (Map.Entry<String, HostArray> entry : from.entrySet()) {
      if (entry.getKey().matches(".*(kernel|bias|embeddings|w|b)$")) {
        double[] a = entry.getValue().toDoubles();
        double[] b = to.get(entry.getKey()).toDoubles();
        for (int i = 0; i < a.length; i++) {
          squares += (b[i] - a[i]) * (b[i] - a[i]);
        }
      }
    }
    return Math.sqrt(squares);
  }

  /** Inside of a conditional too, and whether a variable or a schedule holds the rate. */
  @ParameterizedTest
  @ValueSource(strings = {"adam", "sgd_schedule", "loss_scale", "accumulation", "module"})
  void rate_isDriven_andOwnStepsAreAsBefore(String name) {
    int steps = name.equals("accumulation") ? 4 : 1;
    double own = name.equals("sgd_schedule") ? 0.1 : Double.NaN;
    try (TrainingGraph graph = graph(name);
        Trainer trainer = graph.open(0)) {
      double rate = Double.isNaN(own) ? graph.learningRate() : own;
      Batch batch = KerasExports.batch(graph, 0);
      assertThat(moved(trainer, batch, StepSettings.of(0), steps)).isZero();
      double once = moved(trainer, batch, StepSettings.of(rate), steps);
      assertThat(once).isPositive();
      assertThat(moved(trainer, batch, StepSettings.of(2 * rate), steps))
          .isCloseTo(2 * once, within(1e-3 * once));
      if (Double.isNaN(own)) {
        assertThat(moved(trainer, batch, StepSettings.own(), steps)).isEqualTo(once);
      }
    }
  }

  @Test
  void freshStates_areTakenBySeed_andATrainedOneSaysSo() {
    try (TrainingGraph graph = graph("adam")) {
      long[] sums = new long[6];
      for (int seed = 0; seed < sums.length; seed++) {
        try (Trainer trainer = graph.open(seed)) {
          sums[seed] = trainer.snapshot().checksum();
          HostArray rate = trainer.variable("adam/learning_rate");
          assertThat(rate.get(0)).isCloseTo(0.003, within(1e-6));
        }
      }
      assertThat(sums[3]).isEqualTo(sums[0]);
      assertThat(sums[4]).isEqualTo(sums[1]);
      assertThat(Set.of(sums[0], sums[1], sums[2])).hasSize(3);
      assertThat(graph.isPretrained()).isFalse();
    }
    try (TrainingGraph graph = graph("trained")) {
      assertThat(graph.isPretrained()).isTrue();
    }
  }

  /** Of the loss itself, though that is scaled and the gradient clipped before the update. */
  @ParameterizedTest
  @ValueSource(strings = {"loss_scale", "rmsprop_clip", "lstm"})
  void gradients_areThoseOfTheLoss(String name) {
    try (TrainingGraph graph = graph(name);
        Trainer trainer = graph.open(0)) {
      Batch batch = KerasExports.batch(graph, 0);
      Map<String, HostArray> gradients = trainer.gradients(batch);
      Snapshot start = trainer.snapshot();
      double squares = 0;
      for (HostArray gradient : gradients.values()) {
        for (double value : gradient.toDoubles()) {
          squares += value * value;
        }
      }
      double norm = Math.sqrt(squares);
      double[] at = new double[2];
      for (int side = 0; side < 2; side++) {
        Snapshot moved = start;
        for (Map.Entry<String, HostArray> gradient : gradients.entrySet()) {
          float[] values = start.values().get(gradient.getKey()).toFloats().clone();
          float[] along = gradient.getValue().toFloats();
          for (int i = 0; i < values.length; i++) {
            values[i] += (float) ((side == 0 ? -1 : 1) * 0.002 * along[i] / norm);
          }
          int[] shape = start.values().get(gradient.getKey()).shape();
          moved = moved.with(gradient.getKey(), HostArray.ofFloats(values, shape));
        }
        trainer.restore(moved);
        at[side] = trainer.loss(batch, Mode.TRAIN);
      }
      assertThat((at[1] - at[0]) / 0.004).isCloseTo(norm, within(0.02 * norm));
    }
  }

  /** By the step's own gradients, for TensorFlow Java has none for IdentityN and sparse labels. */
  @ParameterizedTest
  @ValueSource(strings = {"swish", "adamw_bn", "loss_scale"})
  void optimizerOfOurs_isBuiltIn(String name) {
    try (TrainingGraph graph = graph(name);
        TrainingGraph ours =
            graph.sibling(Optimizer.of(Optimizer.Kind.ADAM).withLearningRate(0.01));
        Trainer trainer = ours.open(0)) {
      Batch batch = KerasExports.batch(ours, 0);
      double first = trainer.step(batch, StepSettings.of(0.01));
      double last = first;
      for (int i = 0; i < 40; i++) {
        last = trainer.step(batch, StepSettings.of(0.01));
      }
      assertThat(last).isLessThan(0.7 * first);
      // The optimizer of Keras rests.
      trainer.reset(0);
      Map<String, HostArray> start = trainer.snapshot().values();
      trainer.step(batch, StepSettings.of(0));
      assertThat(distance(start, trainer.snapshot().values())).isZero();
    }
  }
}
