package dev.preflight.tuner.comparison;

import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.tuner.runs.Sample;
import dev.preflight.tuner.search.PairedDifference;
import dev.preflight.tuner.search.SearchOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ranks schedules that were tuned and judged: pure statistics. */
final class Ranking {

  private Ranking() {}

  /**
   * The ranking of one budget.
   *
   * @param target loss for the time to target; NaN for the mean of the constant schedule
   */
  static ComparisonResult.Budget of(
      double share, int updates, double target, boolean complete, List<Candidate> candidates) {
    double wanted =
        Double.isNaN(target)
            ? find(candidates, ComparisonOptions.CONSTANT)
                .map(e -> e.losses().mean())
                .orElse(Double.NaN)
            : target;
    List<Candidate> ranked =
        candidates.stream()
            .filter(Candidate::ranked)
            .sorted(Comparator.comparingDouble(e -> e.losses().mean()))
            .toList();
    int[] groups = TieGroups.of(ranked.stream().map(Candidate::losses).toList());
    Optional<Candidate> reference = find(candidates, ComparisonOptions.REFERENCE);
    List<ComparisonResult.Row> rows = new ArrayList<>();
    for (int i = 0; i < groups.length; i++) {
      rows.add(row(ranked.get(i), reference, wanted, TieGroups.letter(groups[i])));
    }
    for (Candidate candidate : candidates) {
      if (!candidate.ranked()) {
        rows.add(row(candidate, reference, wanted, null));
      }
    }
    return new ComparisonResult.Budget(share, updates, wanted, complete, rows);
  }

  private static Optional<Candidate> find(List<Candidate> candidates, ScheduleSpec schedule) {
    return candidates.stream()
        .filter(e -> e.schedule().equals(schedule) && !e.outcomes().isEmpty())
        .findFirst();
  }

  private static ComparisonResult.Row row(
      Candidate candidate, Optional<Candidate> reference, double target, @Nullable String group) {
    boolean trains = !candidate.outcomes().isEmpty();
    List<Double> losses = trains ? candidate.losses().losses() : List.of();
    Sample sample = trains ? candidate.losses() : new Sample(List.of(Double.POSITIVE_INFINITY));
    PairedDifference difference =
        reference.isPresent() && trains
            ? PairedDifference.of(sample.values(), reference.get().losses().values())
            : PairedDifference.of(new double[0], new double[0]);
    double deviation = Double.isNaN(sample.sd()) ? 0 : sample.sd();
    double[] width =
        trains
            ? candidate.found().curve().within(candidate.rate(), deviation)
            : new double[] {Double.NaN, Double.NaN};
    return new ComparisonResult.Row(
        SearchOptions.name(candidate.schedule()),
        trains ? SearchOptions.name(candidate.schedule().withPeak(candidate.rate())) : null,
        trains ? candidate.rate() : null,
        sample.mean(),
        sample.sd(),
        candidate.best(),
        difference.mean(),
        List.of(difference.low(), difference.high()),
        difference.isTie(),
        group,
        candidate.found().code(),
        width[0],
        width[1],
        candidate.updatesTo(target),
        candidate.found().curve().losses().size(),
        losses,
        candidate.found().curve().losses().entrySet().stream()
            .map(e -> new ComparisonResult.TuningRun(e.getKey(), e.getValue()))
            .toList(),
        candidate.outcomes().stream().map(o -> o.checkpoints()).toList());
  }
}
