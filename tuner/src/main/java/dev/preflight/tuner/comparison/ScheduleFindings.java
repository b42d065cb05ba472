package dev.preflight.tuner.comparison;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Sentence;
import dev.preflight.schedules.PlannedSchedule;
import dev.preflight.schedules.Run;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.tuner.search.VerdictCode;
import java.util.Optional;

/** What is to be said of a single schedule, whatever the others did. */
final class ScheduleFindings {

  /** A cyclic schedule that ends above this share of its peak was cut off within a cycle. */
  private static final double ENDS_HIGH = 0.5;

  private ScheduleFindings() {}

  static Optional<Finding> edge(ComparisonResult.Row row) {
    VerdictCode code = row.verdictCode();
    if (code == VerdictCode.INTERIOR) {
      return Optional.empty();
    }
    boolean wall = code == VerdictCode.EDGE_AT_INSTABILITY;
    return Optional.of(
        Finding.of(
                ComparisonRules.PEAK_EDGE,
                wall ? Status.INFO : Status.WARN,
                Sentence.of(
                    "%s: %s%s", row.schedule(), code.words(), wall ? "" : "; it is not ranked"))
            .measured(row.learningRate())
            .unit("peak rate")
            .where(row.schedule())
            .fix(
                switch (code) {
                  case EDGE_AT_INSTABILITY -> "Put warmup in front of it.";
                  case EDGE_LOW -> "Lower --low and compare again.";
                  case EDGE_HIGH_STABLE -> "Raise --high and compare again.";
                  case ALL_INFEASIBLE, FLAT, INTERIOR, INTERRUPTED ->
                      "Run `preflight check` first.";
                })
            .build());
  }

  static Optional<Finding> shape(ComparisonResult.Row row, Run plan) {
    String spec = row.spec();
    if (spec == null) {
      return Optional.empty();
    }
    PlannedSchedule planned = ScheduleSpec.parse(spec).resolve(plan);
    boolean cyclic = row.schedule().contains("cyclic") || row.schedule().contains("restarts");
    if (cyclic && planned.at(plan.updates() - 1) > ENDS_HIGH * planned.peak()) {
      return Optional.of(
          Finding.of(
                  ComparisonRules.UNFINISHED_CYCLE,
                  Status.WARN,
                  row.schedule() + " ends in the middle of a cycle")
              .measured(planned.at(plan.updates() - 1))
              .unit("last rate")
              .where(row.schedule())
              .why("The last updates run at a high rate; its best checkpoint lies earlier.")
              .fix("Make the run a whole number of cycles.")
              .build());
    }
    if (planned.momentumAt(0).isPresent()) {
      return Optional.of(
          Finding.of(
                  ComparisonRules.MOMENTUM,
                  Status.INFO,
                  row.schedule() + " moves the momentum as well")
              .where(row.schedule())
              .why("Two things change at once: its place is not that of its rates alone.")
              .fix("Compare it with momentum=off beside.")
              .build());
    }
    return Optional.empty();
  }
}
