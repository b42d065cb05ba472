package dev.preflight.tuner.comparison;

import static java.util.stream.Collectors.toSet;

import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.tuner.runs.RunInterruptedException;
import dev.preflight.tuner.runs.RunOutcome;
import dev.preflight.tuner.search.BracketSearch;
import dev.preflight.tuner.search.CoarseStage;
import dev.preflight.tuner.search.SearchOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of the comparison, on any runs: every schedule tuned by the same search from the
 * same start, then judged by the same fresh seeds.
 */
final class ComparisonProtocol {

  /** Evaluations along a judged run. */
  static final int CHECKPOINTS = 20;

  private final ScheduledRuns scheduled;
  private final ComparisonOptions options;
  private final int updates;
  private final ObjLongConsumer<String> stages;
  private boolean interrupted;
  private int runs;
  private long spent;

  /**
   * @param updates length of a run of the full budget
   * @param stages hears the name of each stage and the updates it takes at least
   */
  ComparisonProtocol(
      ScheduledRuns scheduled,
      ComparisonOptions options,
      int updates,
      ObjLongConsumer<String> stages) {
    this.scheduled = scheduled;
    this.options = options;
    this.updates = updates;
    this.stages = stages;
  }

  /** Updates that the whole comparison takes, about. */
  static long expected(ComparisonOptions options, int updates) {
    long total = 0;
    for (double share : shares(options)) {
      long length = length(updates, share);
      total += 6L * CoarseStage.updates(Math.toIntExact(length));
      total += length * options.schedules().size() * (8L + options.run().seeds());
      total += options.settles() ? settling(options, length) : 0;
    }
    return total;
  }

  /**
   * Stages of the whole comparison: coarse rates, each schedule tuned and judged, what differs
   * again.
   */
  static int stages(ComparisonOptions options) {
    return shares(options).size() * ((options.settles() ? 2 : 1) + 2 * options.schedules().size());
  }

  /**
   * What settling takes where two schedules differ from the first, as a constant rate often does.
   */
  private static long settling(ComparisonOptions options, long length) {
    return 3L * 3 * options.run().seeds() * length;
  }

  private static List<Double> shares(ComparisonOptions options) {
    return options.twoBudgets() ? List.of(ComparisonOptions.SMALL_BUDGET, 1.0) : List.of(1.0);
  }

  private static int length(int updates, double share) {
    return (int) Math.max(1, Math.round(updates * share));
  }

  /**
   * What came out.
   *
   * @param unjudged schedules that were never judged at the full budget, because the user stopped
   * @param interrupted whether the user stopped it
   */
  record Outcome(ComparisonResult result, List<String> unjudged, boolean interrupted) {

    Outcome {
      unjudged = List.copyOf(unjudged);
    }
  }

  Outcome compare() {
    List<ComparisonResult.Budget> budgets = new ArrayList<>();
    for (double share : shares(options)) {
      if (!interrupted) {
        budgets.add(budget(share));
      }
    }
    ComparisonResult.Budget last = budgets.get(budgets.size() - 1);
    boolean full = last.share() == 1;
    List<ComparisonResult.Row> ranking = full ? last.ranking() : List.of();
    // While schedules are missing, the first of those judged has not won.
    boolean won = !interrupted && !ranking.isEmpty() && ranking.get(0).ranked();
    ComparisonResult result =
        new ComparisonResult(
            ranking,
            won ? ranking.get(0).spec() : null,
            SearchOptions.name(ComparisonOptions.REFERENCE),
            updates,
            options.run().seeds(),
            budgets,
            full && !interrupted && budgets.size() == 2 ? agreement(budgets.get(0), last) : null,
            new ComparisonResult.Cost(runs, spent));
    Set<String> judged = ranking.stream().map(ComparisonResult.Row::schedule).collect(toSet());
    List<String> unjudged =
        inOrder().stream()
            .map(SearchOptions::name)
            .filter(schedule -> !judged.contains(schedule))
            .toList();
    return new Outcome(result, unjudged, interrupted);
  }

  private ComparisonResult.Budget budget(double share) {
    int length = length(updates, share);
    List<Candidate> candidates = new ArrayList<>();
    try {
      double start = start(length);
      for (ScheduleSpec schedule : inOrder()) {
        candidates.add(candidate(schedule, start, length));
      }
      if (options.settles()) {
        settle(candidates, length);
      }
    } catch (RunInterruptedException e) {
      interrupted = true;
    }
    return Ranking.of(share, length, options.target(), !interrupted, candidates);
  }

