package dev.preflight.tuner.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.tuner.runs.RunInterruptedException;
import dev.preflight.tuner.runs.RunOutcome;
import dev.preflight.tuner.search.SearchOptions;
import dev.preflight.tuner.search.VerdictCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ComparisonProtocolTest {

  private static final int UPDATES = 200;
  private static final ScheduleSpec LINEAR = ScheduleSpec.parse("linear");
  private static final ScheduleSpec CONSTANT = ScheduleSpec.parse("constant");
  private static final ScheduleSpec COSINE = ScheduleSpec.parse("cosine");
  private static final ScheduleSpec REX = ScheduleSpec.parse("rex");
  private static final ComparisonOptions OPTIONS =
      ComparisonOptions.defaults().withSchedules(List.of(COSINE, REX, LINEAR, CONSTANT));

  /**
   * The loss of a schedule.
   *
   * @param base lowest loss
   * @param centre its best peak, as a power of ten
   * @param fall what a quarter of the updates costs
   */
  private record Shape(double base, double centre, double fall) {}

  private static final Map<ScheduleSpec, Shape> SHAPES =
      Map.of(
          LINEAR, new Shape(1.00, -1.5, 0.10),
          COSINE, new Shape(1.001, -1.2, 0.10),
          REX, new Shape(1.20, -1.8, 0.0),
          CONSTANT, new Shape(1.50, -2.3, 0.30));

  /**
   * The seed that tunes sees the valley of one of two equal schedules a factor of two too high; by
   * its rate the schedule would be 0.045 worse, four times the noise of a run.
   */
  @Test
  void equalSchedules_tie_wherePlainlyOneWasTunedWrong() {
    ComparisonOptions options = ComparisonOptions.defaults().withSchedules(List.of(COSINE));
    long tuning = options.run().seed();
    ScheduledRuns misled =
        (schedule, peak, updates, seed, checkpoints) ->
            end(
                schedule,
                schedule.equals(COSINE) && seed == tuning ? peak / 2 : peak,
                updates,
                seed,
                checkpoints);
    ComparisonResult.Row row =
        new ComparisonProtocol(misled, options, UPDATES, (stage, length) -> {})
            .compare().result().ranking().stream()
                .filter(r -> r.schedule().equals("cosine"))
                .findFirst()
                .orElseThrow();

    assertThat(row.tie()).isTrue();
    assertThat(row.group()).isEqualTo("A");
    assertThat(Math.log10(Objects.requireNonNull(row.learningRate())))
        .isEqualTo(SHAPES.get(COSINE).centre(), within(0.13));
  }

  /** Seeds move all schedules alike by 0.1, each run by 0.01 of its own. */
  private static final ScheduledRuns RUNS = ComparisonProtocolTest::end;

  private static RunOutcome end(
      ScheduleSpec schedule, double peak, int updates, long seed, int checkpoints) {
    Shape shape = SHAPES.get(schedule);
    double x = Math.log10(peak) - shape.centre();
    double common = 0.1 * new SplittableRandom(seed).nextGaussian();
    double own =
        0.01
            * new SplittableRandom(
                    31 * seed + schedule.toString().hashCode() + Double.hashCode(peak))
                .nextGaussian();
    double budget = updates < UPDATES ? shape.fall() : 0;
    double last = shape.base() + budget + 0.5 * x * x + common + own;
    List<RunOutcome.Checkpoint> curve = new ArrayList<>();
    for (int i = 1; i <= checkpoints; i++) {
      curve.add(
          new RunOutcome.Checkpoint(
              updates * i / checkpoints, last + (checkpoints - i) / (double) checkpoints));
    }
    return new RunOutcome(updates, curve);
  }

  private static ComparisonProtocol.Outcome compare(ScheduledRuns runs, ComparisonOptions options) {
    return new ComparisonProtocol(runs, options, UPDATES, (stage, updates) -> {}).compare();
  }

  private static ComparisonResult.Row row(ComparisonResult result, ScheduleSpec schedule) {
    return result.ranking().stream()
        .filter(r -> r.schedule().equals(SearchOptions.name(schedule)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everySchedule_isJudgedAtItsOwnBestPeak() {
    ComparisonResult result = compare(RUNS, OPTIONS).result();

    SHAPES.forEach(
        (schedule, shape) ->
            assertThat(Math.log10(row(result, schedule).learningRate()))
                .as("%s", schedule)
                .isCloseTo(shape.centre(), within(0.1)));
  }

  @Test
  void schedulesWithinTheNoise_tie_andOthersDoNot() {
    ComparisonResult result = compare(RUNS, OPTIONS).result();

    assertThat(row(result, COSINE).group()).isEqualTo("A");
    assertThat(row(result, LINEAR).group()).isEqualTo("A");
    assertThat(row(result, COSINE).tie()).isTrue();
    assertThat(row(result, REX).group()).isEqualTo("B");
    assertThat(row(result, CONSTANT).group()).isEqualTo("C");
    assertThat(row(result, CONSTANT).tie()).isFalse();
    // Margin: three standard errors of ten runs of their own noise, and the peak a little off.
    assertThat(row(result, CONSTANT).pairedDifference()).isCloseTo(0.5, within(0.03));
    assertThat(row(result, LINEAR).pairedDifference()).isZero();
    assertThat(result.ranking().get(3).schedule()).isEqualTo("constant");
  }

  @Test
  void winner_isASpecToCopy() {
    ComparisonResult result = compare(RUNS, OPTIONS).result();

    ScheduleSpec winner = ScheduleSpec.parse(String.valueOf(result.winner()));
    assertThat(winner.peak().orElseThrow())
        .isEqualTo(result.ranking().get(0).learningRate().doubleValue());
  }

  @Test
  void allSchedules_getTheSameFreshSeeds_whichTuningHasNotSeen() {
    Map<ScheduleSpec, Set<Long>> judged = new java.util.HashMap<>();
    Set<Long> tuned = new HashSet<>();
    ScheduledRuns runs =
        (schedule, peak, updates, seed, checkpoints) -> {
          if (checkpoints > 1) {
            judged.computeIfAbsent(schedule, s -> new HashSet<>()).add(seed);
          } else {
            tuned.add(seed);
          }
          return end(schedule, peak, updates, seed, checkpoints);
        };

    compare(runs, OPTIONS.withRun(run -> run.withSeed(40)).withoutSettling());

    assertThat(tuned).containsExactly(40L);
    assertThat(judged).hasSize(4);
    assertThat(judged.values()).containsOnly(Set.of(41L, 42L, 43L, 44L, 45L));
  }

  @Test
  void optimumAtALimit_isMarkedAndNotRanked() {
    ComparisonResult result =
        compare(RUNS, OPTIONS.withRun(run -> run.withRange(2e-2, 10))).result();
    ComparisonResult.Row constant = row(result, CONSTANT);

    assertThat(constant.verdictCode()).isEqualTo(VerdictCode.EDGE_LOW);
    assertThat(constant.ranked()).isFalse();
    assertThat(result.ranking().get(3)).isEqualTo(constant);
    assertThat(constant.losses()).hasSize(5);
  }

  @Test
  void scheduleThatNeverTrains_isLast_andTheOthersAreRanked() {
    ScheduledRuns runs =
        (schedule, peak, updates, seed, checkpoints) ->
            schedule.equals(REX)
                ? new RunOutcome(3, List.of(new RunOutcome.Checkpoint(3, Double.POSITIVE_INFINITY)))
                : end(schedule, peak, updates, seed, checkpoints);

    ComparisonResult result = compare(runs, OPTIONS).result();
    ComparisonResult.Row rex = row(result, REX);

    assertThat(rex.verdictCode()).isEqualTo(VerdictCode.ALL_INFEASIBLE);
    assertThat(rex.spec()).isNull();
    assertThat(rex.ranked()).isFalse();
    assertThat(result.winner()).isNotNull();
  }

  @Test
  void peakThatFailsWithAFreshSeed_isSteppedBack() {
    ScheduledRuns runs =
        (schedule, peak, updates, seed, checkpoints) ->
            schedule.equals(REX) && seed != OPTIONS.run().seed() && peak > 0.013
                ? new RunOutcome(3, List.of(new RunOutcome.Checkpoint(3, Double.POSITIVE_INFINITY)))
                : end(schedule, peak, updates, seed, checkpoints);

    ComparisonResult.Row rex = row(compare(runs, OPTIONS).result(), REX);

    assertThat(rex.learningRate()).isLessThanOrEqualTo(0.013);
    assertThat(rex.mean()).isFinite();
  }

  @Test
  void twoBudgets_showRankChanges() {
    ComparisonResult result = compare(RUNS, OPTIONS.withTwoBudgets(true)).result();
    ComparisonResult.Budget small = result.budgets().get(0);

    assertThat(small.updates()).isEqualTo(50);
    assertThat(small.ranking().stream().map(ComparisonResult.Row::mean).toList()).isSorted();
    assertThat(result.budgets().get(1).ranking()).isEqualTo(result.ranking());
    assertThat(result.rankAgreement()).isBetween(-1.0, 1.0);
    // 1.20 against 1.10: rex is closer at the small budget, the order of the others stays.
    assertThat(small.ranking().get(3).schedule()).isEqualTo("constant");
  }

  @Test
  void timeToTarget_isTheMedianFirstCrossing_orInfinite() {
    ComparisonResult reached = compare(RUNS, OPTIONS.withTarget(1.75)).result();
    ComparisonResult missed = compare(RUNS, OPTIONS.withTarget(-5)).result();

    assertThat(row(reached, LINEAR).updatesToTarget()).isBetween(20.0, 120.0);
    assertThat(row(reached, LINEAR).updatesToTarget())
        .isLessThan(row(reached, CONSTANT).updatesToTarget());
    assertThat(row(missed, LINEAR).updatesToTarget()).isInfinite();
  }

  @Test
  void stopped_keepsTheSchedulesThatWereFinished() {
    int[] asked = {0};
    ScheduledRuns runs =
        (schedule, peak, updates, seed, checkpoints) -> {
          if (++asked[0] > 45) {
            throw new RunInterruptedException();
          }
          return end(schedule, peak, updates, seed, checkpoints);
        };

    ComparisonProtocol.Outcome outcome = compare(runs, OPTIONS);

    assertThat(outcome.interrupted()).isTrue();
    assertThat(outcome.result().ranking()).hasSizeBetween(1, 3);
    assertThat(outcome.result().ranking())
        .extracting(ComparisonResult.Row::schedule)
        .contains("linear");
    assertThat(outcome.result().budgets().get(0).complete()).isFalse();
  }

  @Test
  void referenceAndConstant_areAlwaysThere_once() {
    assertThat(ComparisonOptions.defaults().withSchedules(List.of(COSINE, COSINE)).schedules())
        .containsExactly(COSINE, LINEAR, CONSTANT);
    assertThat(ComparisonOptions.defaults().schedules()).hasSize(6);
  }

  @Test
  void optionsThatCannotBe_areRefused() {
    assertThatThrownBy(() -> OPTIONS.withRun(run -> run.withSeeds(2)))
        .hasMessageContaining("seeds must be in [3");
    assertThatThrownBy(() -> OPTIONS.withRun(run -> run.withUpdates(-1)))
        .hasMessageContaining("updates");
    assertThatThrownBy(() -> OPTIONS.withRun(run -> run.withRange(1, 2)))
        .hasMessageContaining("span a decade");
    assertThatThrownBy(() -> OPTIONS.withTarget(Double.NEGATIVE_INFINITY))
        .hasMessageContaining("target");
  }
}
