package dev.preflight.sanity.curves;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Status;
import dev.preflight.reports.Verdict;
import dev.preflight.training.data.InputException;
import dev.preflight.training.events.RunLog;
import dev.preflight.training.events.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CurveWatchTest {

  private static final int SEEDS = 8;

  private static Report<CurvesResult> judge(RunLog log) {
    return CurveWatch.judge(log, CurveOptions.none());
  }

  private static Finding finding(Report<CurvesResult> report, String id) {
    return report.findings().stream().filter(f -> f.id().equals(id)).findFirst().orElseThrow();
  }

  private static RunLog head(RunLog log, double share) {
    List<Series> series = new ArrayList<>();
    log.series().forEach(s -> series.add(s.head((int) Math.round(share * s.size()))));
    return new RunLog(series, List.of());
  }

  /** 16 kinds, 8 seeds: not one of 128 fails, not even while it is still being written. */
  @Test
  void healthyRuns_neverFail_atAnyLengthAtWhichTheyAreLookedAt() {
    List<String> failed = new ArrayList<>();
    Map<String, Long> warned = new TreeMap<>();
    SyntheticCurves.healthy()
        .forEach(
            (kind, make) -> {
              for (long seed = 1; seed <= SEEDS; seed++) {
                RunLog log = make.apply(seed);
                for (double share = 0.1; share < 1.01; share += 0.1) {
                  for (Finding f : judge(head(log, Math.min(1, share))).findings()) {
                    if (f.status() == Status.FAIL) {
                      failed.add(kind + " " + seed + " at " + share + ": " + f);
                    }
                    if (f.status() == Status.WARN && share > 0.99) {
                      warned.merge(kind + ": " + f.id(), 1L, Long::sum);
                    }
                  }
                }
              }
            });

    assertThat(failed).isEmpty();
    // Warnings of whole healthy runs: at most 1 in 25.
    assertThat(warned.values().stream().mapToLong(n -> n).sum())
        .as(warned.toString())
        .isLessThanOrEqualTo(5);
  }

  /** 17 kinds, 8 seeds: the rule that is meant speaks up, in all but a few. */
  @Test
  void faultyRuns_areNamedByTheRuleThatIsMeant() {
    Map<String, String> missed = new TreeMap<>();
    for (Map.Entry<String, LongFunction<RunLog>> kind : SyntheticCurves.faulty().entrySet()) {
      String id = kind.getKey().substring(0, 3);
      for (long seed = 1; seed <= SEEDS; seed++) {
        Report<CurvesResult> report = judge(kind.getValue().apply(seed));
        Status status = finding(report, id).status();
        if (status == Status.PASS || status == Status.SKIP) {
          missed.put(
              kind.getKey() + " " + seed,
              report.findings().stream()
                  .filter(f -> f.status() != Status.PASS && f.status() != Status.SKIP)
                  .map(f -> f.id() + " " + f.status() + " " + f.title())
                  .toList()
                  .toString());
        }
      }
    }

    assertThat(missed).isEmpty();
  }

  @Test
  void diverged_nan_andSameExamples_fail() {
    for (String kind :
        List.of(
            "R20 becomes NaN",
            "R03 diverges",
            "R03 jumps back",
            "R03 blew up at once",
            "R10 the same examples")) {
      LongFunction<RunLog> make = SyntheticCurves.faulty().get(kind);
      Map<Verdict, Long> verdicts =
          LongStream.rangeClosed(1, SEEDS)
              .mapToObj(seed -> judge(Objects.requireNonNull(make).apply(seed)).verdict())
              .collect(groupingBy(v -> v, counting()));
      assertThat(verdicts).as(kind).containsExactly(Map.entry(Verdict.FAIL, (long) SEEDS));
    }
  }

  @Test
  void riseWithTheLearningRate_isToldButNotHeldAgainstTheRun() {
    double[] loss = new double[400];
    double[] rate = new double[400];
    for (int t = 0; t < 400; t++) {
      loss[t] = t < 350 ? 2.3 * Math.exp(-t / 100.0) : 2;
      rate[t] = t < 350 ? 0.1 * (1 - t / 351.0) : 0.1;
    }
    Series losses = Series.of("loss", loss);

    Report<CurvesResult> without = judge(new RunLog(List.of(losses), List.of()));
    Report<CurvesResult> with =
        judge(new RunLog(List.of(losses, Series.of("lr", rate)), List.of()));

    assertThat(finding(without, "R03").status()).isEqualTo(Status.FAIL);
    assertThat(finding(with, "R03").status()).isEqualTo(Status.INFO);
  }

  @Test
  void riseWithTheLearningRate_thatNeverComesBack_fails() {
    double[] loss = new double[400];
    double[] rate = new double[400];
    for (int t = 0; t < 400; t++) {
      loss[t] = t < 200 ? 2.3 * Math.exp(-t / 100.0) : 2.3;
      rate[t] = t < 200 ? 0.1 : 20;
    }
    RunLog log = new RunLog(List.of(Series.of("loss", loss), Series.of("lr", rate)), List.of());

    assertThat(finding(judge(log), "R03").status()).isEqualTo(Status.FAIL);
  }

  @Test
  void tooFewPoints_areNoPass() {
    Report<CurvesResult> report =
        judge(new RunLog(List.of(Series.of("loss", 2, 1, 0.9)), List.of()));

    assertThat(report.findings())
        .filteredOn(f -> f.id().equals("R03"))
        .allMatch(f -> f.status() == Status.SKIP);
    assertThat(report.verdict()).isNotEqualTo(Verdict.PASS);
  }

  @Test
  void lossOfNothingButNan_fails_andIsDrawn() {
    Report<CurvesResult> report =
        judge(new RunLog(List.of(Series.of("loss", Double.NaN, Double.NaN)), List.of()));

    assertThat(finding(report, "R20").status()).isEqualTo(Status.FAIL);
    assertThat(report.charts()).isNotEmpty();
  }

  @Test
  void names_ofTheUsualLibraries_areUnderstood() {
    RunLog keras =
        new RunLog(
            List.of(
                Series.of("train/epoch_loss", 2, 1),
                Series.of("train/epoch_learning_rate", 2, 1),
                Series.of("train/epoch_accuracy", 0.1, 0.2),
                new Series(
                    "validation/evaluation_loss_vs_iterations",
                    new long[] {99, 198},
                    new double[2]),
                Series.of("validation/epoch_loss", 2, 1),
                Series.of("validation/epoch_accuracy", 0.1, 0.2)),
            List.of());
    CurvesResult read = judge(keras).result();

    assertThat(read.loss()).isEqualTo("train/epoch_loss");
    assertThat(read.validationLoss()).isEqualTo("validation/epoch_loss");
    assertThat(read.metric()).isEqualTo("train/epoch_accuracy");
    assertThat(read.validationMetric()).isEqualTo("validation/epoch_accuracy");
    assertThat(read.learningRate()).isEqualTo("train/epoch_learning_rate");
    assertThat(read.others()).containsExactly("validation/evaluation_loss_vs_iterations");

    RunLog lightning =
        new RunLog(
            List.of(
                Series.of("train_loss_epoch", 2, 1),
                Series.of("train_loss_step", 2, 1, 1, 1),
                Series.of("lr-Adam", 2, 1),
                Series.of("val_loss", 2, 1),
                Series.of("val_acc", 0.1, 0.2)),
            List.of());
    CurvesResult other = judge(lightning).result();

    assertThat(other.loss()).isEqualTo("train_loss_step");
    assertThat(other.validationLoss()).isEqualTo("val_loss");
    assertThat(other.validationMetric()).isEqualTo("val_acc");
    assertThat(other.metric()).isNull();
  }

  @Test
  void namesThatAreNotThere_areRefused() {
    RunLog log = new RunLog(List.of(Series.of("foo", 2, 1)), List.of());

    assertThatThrownBy(() -> judge(log))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no loss was found among foo");
    CurveOptions wrong = new CurveOptions("fop", null, null, null, null, 0, Double.NaN);
    assertThatThrownBy(() -> CurveWatch.judge(log, wrong))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--loss: there is no series 'fop'");
  }

  @Test
  void target_tellsUnderfitFromOverfit() {
    RunLog log =
        SyntheticCurves.healthy().values().stream().skip(13).findFirst().orElseThrow().apply(1);
    Finding under = finding(CurveWatch.judge(log, target(0.99)), "R10");
    Finding over = finding(CurveWatch.judge(log, target(0.95)), "R10");
    Finding good = finding(CurveWatch.judge(log, target(0.85)), "R10");

    assertThat(under.title()).startsWith("Underfit");
    assertThat(over.title()).startsWith("Overfit");
    assertThat(good.title()).startsWith("Good fit");
    assertThat(good.status()).isEqualTo(Status.PASS);
  }

  /** Wilson's interval is of a share of items, which R2 and F1 are not. */
  @Test
  void onlyAnAccuracyHasWilsonsInterval() {
    assertThat(finding(CurveWatch.judge(withMetric("accuracy"), target(0.5)), "R10").title())
        .contains("0.9 (0.8798 to 0.9171)");
    for (String other : List.of("r2", "f1", "balanced_accuracy")) {
      assertThat(finding(CurveWatch.judge(withMetric(other), target(0.5)), "R10").title())
          .contains("0.9 on validation");
    }
  }

  private static RunLog withMetric(String name) {
    double[] loss = new double[100];
    double[] metric = new double[100];
    for (int t = 0; t < 100; t++) {
      loss[t] = 2.3 * Math.exp(-t / 20.0);
      metric[t] = Math.min(0.9, t / 50.0);
    }
    return new RunLog(
        List.of(
            Series.of("loss", loss),
            Series.of("val_loss", Arrays.stream(loss).map(l -> 1.1 * l).toArray()),
            Series.of(name, metric),
            Series.of("val_" + name, metric)),
        List.of());
  }

  private static CurveOptions target(double target) {
    return new CurveOptions(null, null, null, null, null, 1000, target);
  }
}
