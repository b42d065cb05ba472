package dev.preflight.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

/** What holds for every schedule, whatever its parameters. */
class SpecProperties {
  private static final double PEAK = 0.1;

  /** Kinds that start at their peak and end at their end value. */
  @Provide
  Arbitrary<String> decays() {
    return Combinators.combine(Arbitraries.of("linear", "cosine", "rex", "polynomial"), percent())
        .as((kind, end) -> kind + "(peak=0.1, end=" + end + ")");
  }

  private static Arbitrary<String> percent() {
    return Arbitraries.integers().between(0, 100).map(n -> n + "%");
  }

  private static Arbitrary<String> span() {
    return Arbitraries.oneOf(
        percent(),
        Arbitraries.integers().between(1, 40).map(String::valueOf),
        Arbitraries.just("1ep"));
  }

  private static Arbitrary<String> fraction() {
    return Arbitraries.integers().between(0, 100).map(n -> Value.format(n / 100.0));
  }

  /** Any single phase, with any legal parameters, never above its peak. */
  @Provide
  Arbitrary<String> bodies() {
    Arbitrary<String> steps =
        Combinators.combine(Arbitraries.of("step", "exponential"), span(), fraction())
            .as(
                (kind, every, factor) ->
                    kind + "(peak=0.1, every=" + every + ", factor=" + factor + ")");
    Arbitrary<String> milestones =
        Combinators.combine(span(), span(), fraction())
            .as(
                (a, b, factor) ->
                    "multi-step(peak=0.1, at=[" + a + ", " + b + "], factor=" + factor + ")");
    Arbitrary<String> inverse =
        span().map(every -> "inverse-time(peak=0.1, rate=3, every=" + every + ")");
    Arbitrary<String> root = span().map(scale -> "inverse-sqrt(peak=0.1, timescale=" + scale + ")");
    Arbitrary<String> restarts =
        Combinators.combine(span(), Arbitraries.of("1", "1.01", "1.5", "2"), fraction(), percent())
            .as(
                (period, multiplier, decay, end) ->
                    "cosine-restarts(peak=0.1, end="
                        + end
                        + ", period="
                        + period
                        + ", multiplier="
                        + multiplier
                        + ", decay="
                        + decay
                        + ")");
    Arbitrary<String> cyclic =
        Combinators.combine(
                span(),
                span(),
                percent(),
                Arbitraries.of("triangular", "triangular2", "exp-range", "[1, 0.3]"))
            .as(
                (up, down, base, scale) ->
                    "cyclic(peak=0.1, base="
                        + base
                        + ", up="
                        + up
                        + ", down="
                        + down
                        + ", scale="
                        + scale
                        + ", gamma=0.99)");
    Arbitrary<String> oneCycle =
        Combinators.combine(fraction(), Arbitraries.of("cosine", "linear"), percent())
            .as(
                (pct, shape, start) ->
                    "one-cycle(peak=0.1, pct-start="
                        + pct
                        + ", start="
                        + start
                        + ", shape="
                        + shape
                        + ")");
    Arbitrary<String> threePhase =
        Arbitraries.integers()
            .between(0, 50)
            .map(
                pct ->
                    "one-cycle(peak=0.1, pct-start="
                        + Value.format(pct / 100.0)
                        + ", phases=three)");
    Arbitrary<String> flat = percent().map(until -> "flat-cosine(peak=0.1, until=" + until + ")");
    return Arbitraries.oneOf(
        decays(), steps, milestones, inverse, root, restarts, cyclic, oneCycle, threePhase, flat);
  }

