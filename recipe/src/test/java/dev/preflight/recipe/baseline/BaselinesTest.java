package dev.preflight.recipe.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.preflight.examples.nets.ConvnetBn;
import dev.preflight.examples.nets.LinearRegression;
import dev.preflight.examples.nets.LogisticRegression;
import dev.preflight.examples.nets.Mlp;
import dev.preflight.examples.nets.RegressionMlp;
import dev.preflight.recipe.train.TrainResult;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Status;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.data.source.DataSpec;
import dev.preflight.training.program.TrainingProgram;
import dev.preflight.tuner.runs.Length;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a net has to beat, on drawn digits and on tables whose answer is known. */
class BaselinesTest {

  private static final TrainingData DIGITS = DataSpec.open("digits?limit=1500", Path.of("."));
  private static final BaselineOptions OPTIONS = new BaselineOptions(Length.updates(80), 32, 0);

  @TempDir Path directory;

  private Report<BaselineResult> run(
      TrainingProgram program,
      TrainingData data,
      List<TrainingProgram> others,
      @Nullable TrainResult own,
      Progress progress) {
    try (TrainingGraph graph =
        TrainingGraph.build(program, data, TrainingGraph.Options.defaults())) {
      List<TrainingProgram> fitting = Baselines.fitting(graph, others);
      return Baselines.run(graph, fitting, own, OPTIONS, directory, progress);
    }
  }

  private static TrainResult trained(double accuracy) {
    return new TrainResult(
        80,
        80,
        "length",
        "loss",
        null,
        "",
        Map.of(),
        Map.of("accuracy", accuracy, "loss", 1.0),
        null,
        null,
        "",
        "");
  }

  @Test
  void digits_theRegressionBeatsTheConstant_andANetThatIsWorse_isWarnedOf() {
    List<TrainingProgram> others =
        List.of(new RegressionMlp(), new Mlp(), new LogisticRegression(), new LinearRegression());
    Report<BaselineResult> report =
        run(new ConvnetBn(), DIGITS, others, trained(0.5), Progress.NONE);

    assertThat(report.result().rows())
        .extracting(BaselineResult.Row::name)
        .containsExactly("majority", "logistic", "mlp", "convnet-bn");
    // Ten classes of as many items: by hand ln 10, and a tenth.
    BaselineResult.Row majority = report.result().rows().get(0);
    assertThat(majority.metric("accuracy")).isCloseTo(0.1, within(0.01));
    assertThat(majority.metric("loss")).isCloseTo(Math.log(10), within(0.01));
    assertThat(report.result().rows().get(1).metric("accuracy")).isGreaterThan(0.7);
    assertThat(report.findings())
        .extracting(Finding::status)
        .containsExactly(Status.INFO, Status.WARN, Status.WARN);
    assertThat(report.findings().get(0).title()).startsWith("convnet-bn beats majority: 50 %");
    assertThat(report.findings().get(1).title())
        .startsWith("convnet-bn is worse than logistic: 50 % against ");

    Report<BaselineResult> again =
        run(new ConvnetBn(), DIGITS, others, trained(0.99), Progress.NONE);
    assertThat(again.result().rows().subList(0, 3)).isEqualTo(report.result().rows().subList(0, 3));
    assertThat(again.findings()).extracting(Finding::status).containsOnly(Status.INFO);
  }

  /** y = 1000 a - 3 b + 7 with a in thousandths and b in thousands: only standardized it trains. */
  @Test
  void aTableOfDifferentUnits_isStandardized() {
    Random random = new Random(3);
    int n = 600;
    float[] x = new float[2 * n];
    float[] y = new float[n];
    for (int i = 0; i < n; i++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      x[2 * i] = (float) (0.001 * a + 5);
      x[2 * i + 1] = (float) (1000 * b);
      y[i] = (float) (a - 3 * b + 7);
    }
    HostArray features = HostArray.ofFloats(x, n, 2);
    HostArray targets = HostArray.ofFloats(y, n);
    TrainingData data =
        new TrainingData(
            Dataset.of(features.rows(0, 400), targets.rows(0, 400)),
            Dataset.of(features.rows(400, n), targets.rows(400, n)),
            "drawn",
            "last 200",
            OptionalInt.empty(),
            List.of());

    Report<BaselineResult> report =
        run(new RegressionMlp(), data, List.of(new LinearRegression()), null, Progress.NONE);

    List<BaselineResult.Row> rows = report.result().rows();
    assertThat(rows).extracting(BaselineResult.Row::name).containsExactly("mean", "linear");
    assertThat(rows.get(0).metric("r2")).isCloseTo(0, within(0.05));
    // float32 has three digits left of a column of thousandths beside 5.
    assertThat(rows.get(1).metric("r2")).isGreaterThan(0.98);
  }

  @Test
  void stopped_saysWhatWasNotTrained() {
    Progress stopped =
        new Progress.Forwarding(Progress.NONE) {
          @Override
          public boolean cancelled() {
            return true;
          }
        };
    Report<BaselineResult> report =
        run(new Mlp(), DIGITS, List.of(new LogisticRegression()), null, stopped);
    assertThat(report.interrupted()).isTrue();
    assertThat(report.findings().get(1).title()).isEqualTo("logistic: not trained");
  }
}
