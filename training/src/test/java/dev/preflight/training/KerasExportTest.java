package dev.preflight.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.training.optimizer.StepSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
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
        "module"
      })
  void trainsToTheLossesOfPython(String name) throws IOException {
    double[] python = KerasExports.losses(directory, name);
    try (TrainingGraph graph = graph(name);
        Trainer trainer = graph.open(0)) {
      double worst = 0;
      for (int i = 0; i < python.length; i++) {
        double loss = trainer.step(KerasExports.batch(graph, i), StepSettings.own());
        worst = Math.max(worst, Math.abs(loss - python[i]) / Math.abs(python[i]));
      }
      System.out.printf(
          "%s: worst %s rate %s %s trainable %s stat %s updated %s grads %s%n",
          name,
          worst,
          graph.learningRate(),
          graph.ownSchedule().isPresent(),
          graph.trainable(),
          graph.statistics(),
          graph.updated(),
          graph.gradientTensors().keySet());
      assertThat(worst).isLessThan(1e-5);
    }
  }
}
