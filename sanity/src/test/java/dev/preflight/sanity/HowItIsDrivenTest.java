package dev.preflight.sanity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.examples.layers.Layers;
import dev.preflight.reports.Report;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.sanity.check.PlannedRun;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.Setup;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

class HowItIsDrivenTest {

  /** Gradient descent whose rate warms up over 100 updates to 0.5, counted by the graph. */
  private static Ends warmedUp(Layers layers, Setup setup) {
    Ops tf = layers.tf();
    int classes = setup.classes().orElseThrow();
    Operand<TFloat32> x = Toys.features(layers);
    Operand<TFloat32> y = Toys.labels(layers, setup);
    Variable<TFloat32> kernel = layers.normal("kernel", 0.1, Toys.FEATURES, classes);
    Variable<TFloat32> step = layers.filled("step", 0);
    Operand<TFloat32> logits = tf.linalg.matMul(x, kernel);
    layers.softmaxLoss(y, logits);
    Operand<TFloat32> share =
        tf.math.div(tf.math.add(tf.identity(step), tf.constant(1f)), tf.constant(100f));
    Operand<TFloat32> rate =
        tf.math.mul(tf.constant(0.5f), tf.math.minimum(tf.constant(1f), share));
    Graph graph = (Graph) tf.scope().env();
    Output<?>[] gradient =
        graph.addGradients(graph.outputOrThrow("loss:0"), new Output<?>[] {kernel.asOutput()});
    Operand<TFloat32> apply =
        tf.train.applyGradientDescent(kernel, rate, gradient[0].expect(TFloat32.class));
    tf.withControlDependencies(apply).withName("train").assignAdd(step, tf.constant(1f));
    return Toys.ends(logits).withTrain("train");
  }

  private static Report<?> run(CheckupOptions options) {
    try (TrainingGraph graph = Toys.graph(Toys.clusters(), HowItIsDrivenTest::warmedUp)) {
      return Checks.run(graph, options.withOnly(Set.of("D01", "M02")), Progress.NONE);
    }
  }

  @Test
  void ownSchedule_isSaidAndDrawn_andItsPeakJudged() {
    Report<?> report = run(CheckupOptions.defaults());

    assertThat(report.summary())
        .contains("the graph's own schedule, from 0.005 to 0.5 over 300 updates; its highest is");
    assertThat(report.charts())
        .anySatisfy(
            chart -> {
              assertThat(chart.id()).isEqualTo("own-schedule");
              assertThat(chart.series().get(0).y().get(49)).isEqualTo(0.25f);
              assertThat(chart.series().get(0).y().get(299)).isEqualTo(0.5);
            });
    assertThat(report.findings())
        .anySatisfy(f -> assertThat(f.title()).contains("GradientDescent at 0.5"));
  }

  @Test
  void longerRun_isFollowedOverItsLength() {
    Report<?> report =
        run(CheckupOptions.defaults().withRun(PlannedRun.defaults().withUpdates(50)));

    assertThat(report.summary()).contains("from 0.005 to 0.25 over 50 updates");
    assertThat(report.findings())
        .anySatisfy(f -> assertThat(f.title()).contains("GradientDescent at 0.25"));
  }

  @Test
  void scheduleLeftOn_movesTheShortRunByTheGraphsOwnRates() {
    PlannedRun kept = PlannedRun.defaults().keepingSchedule(true);
    Report<?> held = shortRun(PlannedRun.defaults());
    Report<?> own = shortRun(kept);

    assertThat(own.summary()).contains("the short run (R01) follows the schedule");
    assertThat(own.findings().get(0).title()).startsWith("100 updates at the graph's own schedule");
    assertThat(held.findings().get(0).title()).startsWith("100 updates at 0.5 ");
    assertThat(losses(own).get(0)).isEqualTo(losses(held).get(0));
    assertThat(losses(own).get(5)).isGreaterThan(losses(held).get(5));
  }

  private static Report<?> shortRun(PlannedRun run) {
    try (TrainingGraph graph = Toys.graph(Toys.clusters(), HowItIsDrivenTest::warmedUp)) {
      return Checks.run(
          graph, CheckupOptions.defaults().withRun(run).withOnly(Set.of("R01")), Progress.NONE);
    }
  }

  private static List<Double> losses(Report<?> report) {
    return report.charts().stream()
        .filter(chart -> chart.id().equals("R01-loss"))
        .findFirst()
        .orElseThrow()
        .series()
        .get(0)
        .y();
  }

  @Test
  void rateThatIsGiven_isSaidToBeJudgedInstead() {
    assertThat(run(CheckupOptions.defaults().withLearningRate(0.25)).summary())
        .contains("the rate given, 0.25, is judged");
  }
}
