package dev.preflight.recipe.stages;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Rule;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Sentence;
import dev.preflight.schedules.PlannedSchedule;
import dev.preflight.training.Progress;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingBatches;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.optimizer.StepSettings;
import dev.preflight.tuner.runs.RunInterruptedException;
import dev.preflight.tuner.search.PairedDifference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What more data would bring: the same run on a quarter, on half and on all of the items. */
final class DataCurve {

  static final Rule RULE =
      new Rule(
          "B05",
          "more data",
          "whether more items would help, before they are gathered",
          """
          Runs of the same length and schedule on a quarter, a half and all of the training items, \
          three seeds each, judged by the validation loss. All against half with Student's 95 % \
          interval over the pairs: an interval below 0 says that more items help; else it is a tie.""",
          "Ng, Machine Learning Yearning (2018), chapters 28 to 31: learning curves");

  private static final List<Double> SHARES = List.of(0.25, 0.5, 1.0);

  static final int SEEDS = 3;

  /** Most validation items per judgement. */
  private static final int SAMPLE = 2_000;

  /** Fewer items than this on a quarter are no training set. */
  private static final int LEAST = 8;

  private DataCurve() {}

  /** Updates that it takes. */
  static long updates(long length) {
    return length * SHARES.size() * SEEDS;
  }

  /**
   * Measures.
   *
   * @param schedule of the whole length; null for the program's own rate
   * @throws RunInterruptedException if the user asked to stop
   */
  static Report<@Nullable Void> measure(
      TrainingGraph graph,
      @Nullable PlannedSchedule schedule,
      double weightDecay,
      int length,
      int batchSize,
      long seed,
      Progress progress) {
    int items = graph.rawData().train().size();
    if (SHARES.get(0) * items < LEAST) {
      Finding few =
          Finding.of(RULE, Status.INFO, Sentence.of("%,d items are too few to divide.", items))
              .build();
      return report(few, List.of());
    }
    List<List<Double>> losses = new ArrayList<>();
    progress.begin("more data", updates(length));
    long made = 0;
    for (double share : SHARES) {
      TrainingData raw = graph.rawData();
      Dataset part = raw.train().sample((int) Math.round(share * items), seed);
      List<Double> ofShare = new ArrayList<>();
      try (TrainingGraph onPart =
          graph.rebuilt(graph.options(), raw.with(part, raw.validation()))) {
        for (int s = 1; s <= SEEDS; s++) {
          try (Trainer trainer = onPart.open(seed + s)) {
            TrainingBatches batches = new TrainingBatches(onPart, seed + s, batchSize);
            for (int u = 0; u < length; u++) {
              RunInterruptedException.check(progress);
              StepSettings settings =
                  schedule == null ? StepSettings.own() : StepSettings.of(schedule.at(u));
              trainer.step(batches.next(), settings.withWeightDecay(weightDecay));
              progress.advance(++made);
            }
            Dataset judged = onPart.data().validation().sample(SAMPLE, seed);
            ofShare.add(trainer.evaluate(judged).loss());
          }
        }
      }
      losses.add(ofShare);
    }
    return report(finding(losses, items), List.of(chart(losses, items)));
  }

  private static Report<@Nullable Void> report(Finding finding, List<Chart> charts) {
    return Report.withoutResult(
        List.of(finding), charts, List.of(), finding.title(), List.of(), false);
  }

  private static Finding finding(List<List<Double>> losses, int items) {
    PairedDifference gain = PairedDifference.of(values(losses.get(2)), values(losses.get(1)));
    String is =
        Sentence.of(
            "From half to all of the %,d items the validation loss changes by %s (%s to %s)",
            items, gain.mean(), gain.low(), gain.high());
    boolean helps = gain.high() < 0;
    return Finding.of(
            RULE,
            Status.INFO,
            helps
                ? Sentence.of("More data would help: %s.", is)
                : Sentence.of("Nobody can say that more data would help: %s.", is))
        .measured(gain.mean())
        .expected("below 0 where more items help")
        .fix(helps ? "Gather more items, or augment what there is." : null)
        .build();
  }

  private static double[] values(List<Double> list) {
    return list.stream().mapToDouble(d -> d).toArray();
  }

  private static Chart chart(List<List<Double>> losses, int items) {
    var builder =
        Chart.of(
            "data-curve",
            "What more data brings",
            "Validation loss of the same run on a part of the items; a line that still falls at its"
                + " right end asks for more.",
            Chart.Axis.log("training items"),
            Chart.Axis.linear("validation loss"));
    double[] x = SHARES.stream().mapToDouble(s -> s * items).toArray();
    double[] mean = new double[x.length];
    for (int s = 0; s < SEEDS; s++) {
      double[] y = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        y[i] = losses.get(i).get(s);
        mean[i] += y[i] / SEEDS;
      }
      builder = builder.series("seed " + (s + 1), Chart.Role.MUTED, Chart.Style.THIN, x, y);
    }
    return builder.series("mean", Chart.Role.FIRST, Chart.Style.LINE_AND_DOTS, x, mean).build();
  }
}
