package dev.preflight.recipe.ablation;

import dev.preflight.recipe.ablation.AblationResult.Effect;
import dev.preflight.recipe.ablation.AblationResult.Row;
import dev.preflight.recipe.train.Measured;
import dev.preflight.tuner.comparison.ComparisonResult;
import dev.preflight.tuner.comparison.Holm;
import dev.preflight.tuner.runs.RunOutcome;
import dev.preflight.tuner.runs.Sample;
import dev.preflight.tuner.search.PairedDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What changes do, from the runs: pure statistics. */
final class Effects {

  /** Chance of any false effect among the changes. */
  static final double LEVEL = 0.05;

  private Effects() {}

  /**
   * The metric that a change is judged by.
   *
   * @param metric asked for
   * @param has what the program has
   * @return another one where the loss means another thing than that of the base; empty if there is
   *     none
   */
  static Optional<String> metric(String metric, List<String> has, Judged base, Judged change) {
    if (!metric.equals(Measured.LOSS) || !base.start().measuresOtherwise(change.start())) {
      return Optional.of(metric);
    }
    return List.of(Measured.ACCURACY, Measured.MAE).stream().filter(has::contains).findFirst();
  }

  /**
   * The rows of the changes.
   *
   * @param base the first of them, judged by the metric that was asked for
   */
  static List<Row> of(String metric, List<String> has, Judged base, List<Judged> changes) {
    List<PairedDifference> differences = new ArrayList<>();
    List<Optional<String>> metrics = new ArrayList<>();
    List<Double> pValues = new ArrayList<>();
    for (Judged change : changes) {
      Optional<String> judgedBy = metric(metric, has, base, change);
      metrics.add(judgedBy);
      String by = judgedBy.orElse(metric);
      PairedDifference difference = difference(by, base, change);
      differences.add(difference);
      if (judgedBy.isPresent() && base.counts() && change.counts()) {
        pValues.add(difference.pValue());
      }
    }
    double[] adjusted = Holm.adjusted(pValues.stream().mapToDouble(p -> p).toArray());
    List<Row> rows = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < changes.size(); i++) {
      Judged change = changes.get(i);
      boolean judged = metrics.get(i).isPresent() && base.counts() && change.counts();
      double p = judged ? adjusted[next++] : Double.NaN;
      String by = metrics.get(i).orElse(metric);
      Effect effect = judged ? effect(by, base, change, differences.get(i), p) : Effect.NOT_JUDGED;
      rows.add(row(change, effect, by, differences.get(i), p));
    }
    return rows;
  }

  static Row base(String metric, Judged base) {
    PairedDifference none = PairedDifference.of(new double[0], new double[0]);
    return row(base, base.counts() ? Effect.BASE : Effect.NOT_JUDGED, metric, none, Double.NaN);
  }

  /** The paired difference of a metric, change minus base. */
  static PairedDifference difference(String metric, Judged base, Judged change) {
    List<Double> mine = change.values(metric);
    List<Double> theirs = base.values(metric);
    return mine.size() == theirs.size()
        ? PairedDifference.of(array(mine), array(theirs))
        : PairedDifference.of(new double[0], new double[0]);
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(v -> v).toArray();
  }

  private static Effect effect(
      String metric, Judged base, Judged change, PairedDifference difference, double p) {
    int lost = new Sample(change.values(metric)).failed();
    int lostByBase = new Sample(base.values(metric)).failed();
    if (lost != lostByBase) {
      return lost > lostByBase ? Effect.HURTS : Effect.HELPS;
    }
    if (!(p < LEVEL)) {
      return Effect.TIES;
    }
    return (difference.mean() < 0) == Measured.isError(metric) ? Effect.HELPS : Effect.HURTS;
  }

  private static Row row(
      Judged judged, Effect effect, String metric, PairedDifference difference, double p) {
    List<Double> values = judged.values(metric);
    Sample sample = values.isEmpty() ? new Sample(List.of(Double.NaN)) : new Sample(values);
    var found = judged.found();
    return new Row(
        judged.name(),
        effect,
        metric,
        judged.own().outcomes().isEmpty() ? null : judged.own().rate(),
        values.isEmpty() ? Double.NaN : sample.mean(),
        sample.sd(),
        difference.mean(),
        List.of(difference.low(), difference.high()),
        p,
        values,
        judged.metrics(),
        judged.batchSize(),
        found == null
            ? List.of()
            : found.curve().losses().entrySet().stream()
                .map(e -> new ComparisonResult.TuningRun(e.getKey(), e.getValue()))
                .toList(),
        judged.own().outcomes().stream().map(RunOutcome::checkpoints).toList());
  }
}
