package dev.preflight.sanity.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.examples.layers.Layers;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import dev.preflight.sanity.Toys;
import dev.preflight.training.Mode;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.Setup;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/** What the first loss says of a net, and what it does not. */
class UntrainedNetsTest {

  private static final int BLOCKS = 24;

  /** Residual blocks whose branch is normalized before it is added: healthy, as deep as it is. */
  private static Ends deep(Layers layers, Setup setup) {
    Ops tf = layers.tf();
    Operand<TFloat32> x = Toys.features(layers);
    Operand<TFloat32> y = Toys.labels(layers, setup);
    Operand<TBool> training = layers.trainingFlag("training");
    Operand<TFloat32> h = tf.reshape(x, tf.constant(new int[] {-1, 2, 2, 2}));
    h = layers.conv("stem", h, 3, 2, 8);
    for (int i = 0; i < BLOCKS; i++) {
      String name = "block" + i;
      Operand<TFloat32> kernel =
          layers.normal(name + "/kernel", Math.sqrt(2.0 / (9 * 8)), 3, 3, 8, 8);
      Operand<TFloat32> branch =
          layers.batchNorm(name + "/bn", layers.convolve(name, h, kernel), training, 8);
      h = tf.nn.relu(tf.math.add(h, branch));
    }
    Operand<TFloat32> logits =
        layers.dense("logits", layers.flatten(h, 32), 32, setup.classes().orElseThrow(), 0.02);
    layers.softmaxLoss(y, logits);
    return Toys.ends(logits).withTraining("training").withUpdates(layers.updates());
  }

  @Test
  void deepNetWithBatchNorm_isJudgedAsItTrains() {
    try (TrainingGraph graph = Toys.graph(Toys.clusters(), UntrainedNetsTest::deep)) {
      try (Trainer trainer = graph.open(0)) {
        // Statistics of 0 and 1 fit no layer: in evaluation mode the blocks add up without bound.
        assertThat(trainer.evaluate(graph.data().validation(), Mode.EVALUATE).loss())
            .isGreaterThan(10);
      }

      assertThat(Toys.one(graph, "G02").status()).isEqualTo(Status.PASS);
    }
  }

  private static Map<String, Finding> findings(Toys.Net net) {
    try (TrainingGraph graph = Toys.graph(Toys.clusters(), Toys.net(net))) {
      return Toys.run(graph, "G02", "M01", "M02", "R01").stream()
          .collect(Collectors.toMap(Finding::id, Function.identity()));
    }
  }

  private static Toys.Net withHead(double deviation) {
    return (layers, x, setup) ->
        layers.dense(
            "logits", Toys.hidden(layers, x), 16, setup.classes().orElseThrow(), deviation);
  }

  @Test
  void highInitialLoss_isAWarningWhereTrainingWorks() {
    Map<String, Finding> findings = findings(withHead(2));

    assertThat(findings.get("M01").status()).isEqualTo(Status.PASS);
    assertThat(findings.get("G02").status()).isEqualTo(Status.WARN);
    assertThat(findings.get("G02").title()).endsWith("training works: M01, M02 and R01 pass.");
  }

  @Test
  void highInitialLoss_failsWhereNobodyTried() {
    try (TrainingGraph graph = Toys.graph(Toys.clusters(), Toys.net(withHead(2)))) {
      List<Finding> alone = Toys.run(graph, "G02");

      assertThat(alone).singleElement().extracting(Finding::status).isEqualTo(Status.FAIL);
    }
  }

  /** Each example is to be told from the others of its batch: InfoNCE without a temperature. */
  private static void contrastive(Layers layers, Operand<TFloat32> y, Operand<TFloat32> z) {
    Ops tf = layers.tf();
    Operand<TFloat32> similar =
        tf.linalg.matMul(z, tf.linalg.transpose(z, tf.constant(new int[] {1, 0})));
    Operand<TFloat32> all = tf.math.log(tf.reduceSum(tf.math.exp(similar), tf.constant(1)));
    Operand<TFloat32> self = tf.reduceSum(tf.math.square(z), tf.constant(1));
    tf.withName("loss").math.mean(tf.math.sub(all, self), tf.constant(0));
  }

  /** A softmax over the batch instead of the classes. */
  private static void overTheBatch(Layers layers, Operand<TFloat32> y, Operand<TFloat32> z) {
    Ops tf = layers.tf();
    Operand<TFloat32> all = tf.math.log(tf.reduceSum(tf.math.exp(z), tf.constant(0)));
    Operand<TFloat32> each = tf.reduceSum(tf.math.mul(y, tf.math.sub(all, z)), tf.constant(1));
    tf.withName("loss").math.mean(each, tf.constant(0));
  }

  @Test
  void contrastiveLoss_isNoMistakeInG04() {
    Finding finding = Toys.checkLoss("G04", UntrainedNetsTest::contrastive);

    assertThat(finding.status()).isEqualTo(Status.INFO);
    assertThat(finding.title()).contains("compares the examples of a batch");
  }

  @Test
  void softmaxOverTheBatch_failsG04() {
    assertThat(Toys.checkLoss("G04", UntrainedNetsTest::overTheBatch).status())
        .isEqualTo(Status.FAIL);
  }
}
