package dev.preflight.recipe.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.examples.layers.Layers;
import dev.preflight.examples.nets.Mlp;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Skip;
import dev.preflight.reports.Status;
import dev.preflight.training.Snapshot;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.source.DataSpec;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.Setup;
import dev.preflight.training.program.TrainingProgram;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class HiddenUnitsTest {

  private static TrainingGraph graph(TrainingProgram program, int items) {
    return TrainingGraph.build(
        program,
        DataSpec.open("digits?limit=" + items, Path.of(".")),
        TrainingGraph.Options.defaults().withOptimizer(Optimizer.of(Optimizer.Kind.ADAM)));
  }

  /** Findings of a net whose first so many units of a layer are pushed down by their bias. */
  private static List<Finding> silenced(String layer, int units, int items) {
    try (TrainingGraph graph = graph(new Mlp(), items);
        Trainer trainer = graph.open(3)) {
      String bias = layer + "/bias";
      float[] values = trainer.variable(bias).toFloats().clone();
      for (int i = 0; i < units; i++) {
        values[i] = -1e3f;
      }
      Snapshot start = trainer.snapshot();
      trainer.restore(start.with(bias, HostArray.ofFloats(values, values.length)));
      return HiddenUnits.of(graph, trainer, graph.data().train());
    }
  }

  @Test
  void healthyNet_passes() {
    List<Finding> findings = silenced("dense2", 0, 1500);
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).id()).isEqualTo("R07");
    assertThat(findings.get(0).status()).isEqualTo(Status.PASS);
  }

  @Test
  void deadUnits_areCounted_warnedOf_andFail() {
    Finding most = silenced("dense2", 120, 1500).get(0);
    assertThat(most.status()).isEqualTo(Status.FAIL);
    assertThat(most.where()).isEqualTo("dense2/relu");
    assertThat(most.title())
        .matches("12[0-8] of 128 units of dense2/relu are zero on all of [0-9,]+ items");
    assertThat(most.fix()).contains("Lower the peak rate");
    assertThat(silenced("dense1", 80, 1500).get(0).status()).isEqualTo(Status.WARN);
    assertThat(silenced("dense1", 30, 1500).get(0).status()).isEqualTo(Status.PASS);
  }

  @Test
  void fewItems_proveNothingDead() {
    Finding finding = silenced("dense2", 128, 300).get(0);
    assertThat(finding.status()).isEqualTo(Status.SKIP);
    assertThat(finding.skipped()).isEqualTo(Skip.UNMEASURED);
    assertThat(finding.why()).contains("fewer than 500 items");
  }

  /** A hidden tanh, a gate of a sigmoid, and a sigmoid as the output. */
  private record Squashed(double deviation) implements TrainingProgram {
    @Override
    public String name() {
      return "squashed";
    }

    @Override
    public String description() {
      return "tanh";
    }

    @Override
    public Ends build(Graph graph, Setup setup) {
      Ops tf = Ops.create(graph);
      Layers layers = new Layers(graph);
      Operand<TFloat32> x = layers.input("features", List.of(28 * 28));
      Operand<TFloat32> y = layers.input("labels", List.of(10));
      Operand<TFloat32> h =
          tf.withName("hidden").math.tanh(layers.dense("dense", x, 28 * 28, 32, deviation));
      Operand<TFloat32> gate =
          tf.withName("gate").math.sigmoid(layers.dense("gated", x, 28 * 28, 32, 100));
      Operand<TFloat32> gated = tf.math.mul(layers.dense("values", h, 32, 32), gate);
      Operand<TFloat32> logits = layers.dense("logits", gated, 32, 10);
      layers.softmaxLoss(y, logits);
      return Ends.of("features", "labels", "loss").withLogits(logits.op().name());
    }
  }

  private static Finding squashed(double deviation) {
    try (TrainingGraph graph = graph(new Squashed(deviation), 1500);
        Trainer trainer = graph.open(3)) {
      // The gate is left out, though it is at the end of its range.
      List<Finding> findings = HiddenUnits.of(graph, trainer, graph.data().train());
      assertThat(findings).hasSize(1);
      return findings.get(0);
    }
  }

  @Test
  void saturation_isToldFromAWorkingLayer_andGatesAreLeftOut() {
    assertThat(squashed(0.03).status()).isEqualTo(Status.PASS);
    Finding saturated = squashed(10);
    assertThat(saturated.id()).isEqualTo("R08");
    assertThat(saturated.status()).isEqualTo(Status.FAIL);
    assertThat(saturated.title()).contains("of the values of hidden (Tanh)");
  }
}