  /** The reference first, so that a comparison that is stopped can tell differences. */
  private List<ScheduleSpec> inOrder() {
    List<ScheduleSpec> order = new ArrayList<>(List.of(ComparisonOptions.REFERENCE));
    options.schedules().stream().filter(s -> !order.contains(s)).forEach(order::add);
    return order;
  }

  private double start(int length) {
    int few = CoarseStage.updates(length);
    stages.accept("coarse rates", 4L * few);
    return CoarseStage.start(
        options.run().low(),
        options.run().high(),
        scheduled.ceiling(),
        rate -> run(ComparisonOptions.REFERENCE, rate, few, options.run().seed(), 1).loss());
  }

  private RunOutcome run(
      ScheduleSpec schedule, double peak, int length, long seed, int checkpoints) {
    RunOutcome outcome = scheduled.run(schedule, peak, length, seed, checkpoints);
    runs++;
    spent += outcome.updates();
    return outcome;
  }

  private Candidate candidate(ScheduleSpec schedule, double start, int length) {
    stages.accept("tune " + SearchOptions.name(schedule), 7L * length);
    BracketSearch.Found found =
        BracketSearch.search(
            start,
            options.run().low(),
            options.run().high(),
            scheduled.ceiling(),
            rate -> run(schedule, rate, length, options.run().seed(), 1).loss());
    if (Double.isNaN(found.chosen())) {
      return new Candidate(schedule, found, Double.NaN, List.of());
    }
    stages.accept("judge " + SearchOptions.name(schedule), (long) options.run().seeds() * length);
    OwnRate judged = OwnRate.judged(found, rate -> judge(schedule, rate, length, CHECKPOINTS));
    return new Candidate(schedule, found, judged.rate(), judged.outcomes());
  }

  /**
   * Judges whatever differs again, at a rate that all fresh seeds choose, until nothing differs
   * that was not: by the rate of a single seed, schedules that are the same differ too often.
   */
  private void settle(List<Candidate> candidates, int length) {
    stages.accept("rates by all seeds, where schedules differ", settling(options, length));
    Set<ScheduleSpec> settled = new HashSet<>();
    for (Set<ScheduleSpec> differ = Ranking.differing(candidates);
        !settled.containsAll(differ);
        differ = Ranking.differing(candidates)) {
      for (int i = 0; i < candidates.size(); i++) {
        Candidate candidate = candidates.get(i);
        if (differ.contains(candidate.schedule()) && settled.add(candidate.schedule())) {
          candidates.set(i, refined(candidate, length));
        }
      }
    }
  }

  private Candidate refined(Candidate candidate, int length) {
    ScheduleSpec schedule = candidate.schedule();
    OwnRate refined =
        OwnRate.refined(
            candidate.found(),
            scheduled.ceiling(),
            options.run().low(),
            options.run().high(),
            rate ->
                rate == candidate.rate() ? candidate.outcomes() : judge(schedule, rate, length, 1));
    if (Double.isNaN(refined.rate()) || refined.rate() == candidate.rate()) {
      return candidate;
    }
    return new Candidate(
        schedule,
        candidate.found(),
        refined.rate(),
        judge(schedule, refined.rate(), length, CHECKPOINTS));
  }

  private List<RunOutcome> judge(ScheduleSpec schedule, double rate, int length, int checkpoints) {
    List<RunOutcome> outcomes = new ArrayList<>();
    for (int i = 1; i <= options.run().seeds(); i++) {
      outcomes.add(run(schedule, rate, length, options.run().seed() + i, checkpoints));
    }
    return outcomes;
  }

  /** Kendall's tau between two rankings over the schedules ranked in both; null if below two. */
  private static @Nullable Double agreement(
      ComparisonResult.Budget small, ComparisonResult.Budget full) {
    Map<String, Double> means = new HashMap<>();
    small.ranking().stream()
        .filter(row -> row.ranked() && Double.isFinite(row.mean()))
        .forEach(row -> means.put(row.schedule(), row.mean()));
    List<ComparisonResult.Row> both =
        full.ranking().stream()
            .filter(row -> row.ranked() && Double.isFinite(row.mean()))
            .filter(row -> means.containsKey(row.schedule()))
            .toList();
    if (both.size() < 2) {
      return null;
    }
    return new KendallsCorrelation()
        .correlation(
            both.stream().mapToDouble(ComparisonResult.Row::mean).toArray(),
            both.stream().mapToDouble(row -> means.getOrDefault(row.schedule(), 0.0)).toArray());
  }
}
