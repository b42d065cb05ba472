package dev.preflight.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.preflight.training.data.InputException;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.optimizer.StepSettings;
import dev.preflight.training.program.TrainingProgram;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.framework.optimizers.AdaDelta;
import org.tensorflow.framework.optimizers.AdaGrad;
import org.tensorflow.framework.optimizers.AdaGradDA;
import org.tensorflow.framework.optimizers.Adam;
import org.tensorflow.framework.optimizers.Adamax;
import org.tensorflow.framework.optimizers.Ftrl;
import org.tensorflow.framework.optimizers.GradientDescent;
import org.tensorflow.framework.optimizers.Momentum;
import org.tensorflow.framework.optimizers.Nadam;
import org.tensorflow.framework.optimizers.Optimizer;
import org.tensorflow.framework.optimizers.RMSProp;

/** The optimizers of TensorFlow's framework, driven through the graphs they are exported in. */
class DrivenOptimizerTest {

  private static final TrainingData DATA = TestPrograms.squares(320);

  @TempDir Path directory;

  private static Named<Function<Graph, Optimizer>> named(Function<Graph, Optimizer> optimizer) {
    try (Graph graph = new Graph()) {
      return Named.of(optimizer.apply(graph).getOptimizerName(), optimizer);
    }
  }

  static Stream<Named<Function<Graph, Optimizer>>> optimizers() {
    return Stream.of(
        named(graph -> new Adam(graph, 0.001f)),
        named(graph -> new Momentum(graph, 0.01f, 0.9f, false)),
        named(graph -> new GradientDescent(graph, 0.01f)),
        named(graph -> new AdaGrad(graph, 0.01f)),
        named(graph -> new AdaDelta(graph, 1f)),
        named(graph -> new RMSProp(graph, 0.001f)),
        named(graph -> new Adamax(graph, 0.001f)),
        named(graph -> new Ftrl(graph, 0.01f)),
        named(graph -> new AdaGradDA(graph, 0.01f)));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void frameworkOptimizer_isDrivenByItsBakedRate(Function<Graph, Optimizer> optimizer) {
    TrainingProgram program = JavaExample.export(directory, optimizer);
    try (TrainingGraph graph =
            TrainingGraph.build(program, DATA, TrainingGraph.Options.defaults());
        Trainer trainer = graph.open(1)) {
      float[] before = trainer.variable("dense").toFloats();
      boolean closedForm = graph.optimizer().matches(".*(Ftrl|DA).*");
      if (!closedForm) {
        trainer.step(TestPrograms.batch(graph.data(), 0, 32), StepSettings.of(0));
        assertThat(trainer.variable("dense").toFloats()).containsExactly(before);
      }

      double rate = graph.learningRate() * (graph.optimizer().contains("Grad") ? 5 : 3);
      double first = trainer.step(TestPrograms.batch(graph.data(), 0, 32), StepSettings.of(rate));
      double last = Double.NaN;
      for (int i = 1; i < 30; i++) {
        last = trainer.step(TestPrograms.batch(graph.data(), i, 32), StepSettings.of(rate));
      }
      assertThat(last).isLessThan(0.98 * first);
      assertThat(graph.updated())
          .containsExactlyInAnyOrder("conv", "conv_bias", "dense", "dense_bias");
      assertThat(graph.drivesOwnTrainOp()).isTrue();
    }
  }

  /** The framework's Nadam is made of plain assignments, whose rate cannot be told by its role. */
  @Test
  void nadam_needsItsRateNamed() {
    TrainingProgram program = JavaExample.export(directory, graph -> new Nadam(graph, 0.001f));

    assertThatThrownBy(() -> TrainingGraph.build(program, DATA, TrainingGraph.Options.defaults()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no learning rate found behind 'train'");
  }

  @Test
  void unmodifiedExample_startsAboveChance_becauseOfItsRegularization() {
    try (TrainingGraph graph =
            TrainingGraph.build(
                JavaExample.adam(directory), DATA, TrainingGraph.Options.defaults());
        Trainer trainer = graph.open(1)) {
      assertThat(graph.learningRate()).isCloseTo(0.001, within(1e-9));
      assertThat(graph.outputs()).hasValue(10);
      Evaluation start = trainer.evaluate(graph.data().validation());
      assertThat(start.loss()).isGreaterThan(start.dataLoss() + 0.1);
      assertThat(start.loss() - start.dataLoss())
          .isCloseTo(trainer.regularization(TestPrograms.batch(graph.data(), 0, 8)), within(1e-6));
      assertThat(trainer.gradients(TestPrograms.batch(graph.data(), 0, 8)).keySet())
          .isEqualTo(graph.updated());
    }
  }
}
