package dev.preflight.sanity;

import dev.preflight.reports.Chart;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.PlannedRun;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.optimizer.OwnSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * What was taken for granted to run a graph at all, and is to be said: its own schedule, its form.
 */
final class HowItIsDriven {

  /** Points of a chart, at most. */
  private static final int POINTS = 500;

  private HowItIsDriven() {}

  /** Sentences for the summary, each with a space before it; empty where all is as it seems. */
  static String told(Lab lab) {
    TrainingGraph graph = lab.graph();
    double rate = lab.learningRate();
    List<String> said = new ArrayList<>();
    lab.ownCourse()
        .ifPresent(
            course ->
                said.add(
                    Sentence.of(
                        " The rate follows %s; %s is judged%s.",
                        course.text(),
                        rate == course.peak()
                            ? "its highest"
                            : Sentence.of("the rate given, %s,", rate),
                        lab.keepsSchedule()
                            ? ", and the short run (R01) follows the schedule"
                            : " and held; --keep-schedule leaves the schedule on in R01")));
    if (!graph.guessedForm().isEmpty()) {
      said.add(Sentence.of(" Placeholders without a shape are fed so: %s.", graph.guessedForm()));
    }
    return String.join("", said);
  }

  /** The graph's own schedule, drawn; empty where its rate is constant. */
  static Optional<Chart> chart(TrainingGraph graph, PlannedRun run) {
    return graph.ownSchedule().map(schedule -> chart(schedule, run.updates()));
  }

  private static Chart chart(OwnSchedule schedule, long length) {
    long points = Math.min(length, POINTS);
    long[] updates =
        LongStream.range(0, points).map(i -> i * (length - 1) / Math.max(1, points - 1)).toArray();
    return Chart.of(
            "own-schedule",
            "The graph's own schedule",
            Sentence.of(
                "The rate that the graph computes from %s, which Preflight's own rates replace.",
                Sentence.some(schedule.counters(), 2)),
            Chart.Axis.linear("update"),
            Chart.Axis.linear("learning rate"))
        .series(
            "learning rate",
            Chart.Role.FIRST,
            Chart.Style.LINE,
            LongStream.of(updates).asDoubleStream().toArray(),
            schedule.rates(updates))
        .build();
  }
}