  /** A schedule with its own warmup and decay, which needs the whole run. */
  private static Arbitrary<String> wsd() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 50),
            Arbitraries.integers().between(0, 49),
            Arbitraries.of("linear", "cosine", "1-sqrt"))
        .as(
            (up, down, shape) ->
                "wsd(peak=0.1, warmup=" + up + "%, decay=" + down + "%, shape=" + shape + ")");
  }

  /** Bodies with warmups, cooldowns and combinators around them. */
  @Provide
  Arbitrary<String> specs() {
    Arbitrary<String> warmed =
        Combinators.combine(
                Arbitraries.integers().between(0, 60),
                Arbitraries.of("linear", "exponential", "cosine"),
                Arbitraries.integers().between(0, 40),
                bodies())
            .as(
                (up, shape, down, body) ->
                    "warmup("
                        + up
                        + "%, shape="
                        + shape
                        + ") + "
                        + body
                        + " + cooldown("
                        + down
                        + "%)");
    Arbitrary<String> combined =
        Combinators.combine(bodies(), bodies())
            .as(
                (a, b) ->
                    "0.5 * (clipped("
                        + a
                        + ", max=0.08) * repeated("
                        + b.replace("peak=0.1", "peak=1")
                        + ", every=30%))");
    return Arbitraries.oneOf(bodies(), wsd(), warmed, combined);
  }

  private static PlannedSchedule plan(String spec, int updates) {
    return ScheduleSpec.parse(spec).resolve(Run.of(updates, 7));
  }

  @Property(tries = 300)
  void everySchedule_isFiniteAndBoundedByItsPeak(
      @ForAll("specs") String spec, @ForAll @IntRange(min = 1, max = 300) int updates) {
    PlannedSchedule schedule = plan(spec, updates);

    for (int t = 0; t < updates + 3; t++) {
      assertThat(schedule.at(t)).as("update %d", t).isBetween(0.0, PEAK);
      schedule.momentumAt(t).ifPresent(m -> assertThat(m).isBetween(0.8, 0.95));
    }
  }

  @Property(tries = 300)
  void everySchedule_isIndependentOfTheOrderOfCalls(
      @ForAll("specs") String spec,
      @ForAll @IntRange(min = 1, max = 200) int updates,
      @ForAll long seed) {
    PlannedSchedule schedule = plan(spec, updates);
    List<Double> forward = new ArrayList<>();
    for (int t = 0; t < updates; t++) {
      forward.add(schedule.at(t));
    }
    List<Integer> shuffled = new ArrayList<>();
    for (int t = 0; t < updates; t++) {
      shuffled.add(t);
    }
    Collections.shuffle(shuffled, new Random(seed));

    for (int t : shuffled) {
      assertThat(schedule.at(t)).isEqualTo(forward.get(t));
    }
  }

  @Property(tries = 300)
  void everySpec_roundTripsThroughTextAndMaps(@ForAll("specs") String text) {
    ScheduleSpec spec = ScheduleSpec.parse(text);

    assertThat(ScheduleSpec.parse(spec.toString())).isEqualTo(spec);
    assertThat(ScheduleSpec.fromMap(spec.toMap())).isEqualTo(spec);
    assertThat(spec.toString()).isEqualTo(ScheduleSpec.parse(spec.toString()).toString());
  }

  @Property(tries = 300)
  void anotherPeak_scalesTheWholeCurve(
      @ForAll("bodies") String spec,
      @ForAll @Scale(7) @DoubleRange(min = 1e-5, max = 10) double peak,
      @ForAll @IntRange(min = 1, max = 100) int updates) {
    PlannedSchedule schedule = plan(spec, updates);
    PlannedSchedule scaled = schedule.withPeak(peak);

    assertThat(scaled.peak()).isEqualTo(peak);
    for (int t = 0; t < updates; t++) {
      double expected = schedule.at(t) / PEAK * peak;
      assertThat(scaled.at(t)).isCloseTo(expected, within(1e-12 * peak));
    }
  }

  @Property(tries = 300)
  void compressingToTheSameLength_changesNothing(
      @ForAll("specs") String spec, @ForAll @IntRange(min = 40, max = 200) int updates) {
    PlannedSchedule schedule = plan(spec, updates);
    Run run = schedule.run();
    PlannedSchedule same = schedule.spec().compressed(run, updates).resolve(run);

    for (int t = 0; t < updates; t++) {
      assertThat(same.at(t)).isCloseTo(schedule.at(t), within(1e-12));
    }
    assertThat(schedule.compressedTo(updates)).isSameAs(schedule);
  }

  @Property(tries = 300)
  void everyCompression_canBePlanned(
      @ForAll("specs") String spec,
      @ForAll @IntRange(min = 40, max = 200) int updates,
      @ForAll @IntRange(min = 1, max = 200) int shorter) {
    PlannedSchedule compressed = plan(spec, updates).compressedTo(shorter);

    assertThat(compressed.run().updates()).isEqualTo(shorter);
    assertThat(compressed.at(shorter - 1)).isBetween(0.0, PEAK);
  }

  @Property(tries = 300)
  void decays_startAtThePeakAndGiveTheLastUpdateTheEnd(
      @ForAll("decays") String spec, @ForAll @IntRange(min = 2, max = 500) int updates) {
    PlannedSchedule schedule = plan(spec, updates);
    double end = Double.parseDouble(spec.replaceAll(".*end=(\\d+)%.*", "$1")) / 100 * PEAK;

    assertThat(schedule.at(0)).isEqualTo(PEAK);
    assertThat(schedule.at(updates - 1)).isEqualTo(end);
    for (int t = 1; t < updates; t++) {
      assertThat(schedule.at(t)).isLessThanOrEqualTo(schedule.at(t - 1));
    }
  }

  @Property(tries = 300)
  void oneCycle_hitsItsPeakExactlyForEveryLengthAndShare(
      @ForAll @IntRange(min = 1, max = 300) int updates,
      @ForAll @DoubleRange(min = 0, max = 1) double pct) {
    PlannedSchedule schedule =
        plan("one-cycle(peak=0.1, pct-start=" + Value.format(pct) + ")", updates);
    double highest = 0;
    double lowestMomentum = 1;
    for (int t = 0; t < updates; t++) {
      highest = Math.max(highest, schedule.at(t));
      lowestMomentum = Math.min(lowestMomentum, schedule.momentumAt(t).orElseThrow());
    }

    assertThat(highest).isEqualTo(PEAK);
    assertThat(lowestMomentum).isEqualTo(0.85);
    if (updates > 1) {
      assertThat(schedule.at(updates - 1)).isCloseTo(4e-7, within(1e-18));
    }
  }

  @Property(tries = 300)
  void warmup_reachesThePeakAtItsLastUpdateInSteps(
      @ForAll @IntRange(min = 1, max = 100) int warmup,
      @ForAll @IntRange(min = 1, max = 100) int rest) {
    PlannedSchedule schedule = plan("warmup(" + warmup + ") + cosine(peak=0.1)", warmup + rest);

    assertThat(schedule.at(0)).isCloseTo(PEAK / warmup, within(1e-16));
    assertThat(schedule.at(warmup - 1)).isEqualTo(PEAK);
    assertThat(schedule.at(warmup)).isEqualTo(PEAK);
    for (int t = 1; t < warmup; t++) {
      assertThat(schedule.at(t) - schedule.at(t - 1)).isCloseTo(PEAK / warmup, within(1e-15));
    }
  }

  /** Cycles that are counted are whole: each has its base, its exact peak, and the run its end. */
  @Property(tries = 300)
  void countedCycles_areWhole(
      @ForAll @IntRange(min = 3, max = 5000) int updates,
      @ForAll @IntRange(min = 1, max = 60) int cycles) {
    PlannedSchedule schedule =
        plan("cyclic(peak=0.1, base=0.02, cycles=" + cycles + ", momentum=[0.9, 0.8])", updates);
    int peaks = 0;
    for (int t = 0; t < updates; t++) {
      assertThat(schedule.at(t)).isBetween(0.02, PEAK);
      assertThat(schedule.momentumAt(t).orElseThrow()).isBetween(0.8, 0.9);
      peaks += schedule.at(t) == PEAK ? 1 : 0;
    }
    assertThat(peaks).isEqualTo(Math.min(cycles, (updates - 1) / 2));
    assertThat(schedule.at(0)).isEqualTo(0.02);
    assertThat(schedule.at(updates - 1)).isEqualTo(0.02);
  }

  /** Where continuity is promised, no step is larger than the steepest slope allows. */
  @Property(tries = 300)
  void smoothSchedules_haveNoJump(
      @ForAll @IntRange(min = 100, max = 1000) int updates,
      @ForAll @IntRange(min = 10, max = 40) int up,
      @ForAll @IntRange(min = 10, max = 40) int down) {
    List<String> smooth =
        List.of(
            "warmup(" + up + "%) + cosine(peak=0.1, end=0)",
            "warmup(" + up + "%) + constant(peak=0.1) + cooldown(" + down + "%)",
            "wsd(peak=0.1, warmup=" + up + "%, decay=" + down + "%)",
            "one-cycle(peak=0.1, pct-start=" + up / 100.0 + ")",
            "cyclic(peak=0.1, up=" + up + "%, down=" + down + "%)",
            "cyclic(peak=0.1, cycles=" + up / 10 + ")");
    for (String spec : smooth) {
      PlannedSchedule schedule = plan(spec, updates);
      double steepest = Math.PI / 2 * PEAK / (0.09 * updates);
      for (int t = 1; t < updates; t++) {
        assertThat(Math.abs(schedule.at(t) - schedule.at(t - 1)))
            .as("%s at %d", spec, t)
            .isLessThanOrEqualTo(steepest);
      }
    }
  }
}
