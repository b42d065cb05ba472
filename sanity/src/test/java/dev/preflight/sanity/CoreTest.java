package dev.preflight.sanity;

import static dev.preflight.sanity.Fakes.fake;
import static dev.preflight.sanity.Fakes.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Skip;
import dev.preflight.reports.Status;
import dev.preflight.reports.Verdict;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.Setup;
import dev.preflight.training.program.TrainingProgram;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** Absence of evidence is not a pass. */
class CoreTest {

  @Test
  void coreCheckThatCouldNotBeMeasured_isTheHeadline() {
    Report<Void> checkup =
        run(
            CheckupOptions.defaults(),
            fake("D08", Set.of(), (check, lab) -> Findings.warn(check, "800 are few.").build()),
            fake("M01", Set.of(), Fakes::passes),
            fake("M02", Set.of(), CoreTest::lacksTheRate),
            fake("M06", Set.of(), CoreTest::lacksTheRate));

    assertThat(checkup.verdict()).isEqualTo(Verdict.INCOMPLETE);
    assertThat(checkup.summary())
        .startsWith(
            "Not judged: the learning rate could not be read; give --learning-rate RATE."
                + " Left out: M02 fake M02, M06 fake M06.");
    assertThat(checkup.findings())
        .extracting(Finding::skipped)
        .containsExactly(null, null, Skip.NEEDED, Skip.UNMEASURED);
    assertThat(checkup.next().get(0).text()).isEqualTo("M02 fake M02: Give --learning-rate RATE.");
  }

  @Test
  void failure_winsOverWhatIsMissing() {
    Report<Void> checkup =
        run(
            CheckupOptions.defaults(),
            fake("D01", Set.of(), Fakes::fails),
            fake("M02", Set.of(), CoreTest::lacksTheRate));

    assertThat(checkup.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(checkup.summary()).startsWith("Not worth starting: ");
  }

  @Test
  void coreCheckWithAStandIn_andCheckThatDoesNotApply_areNotMissed() {
    Report<Void> checkup =
        run(
            CheckupOptions.defaults(),
            fake("D05", Set.of(), (check, lab) -> Findings.inapplicable(check, "No classes.")),
            fake("G02", Set.of(), Fakes::passes),
            fake("G05", Set.of(), CoreTest::lacksTheRate),
            fake("M01", Set.of(), CoreTest::lacksTheRate),
            fake("M02", Set.of(), Fakes::passes));

    assertThat(checkup.verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void nothingMeasured_isNoPass() {
    Report<Void> checkup =
        run(
            CheckupOptions.defaults(),
            fake("D05", Set.of(), (check, lab) -> Findings.inapplicable(check, "No classes.")));

    assertThat(checkup.verdict()).isEqualTo(Verdict.INCOMPLETE);
    assertThat(checkup.summary()).startsWith("Not judged: nothing could be measured.");
  }

  private static Finding lacksTheRate(Check check, Lab lab) {
    return Findings.unmeasured(
        check, "The learning rate could not be read.", "Give --learning-rate RATE.");
  }

  /** A linear classifier whose own train op takes its rate from outside. */
  private record FedRate() implements TrainingProgram {
    @Override
    public String name() {
      return "fed-rate";
    }

    @Override
    public Ends build(Graph graph, Setup setup) {
      Ops tf = Ops.create(graph);
      Shape inputs = Shape.of(-1, Toys.FEATURES);
      var x = tf.withName("features").placeholder(TFloat32.class, Placeholder.shape(inputs));
      Shape classes = Shape.of(-1, Toys.CLASSES);
      var y = tf.withName("labels").placeholder(TFloat32.class, Placeholder.shape(classes));
      Shape shape = Shape.of(Toys.FEATURES, Toys.CLASSES);
      var kernel = tf.withName("kernel").variable(shape, TFloat32.class);
      Operand<TFloat32> drawn = tf.random.truncatedNormal(tf.constant(shape), TFloat32.class);
      tf.withName("draw").assign(kernel, tf.math.mul(drawn, tf.constant(0.1f)));
      Operand<TFloat32> logits = tf.withName("logits").linalg.matMul(x, kernel);
      Operand<TFloat32> loss =
          tf.withName("loss")
              .math
              .mean(tf.nn.softmaxCrossEntropyWithLogits(logits, y).loss(), tf.constant(0));
      var rate = tf.withName("rate").placeholder(TFloat32.class, Placeholder.shape(Shape.of()));
      @SuppressWarnings("unchecked")
      Output<TFloat32> slope =
          (Output<TFloat32>)
              graph.addGradients(loss.asOutput(), new Output<?>[] {kernel.asOutput()})[0];
      tf.withName("train")
          .withControlDependencies(tf.train.applyGradientDescent(kernel, rate, slope))
          .noOp();
      return Ends.of("features", "labels", "loss")
          .withLogits("logits")
          .withTrain("train")
          .withInitializers(List.of("draw"));
    }
  }

  @Test
  void rateThatIsNotKnown_isTheHeadline() {
    try (TrainingGraph graph =
        TrainingGraph.build(new FedRate(), Toys.clusters(), TrainingGraph.Options.defaults())) {
      Report<Void> checkup = Checks.run(graph, CheckupOptions.defaults(), Progress.NONE);

      assertThat(checkup.findings()).anyMatch(f -> f.status() == Status.WARN);
      assertThat(checkup.verdict()).isEqualTo(Verdict.INCOMPLETE);
      assertThat(checkup.summary())
          .startsWith(
              "Not judged: the learning rate could not be read: the rate hangs on the placeholder"
                  + " 'rate', which nothing feeds; give --learning-rate RATE, or feed")
          .contains("Left out: ")
          .contains("M06", "M02", "R01");
      CheckupOptions known = CheckupOptions.defaults().withLearningRate(0.1);
      assertThat(Checks.run(graph, known, Progress.NONE).summary()).doesNotContain("Not judged");
    }
  }
}
