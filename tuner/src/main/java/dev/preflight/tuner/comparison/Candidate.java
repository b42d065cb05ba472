package dev.preflight.tuner.comparison;

import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.tuner.runs.RunOutcome;
import dev.preflight.tuner.runs.Sample;
import dev.preflight.tuner.search.BracketSearch;
import dev.preflight.tuner.search.VerdictCode;
import java.util.List;

/**
 * A schedule that was tuned and judged.
 *
 * @param found the search for its peak
 * @param rate the peak it was judged at; NaN if no rate trains
 * @param outcomes one per fresh seed; empty if no rate trains
 */
record Candidate(
    ScheduleSpec schedule, BracketSearch.Found found, double rate, List<RunOutcome> outcomes) {

  Candidate {
    outcomes = List.copyOf(outcomes);
  }

  /**
   * Whether it can be ranked: its best peak is not at a limit of the rates allowed. The last rate
   * before training fails is no such limit, but a property of the schedule.
   */
  boolean ranked() {
    return !outcomes.isEmpty()
        && (found.code() == VerdictCode.INTERIOR
            || found.code() == VerdictCode.EDGE_AT_INSTABILITY);
  }

  Sample losses() {
    return new Sample(outcomes.stream().map(RunOutcome::loss).toList());
  }

  /** Mean over the seeds of the lowest loss of any checkpoint; infinite if there is none. */
  double best() {
    return outcomes.isEmpty()
        ? Double.POSITIVE_INFINITY
        : new Sample(outcomes.stream().map(RunOutcome::best).toList()).mean();
  }

  /** Median over the seeds of the updates to a loss; infinite if half of them miss it. */
  double updatesTo(double target) {
    double[] sorted = outcomes.stream().mapToDouble(o -> o.updatesTo(target)).sorted().toArray();
    if (sorted.length == 0) {
      return Double.POSITIVE_INFINITY;
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
  }
}
