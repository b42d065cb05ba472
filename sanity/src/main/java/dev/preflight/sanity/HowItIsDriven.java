package dev.preflight.sanity;

import dev.preflight.reports.Chart;
import dev.preflight.reports.text.Sentence;
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

  /**
   * Updates over which a graph's own schedule is looked at: the length that its peak is judged for.
   */
  private static final int UPDATES = 300;

  private HowItIsDriven() {}

  /**
   * Sentences for the summary, each with a space before it; empty where all is as it seems.
   *
   * @param rate the rate that is judged
   */
  static String told(TrainingGraph graph, double rate) {
    List<String> said = new ArrayList<>();
    graph
        .ownSchedule()
        .map(schedule -> schedule.course(UPDATES))
        .ifPresent(
            course ->
                said.add(
                    Sentence.of(
                        " The rate follows %s; %s is judged.",
                        course.text(),
                        rate == course.peak()
                            ? "its highest"
                            : Sentence.of("the rate given, %s,", rate))));
    if (!graph.guessedForm().isEmpty()) {
      said.add(Sentence.of(" Placeholders without a shape are fed so: %s.", graph.guessedForm()));
    }
    return String.join("", said);
  }

  /** The graph's own schedule, drawn; empty where its rate is constant. */
  static Optional<Chart> chart(TrainingGraph graph) {
    return graph.ownSchedule().map(HowItIsDriven::chart);
  }

  private static Chart chart(OwnSchedule schedule) {
    long[] updates = LongStream.range(0, UPDATES).toArray();
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
