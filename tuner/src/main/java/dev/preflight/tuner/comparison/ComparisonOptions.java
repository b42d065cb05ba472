package dev.preflight.tuner.comparison;

import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.tuner.runs.RunOptions;
import dev.preflight.tuner.search.CoarseStage;
import dev.preflight.tuner.search.SearchOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a comparison is asked for.
 *
 * @param run what every run needs: its length includes warmup; its seeds are the fresh ones that
 *     every schedule is judged by, at least {@link #LEAST_SEEDS}; its rates bound the peaks
 * @param schedules what to compare; {@link #REFERENCE} and {@link #CONSTANT} are added where they
 *     are missing. A written peak is ignored: each schedule gets its own
 * @param twoBudgets whether to compare at a quarter of the updates as well
 * @param target validation loss for the time to target; NaN for the constant schedule's own
 * @param settles whether what differs is judged again at a rate that all seeds choose, before it is
 *     said; without, equal schedules are said to differ more often than one time in twenty
 */
public record ComparisonOptions(
    RunOptions run,
    List<ScheduleSpec> schedules,
    boolean twoBudgets,
    double target,
    boolean settles) {

  /** Linear decay to zero: no tuned shape was better than it by more than noise in most studies. */
  public static final ScheduleSpec REFERENCE = ScheduleSpec.parse("linear");

  /** No schedule at all: what every schedule has to beat. */
  public static final ScheduleSpec CONSTANT = ScheduleSpec.parse("constant");

  /**
   * What is compared where nothing is said. Momentum stays as it is, since cycling it would compare
   * two things at once.
   */
  public static final List<ScheduleSpec> DEFAULT_SCHEDULES =
      List.of(
          ScheduleSpec.parse("warmup(5%) + step"),
          ScheduleSpec.parse("warmup(5%) + cosine"),
          ScheduleSpec.parse("warmup(5%) + cyclic(momentum=off)"),
          ScheduleSpec.parse("warmup(5%) + one-cycle(momentum=off)"),
          REFERENCE,
          CONSTANT);

  /** Fewer seeds say nothing about noise. */
  public static final int LEAST_SEEDS = 3;

  /** Fresh seeds by default. */
  public static final int DEFAULT_SEEDS = 5;

  /** Share of the updates in the smaller of two budgets. */
  public static final double SMALL_BUDGET = 0.25;

  public ComparisonOptions {
    List<ScheduleSpec> all = new ArrayList<>(schedules.stream().distinct().toList());
    for (ScheduleSpec always : List.of(REFERENCE, CONSTANT)) {
      if (!all.contains(always)) {
        all.add(always);
      }
    }
    schedules = List.copyOf(all);
    run.requireTrainable();
    run.requireSeeds(LEAST_SEEDS);
    CoarseStage.requireRange(run);
    RunOptions.require(
        !Double.isInfinite(target), "target must be a number or NaN, was %s", target);
  }

  /** Everything at its default. */
  public static ComparisonOptions defaults() {
    return new ComparisonOptions(
        RunOptions.of(DEFAULT_SEEDS, SearchOptions.DEFAULT_LOW, SearchOptions.DEFAULT_HIGH),
        DEFAULT_SCHEDULES,
        false,
        Double.NaN,
        true);
  }

  /** With another length, seed, range or the like. */
  public ComparisonOptions withRun(UnaryOperator<RunOptions> change) {
    return new ComparisonOptions(change.apply(run), schedules, twoBudgets, target, settles);
  }

  public ComparisonOptions withSchedules(List<ScheduleSpec> value) {
    return new ComparisonOptions(run, value, twoBudgets, target, settles);
  }

  public ComparisonOptions withTwoBudgets(boolean value) {
    return new ComparisonOptions(run, schedules, value, target, settles);
  }

  public ComparisonOptions withTarget(double value) {
    return new ComparisonOptions(run, schedules, twoBudgets, value, settles);
  }

  /**
   * Without judging again what differs: for a choice among schedules, not for saying which differ.
   */
  public ComparisonOptions withoutSettling() {
    return new ComparisonOptions(run, schedules, twoBudgets, target, false);
  }
}
