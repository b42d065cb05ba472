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
      double share, int updates, double target, boolean complete, List<Candidate> entrants) {
    double wanted =
        Double.isNaN(target)
            ? find(entrants, ComparisonOptions.CONSTANT)
                .map(e -> e.losses().mean())
                .orElse(Double.NaN)
            : target;
    List<Candidate> ranked =
        entrants.stream()
            .filter(Candidate::ranked)
            .sorted(Comparator.comparingDouble(e -> e.losses().mean()))
            .toList();
    int[] groups = TieGroups.of(ranked.stream().map(Candidate::losses).toList());
    Optional<Candidate> reference = find(entrants, ComparisonOptions.REFERENCE);
    List<ComparisonResult.Row> rows = new ArrayList<>();
    for (int i = 0; i < groups.length; i++) {
      rows.add(row(ranked.get(i), reference, wanted, TieGroups.letter(groups[i])));
    }
    for (Candidate entrant : entrants) {
      if (!entrant.ranked()) {
        rows.add(row(entrant, reference, wanted, null));
      }
    }
    return new ComparisonResult.Budget(share, updates, wanted, complete, rows);
  }

  private static Optional<Candidate> find(List<Candidate> entrants, ScheduleSpec schedule) {
    return entrants.stream()
        .filter(e -> e.schedule().equals(schedule) && !e.outcomes().isEmpty())
        .findFirst();
  }

  private static ComparisonResult.Row row(
      Candidate entrant, Optional<Candidate> reference, double target, @Nullable String group) {
    boolean trains = !entrant.outcomes().isEmpty();
    List<Double> losses = trains ? entrant.losses().losses() : List.of();
    Sample sample = trains ? entrant.losses() : new Sample(List.of(Double.POSITIVE_INFINITY));
    PairedDifference difference =
        reference.isPresent() && trains
            ? PairedDifference.of(sample.values(), reference.get().losses().values())
            : PairedDifference.of(new double[0], new double[0]);
    double deviation = Double.isNaN(sample.sd()) ? 0 : sample.sd();
    double[] width =
        trains
            ? entrant.found().curve().within(entrant.rate(), deviation)
            : new double[] {Double.NaN, Double.NaN};
    return new ComparisonResult.Row(
        SearchOptions.name(entrant.schedule()),
        trains ? SearchOptions.name(entrant.schedule().withPeak(entrant.rate())) : null,
        trains ? entrant.rate() : null,
        sample.mean(),
        sample.sd(),
        entrant.best(),
        difference.mean(),
        List.of(difference.low(), difference.high()),
        difference.isTie(),
        group,
        entrant.found().code().name(),
        width[0],
        width[1],
        entrant.updatesTo(target),
        entrant.found().curve().losses().size(),
        losses,
        entrant.found().curve().losses().entrySet().stream()
            .map(e -> new ComparisonResult.Trial(e.getKey(), e.getValue()))
            .toList(),
        entrant.outcomes().stream().map(o -> o.checkpoints()).toList());
  }
}
