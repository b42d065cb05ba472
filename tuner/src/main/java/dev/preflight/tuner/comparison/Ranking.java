package dev.preflight.tuner.comparison;

import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.tuner.runs.Sample;
import dev.preflight.tuner.search.PairedDifference;
import dev.preflight.tuner.search.SearchOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    List<Candidate> ranked = ranked(candidates);
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

  /** Schedules of which it is said that they differ: from the best, or from the reference. */
  static Set<ScheduleSpec> differing(List<Candidate> candidates) {
    Set<ScheduleSpec> differing = new HashSet<>();
    List<Candidate> ranked = ranked(candidates);
    int[] groups = TieGroups.of(ranked.stream().map(Candidate::losses).toList());
    for (int i = 0; i < groups.length; i++) {
      if (groups[i] > 0) {
        differing.add(ranked.get(0).schedule());
        differing.add(ranked.get(i).schedule());
      }
    }
    Optional<Candidate> reference = find(candidates, ComparisonOptions.REFERENCE);
    for (Candidate candidate : candidates) {
      if (reference.isPresent()
          && !candidate.outcomes().isEmpty()
          && !candidate.schedule().equals(ComparisonOptions.REFERENCE)
          && !against(candidate, reference.get()).isTie()) {
        differing.add(ComparisonOptions.REFERENCE);
        differing.add(candidate.schedule());
      }
    }
    return differing;
  }

  private static PairedDifference against(Candidate candidate, Candidate reference) {
    return PairedDifference.of(candidate.losses().values(), reference.losses().values());
  }

  private static List<Candidate> ranked(List<Candidate> candidates) {
    return candidates.stream()
        .filter(Candidate::ranked)
        .sorted(Comparator.comparingDouble(e -> e.losses().mean()))
        .toList();
  }

  private static Optional<Candidate> find(List<Candidate> candidates, ScheduleSpec schedule) {
    return candidates.stream()
        .filter(e -> e.schedule().equals(schedule) && !e.outcomes().isEmpty())
        .findFirst();
  }

  /** The rates of the search that are as good; the one that all seeds chose is among them. */
  private static double[] width(Candidate candidate, double deviation) {
    double[] found = candidate.found().curve().within(candidate.found().chosen(), deviation);
    return new double[] {
      Math.min(found[0], candidate.rate()), Math.max(found[1], candidate.rate())
    };
  }

  private static ComparisonResult.Row row(
      Candidate candidate, Optional<Candidate> reference, double target, @Nullable String group) {
    boolean trains = !candidate.outcomes().isEmpty();
    List<Double> losses = trains ? candidate.losses().losses() : List.of();
    Sample sample = trains ? candidate.losses() : new Sample(List.of(Double.POSITIVE_INFINITY));
    PairedDifference difference =
        reference.isPresent() && trains
            ? against(candidate, reference.get())
            : PairedDifference.of(new double[0], new double[0]);
    double deviation = Double.isNaN(sample.sd()) ? 0 : sample.sd();
    double[] width = trains ? width(candidate, deviation) : new double[] {Double.NaN, Double.NaN};
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
