package dev.preflight.tuner.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.BatchOrder;
import dev.preflight.training.data.InputException;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.tuner.SmallPrograms;
import org.junit.jupiter.api.Test;

class RunOptionsTest {

  private static final RunOptions OPTIONS = RunOptions.of(3, 1e-5, 1);

  /** 2048 examples make 113 whole batches of 18, and one of 14 that is left out. */
  @Test
  void epoch_isWhatTheOrderOfTheBatchesMakesOfIt() {
    try (TrainingGraph graph = SmallPrograms.mlp(Optimizer.Kind.SGD)) {
      BatchOrder order = new BatchOrder(0, graph.data().train().size(), 18);
      int batches = 0;
      while (order.epoch() < 1) {
        order.next();
        batches++;
      }

      assertThat(OPTIONS.withBatchSize(18).epoch(graph)).isEqualTo(batches - 1).isEqualTo(113);
      assertThat(OPTIONS.withBatchSize(5000).epoch(graph)).isEqualTo(1);
    }
  }

  @Test
  void length_isThatOfTheOptions_orOneEpochButAtLeastTheDefault() {
    try (TrainingGraph graph = SmallPrograms.mlp(Optimizer.Kind.SGD)) {
      assertThat(OPTIONS.planned(graph)).isEqualTo(300);
      assertThat(OPTIONS.withBatchSize(2).planned(graph)).isEqualTo(1024);
      assertThat(OPTIONS.withUpdates(40).trainable(graph)).isEqualTo(40);
      assertThat(OPTIONS.withLength(Length.epochs(2.5)).trainable(graph)).isEqualTo(80);
    }
  }

  @Test
  void runTooLongToTrain_isRefused_thoughItCanBePlanned() {
    try (TrainingGraph graph = SmallPrograms.mlp(Optimizer.Kind.SGD)) {
      RunOptions epochs = OPTIONS.withLength(Length.epochs(1e6));

      assertThat(epochs.planned(graph)).isEqualTo(32_000_000);
      assertThatThrownBy(() -> epochs.trainable(graph))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "--updates 1000000ep are 32000000 updates, more than the 10000000 that can"
                  + " be trained");
      assertThatThrownBy(() -> OPTIONS.withUpdates(10_000_001).requireTrainable())
          .hasMessage("updates must be in [1, 10000000], was 10000001");
    }
  }

  @Test
  void optionsThatCannotBe_areRefused() {
    assertThatThrownBy(() -> OPTIONS.withBatchSize(0)).hasMessageContaining("batch size");
    assertThatThrownBy(() -> OPTIONS.requireSeeds(4))
        .hasMessage("seeds must be in [4, 100], was 3");
    assertThatThrownBy(() -> OPTIONS.withUpdates(0)).hasMessageContaining("updates");
  }
}
