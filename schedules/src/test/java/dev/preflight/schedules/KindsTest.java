package dev.preflight.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values worked out by hand. */
class KindsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "linear(1)                              | 1 .75 .5 .25 0",
        "linear(1, endpoint=exclusive)          | 1 .8 .6 .4 .2",
        "linear(1, end=10%)                     | 1 .775 .55 .325 .1",
        "polynomial(1)                          | 1 .5625 .25 .0625 0",
        "polynomial(1, power=1)                 | 1 .75 .5 .25 0",
        "cosine(1)                              | 1 .8535533905932737 .5 .14644660940672624 0",
        "rex(1)                                 | 1 .8571428571428571 .6666666666666666 .4 0",
        "geometric(1, end=1e-4)                 | 1 .1 .01 .001 .0001",
        "step(1, every=2)                       | 1 1 .1 .1 .01",
        "step(1, every=2, factor=0)             | 1 1 0 0 0",
        "exponential(1, factor=.25, every=2)    | 1 .5 .25 .125 .0625",
        "multi-step(1, at=[1, 3], factor=.5)    | 1 .5 .5 .25 .25",
        "multi-step(1, at=[3, 1], factor=.5)    | 1 .5 .5 .25 .25",
        "piecewise([1, .2, .7], at=[2, 3])      | 1 1 .2 .7 .7",
        "inverse-time(1, rate=1, every=1)       | 1 .5 .3333333333333333 .25 .2",
        "inverse-sqrt(1, timescale=1)           | 1 .7071067811865475 .5773502691896258 .5 .4472135954999579",
        "cosine-restarts(1, period=3)           | 1 .5 0 1 .5 0 1",
        "cosine-restarts(1, period=3, decay=.5) | 1 .5 0 .5 .25 0 .25",
        "cosine-restarts(1, period=1, multiplier=3) | 1 1 .5 0 1 .9619397662556434 .8535533905932737",
        "cyclic(1, base=0, up=2)                | 0 .5 1 .5 0 .5 1 .5 0",
        "cyclic(1, base=0, up=1, down=3)        | 0 1 .6666666666666666 .3333333333333333 0 1",
        "cyclic(1, base=0, down=2)              | 0 .5 1 .5 0 .5 1 .5 0",
        "cyclic(1, base=0, cycles=2)            | 0 .5 1 .5 0 .5 1 .5 0",
        "cyclic(1, base=0, cycles=3)            | 0 1 .5 0 1 0 .5 1 0",
        "cyclic(1, base=0)                      | 0 1 0 1 0 1 0",
        "cyclic(1, base=0, cycles=9)            | 0 1",
        "cyclic(1, base=0, up=1, scale=triangular2) | 0 1 0 .5 0 .25 0",
        "cyclic(1, base=0, up=1, scale=[1, .3]) | 0 1 0 .3 0 .3 0",
        "cyclic(1, base=0, up=1, scale=exp-range, gamma=.5) | 0 .5 0 .125 0",
        "one-cycle(1, start=0, end=0, shape=linear, pct-start=.5) | 0 .5 1 .6666666666666667 .33333333333333337 0",
        "one-cycle(1, start=50%, end=0, shape=linear, phases=three, pct-start=.4) | .5 1 .5 .25 0",
        "wsd(1, warmup=2, decay=2)              | .5 1 1 1 .5 0",
        "flat-cosine(1, until=2)                | 1 1 1 .5 0",
        "warmup(4) + constant(1)                | .25 .5 .75 1 1 1",
        "warmup(3, from=0) + constant(1)        | 0 .5 1 1",
        "warmup(3, from=1%, shape=exponential) + constant(1) | .01 .1 1 1",
        "warmup(3, from=0, shape=cosine) + constant(1) | 0 .5 1 1",
        "constant(1) + cooldown(4)              | 1 1 .75 .5 .25 0",
        "constant(1) + cooldown(4, end=50%)     | 1 1 .875 .75 .625 .5",
        "constant(1, for=50%) + constant(2)     | 1 1 2 2",
        "constant(1, for=50%) + constant(2, for=50%) | 1 1 2",
        "warmup(2) + multi-step(1, at=[3])      | .5 1 1 .1 .1",
        ".5 * linear(1)                         | .5 .375 .25 .125 0",
        "linear(1) * step(every=2)              | 1 .75 .05 .025 0",
        "clipped(linear(1), min=.3, max=.6)     | .6 .6 .5 .3 .3",
        "repeated(linear(1), every=3)           | 1 .5 0 1 .5 0 1",
        "exponential-growth(1, weight-decay=.5, momentum=0) | 2 8 32 128",
      })
  void values_areThoseWorkedOutByHand(String spec, String expected) {
    double[] values =
        Arrays.stream(expected.strip().split("\\s+", -1))
            .mapToDouble(Double::parseDouble)
            .toArray();
    PlannedSchedule schedule = Schedules.parse(spec, values.length);

    for (int t = 0; t < values.length; t++) {
      assertThat(schedule.at(t)).as("update %d", t).isCloseTo(values[t], within(2e-15));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "cosine                            | cosine needs peak, as in cosine(peak=0.1)",
        "warmup(5%)                        | warmup needs a schedule after it",
        "constant(1) + warmup(5%)          | warmup needs a schedule after it",
        "cooldown(5%) + constant(1)        | cooldown needs a schedule before it",
        "constant(1) + linear(1)           | only one phase can take the rest of the run",
        "warmup(11) + linear(1)            | the phases take 11 updates, but only 10 are planned",
        "warmup(1ep) + linear(1)           | the length 1ep is in epochs, and the run does not say",
        "cyclic(1, base=2)                 | cyclic needs base <= peak, was 2 > 1",
        "cyclic(1, cycles=2.5)             | cycles must be a whole number, was 2.5",
        "cyclic(1, cycles=2, up=3)         | cyclic takes cycles, or up and down, not both",
        "piecewise([1, 2], at=[1, 2])      | piecewise needs one value more than milestones",
        "piecewise([1%, 2], at=[1])        | piecewise has no peak, so its rates cannot be percentages",
        "geometric(1, end=0)               | geometric multiplies, so end must be above 0, was 0",
        "one-cycle(1, pct-start=.6, phases=three) | pct-start must be in [0, 0.5] with phases=three",
        "one-cycle(1, momentum=[.8, .9])   | momentum takes [high, low] or off",
        "cosine-restarts(1, multiplier=1.001) | multiplier must be 1 or at least 1.01, was 1.001",
        "clipped(constant(1), min=2, max=1) | clipped needs min <= max, was 2.0 > 1.0",
        "torch.StepLR(lr=1)                | torch.StepLR needs step_size",
      })
  void specsThatDoNotFitTheRun_sayWhy(String spec, String message) {
    ScheduleSpec parsed = ScheduleSpec.parse(spec);

    assertThatThrownBy(() -> parsed.resolve(Run.of(10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void epochs_areResolvedAgainstTheRun() {
    PlannedSchedule schedule = ScheduleSpec.parse("step(1, every=2ep)").resolve(Run.of(100, 10));

    assertThat(schedule.at(19)).isEqualTo(1);
    assertThat(schedule.at(20)).isCloseTo(0.1, within(1e-16));
  }

  @Test
  void momentum_mirrorsTheRate() {
    PlannedSchedule cyclic = Schedules.parse("cyclic(1, base=0, up=2)", 9);

    assertThat(cyclic.momentumAt(0)).hasValue(0.9);
    assertThat(cyclic.momentumAt(2)).hasValue(0.8);
    assertThat(cyclic.momentumAt(1).orElseThrow()).isCloseTo(0.85, within(1e-15));
  }

  @Test
  void runs_areValidated() {
    assertThatThrownBy(() -> Run.of(0)).hasMessage("updates must be in [1, 2^53], was 0");
    assertThatThrownBy(() -> Run.of(1, -1))
        .hasMessage("updatesPerEpoch must be at least 0, was -1");
  }

  @Test
  void hugeRuns_stayExactAndQuick() {
    PlannedSchedule schedule =
        Schedules.parse(
            "warmup(1%) + cosine-restarts(1, period=1, multiplier=1.01)", Run.MAX_UPDATES);

    assertThat(schedule.at(Run.MAX_UPDATES - 1)).isBetween(0.0, 1.0);
    assertThat(Schedules.linear(1, Run.MAX_UPDATES).at(Run.MAX_UPDATES - 1)).isZero();
  }
}
