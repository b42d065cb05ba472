package dev.preflight.training.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndsTest {

  /** A program in Java can name every end that a descriptor can. */
  @Test
  void everyEnd_canBeNamed() {
    Ends ends =
        Ends.of("x", "y", "loss")
            .withLogits("logits")
            .withPerExampleLoss("each")
            .withTraining("training")
            .withTrain("train")
            .withInitializers(List.of("init"))
            .withUpdates(List.of("average"))
            .withRegularization("l2")
            .withActivations(List.of("relu"))
            .withLearningRate("rate")
            .withFrozen(List.of("embedding"))
            .withFunctions(
                new Ends.Functions("loss2", "logits2", null, Map.of("kernel", "gradient"), "adam"));

    assertThat(ends)
        .isEqualTo(
            new Ends(
                "x",
                "y",
                "loss",
                "logits",
                "each",
                "training",
                "train",
                List.of("init"),
                List.of("average"),
                "l2",
                List.of("relu"),
                "rate",
                List.of("embedding"),
                Map.of(),
                new Ends.Functions(
                    "loss2", "logits2", null, Map.of("kernel", "gradient"), "adam")));
    assertThat(ends.mapped(name -> "net/" + name).withTrain(null))
        .isEqualTo(
            new Ends(
                "net/x",
                "net/y",
                "net/loss",
                "net/logits",
                "net/each",
                "net/training",
                null,
                List.of("net/init"),
                List.of("net/average"),
                "net/l2",
                List.of("net/relu"),
                "net/rate",
                List.of("net/embedding"),
                Map.of(),
                new Ends.Functions(
                    "net/loss2",
                    "net/logits2",
                    null,
                    Map.of("net/kernel", "net/gradient"),
                    "adam")));
  }
}
