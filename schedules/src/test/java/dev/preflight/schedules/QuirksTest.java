package dev.preflight.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Known bugs and quirks of other libraries, each with what happens here instead. */
class QuirksTest {

  private static double[] values(String spec, int updates) {
    PlannedSchedule schedule = Schedules.parse(spec, updates);
    double[] values = new double[updates];
    for (int t = 0; t < updates; t++) {
      values[t] = schedule.at(t);
    }
    return values;
  }

  /** PyTorch: scheduler.step() before optimizer.step() skips the first value, 0.1. */
  @Test
  void firstValueCannotBeSkipped() {
    PlannedSchedule schedule = Schedules.parse("torch.StepLR(lr=0.1, step_size=1, gamma=0.5)", 4);
    schedule.at(1);

    assertThat(schedule.at(0)).isEqualTo(0.1);
  }

  /** DJL: MultiFactorTracker stays decayed once a later step was asked; PyTorch: get_lr(). */
  @Test
  void askingForLaterUpdates_changesNothing() {
    PlannedSchedule schedule = Schedules.parse("multi-step(peak=0.1, at=[3, 5])", 200);
    schedule.at(100);

    assertThat(schedule.at(1)).isEqualTo(0.1);
  }

  /** pytorch#196243: a SequentialLR inside a SequentialLR is ahead by one step. */
  @Test
  void nestedSequences_doNotShift() {
    String flat =
        "torch.SequentialLR(torch.ConstantLR(lr=0.1, factor=0.5, total_iters=100),"
            + " torch.ExponentialLR(lr=0.1, gamma=0.5), torch.StepLR(lr=0.1, step_size=2),"
            + " milestones=[3, 6])";
    String nested =
        "torch.SequentialLR(torch.ConstantLR(lr=0.1, factor=0.5, total_iters=100),"
            + " torch.SequentialLR(torch.ExponentialLR(lr=0.1, gamma=0.5),"
            + " torch.StepLR(lr=0.1, step_size=2), milestones=[3]), milestones=[3])";

    assertThat(values(nested, 12)).isEqualTo(values(flat, 12));
  }

  /** pytorch#129565: ChainedScheduler with warm restarts drops the other factor. */
  @Test
  void chainedWithWarmRestarts_keepsBothFactorsInEitherOrder() {
    String restarts = "torch.CosineAnnealingWarmRestarts(lr=0.1, T_0=4)";
    String constant = "torch.ConstantLR(lr=0.1, factor=0.5, total_iters=100)";

    double[] one = values("torch.ChainedScheduler(" + restarts + ", " + constant + ")", 12);
    double[] other = values("torch.ChainedScheduler(" + constant + ", " + restarts + ")", 12);
    double[] alone = values(restarts, 12);

    for (int t = 0; t < 12; t++) {
      assertThat(one[t]).isCloseTo(0.5 * alone[t], within(1e-16));
      assertThat(other[t]).isCloseTo(one[t], within(1e-16));
    }
  }

  /** PyTorch: warmup chained with Cosine(eta_min > 0) is not the product of the two. */
  @Test
  void product_isTheProduct() {
    double[] product = values("linear(peak=0.1, end=0.05) * cosine(end=0.1)", 10);
    double[] linear = values("linear(peak=0.1, end=0.05)", 10);
    double[] cosine = values("cosine(peak=1, end=0.1)", 10);

    for (int t = 0; t < 10; t++) {
      assertThat(product[t]).isEqualTo(linear[t] * cosine[t]);
    }
  }

  /**
   * PyTorch: CosineAnnealingWarmRestarts(last_epoch=20) and SequentialLR(last_epoch) resume wrong.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "torch.CosineAnnealingWarmRestarts(lr=0.1, T_0=3, T_mult=2)",
        "cosine-restarts(peak=0.1, period=3, multiplier=2)",
        "warmup(5) + step(peak=0.1, every=7)"
      })
  void resuming_isAskingForTheNextUpdate(String spec) {
    PlannedSchedule whole = Schedules.parse(spec, 60);
    for (int t = 0; t < 20; t++) {
      whole.at(t);
    }
    PlannedSchedule resumed = Schedules.parse(spec, 60);

    for (int t = 20; t < 60; t++) {
      assertThat(resumed.at(t)).isEqualTo(whole.at(t));
    }
    assertThat(whole.phaseAt(0)).isNotEmpty();
  }

  /** PyTorch: OneCycleLR divides by zero if pct * T <= 1; a run of one step gets the minimum. */
  @Test
  void oneCycle_ofShortRuns_trainsAtItsPeak() {
    assertThat(values("one-cycle(peak=0.1, pct-start=0.1)", 10)).contains(0.1);
    assertThat(values("one-cycle(peak=0.1, pct-start=0.5)", 2)).contains(0.1);
    assertThat(values("one-cycle(peak=0.1)", 1)).containsExactly(0.1);
    assertThatThrownBy(() -> values("torch.OneCycleLR(max_lr=0.1, pct_start=0.1)", 10))
        .hasMessageContaining("pct_start * total_steps <= 1")
        .hasMessageContaining("one-cycle does not");
  }

  /** PyTorch: the peak is missed if pct * T is no whole number (0.0998 or 0.0971 for T = 25). */
  @Test
  void oneCycle_hitsThePeakWhatEverTheLength() {
    double[] theirs = values("torch.OneCycleLR(max_lr=0.1, anneal_strategy=linear)", 25);

    assertThat(theirs[7]).isCloseTo(0.0971, within(5e-4)).isLessThan(0.1);
    assertThat(values("one-cycle(peak=0.1, shape=linear)", 25)).contains(0.1);
  }

  /** PyTorch: OneCycleLR bounces back up one step after the end, then throws. */
  @Test
  void oneCycle_afterTheEnd_holds() {
    PlannedSchedule schedule = Schedules.parse("torch.OneCycleLR(max_lr=0.1)", 10);

    assertThat(schedule.at(10)).isEqualTo(schedule.at(9)).isCloseTo(4e-7, within(1e-15));
  }

  /** PyTorch and Hugging Face: a cosine rises again after its end. */
  @Test
  void cosine_afterTheEnd_holds() {
    assertThat(Schedules.cosine(0.1, 8).at(12)).isZero();
  }

  /** PyTorch: ConstantLR(factor=0) fails at its milestone; total_iters=0 never ends the factor. */
  @Test
  void constantAndLinearFactors_ofNoLengthOrHeight_areSkipped() {
    assertThat(values("torch.ConstantLR(lr=0.1, factor=0, total_iters=2)", 4))
        .containsExactly(0, 0, 0.1, 0.1);
    assertThat(values("torch.ConstantLR(lr=0.1, factor=0.5, total_iters=0)", 2))
        .containsExactly(0.1, 0.1);
    assertThat(values("torch.LinearLR(lr=0.1, start_factor=0.5, total_iters=0)", 2))
        .containsExactly(0.1, 0.1);
    assertThat(values("warmup(0) + constant(peak=0.1)", 2)).containsExactly(0.1, 0.1);
  }

  /** PyTorch: LambdaLR.state_dict drops plain lambdas. Here the text is the whole schedule. */
  @Test
  void schedules_areRestoredFromTheirText() {
    PlannedSchedule schedule = Schedules.parse("warmup(5%) + one-cycle(peak=0.1)", 100);

    assertThat(ScheduleSpec.parse(schedule.toString()).resolve(Run.of(100))).isEqualTo(schedule);
  }

  /** PyTorch: OneCycleLR writes momentum into the optimizer, with Adam into beta1. */
  @Test
  void momentum_isASecondFunctionThatCanBeOff() {
    assertThat(Schedules.oneCycle(0.1, 10).momentumAt(0)).hasValue(0.95);
    assertThat(Schedules.parse("one-cycle(peak=0.1, momentum=off)", 10).momentumAt(0)).isEmpty();
    assertThat(Schedules.parse("warmup(5) + one-cycle(peak=0.1)", 20).momentumAt(0)).hasValue(0.95);
  }

  /** Keras: the restart index comes from a rounded logarithm; here it is counted. */
  @Test
  void restarts_startExactlyWhereTheSumOfPeriodsSays() {
    PlannedSchedule schedule =
        Schedules.parse(
            "keras.CosineDecayRestarts(initial_learning_rate=0.1, first_decay_steps=1000)",
            1_024_000);
    long start = 0;
    for (long length = 1000; start + length < 1_024_000; length *= 2) {
      start += length;
      assertThat(schedule.at(start)).isEqualTo(0.1);
      assertThat(schedule.at(start - 1)).isLessThan(1e-6);
    }
    assertThat(start).isGreaterThan(500_000);
  }

  /** timm: without warmup_prefix the curve is not shifted, and the peak is never reached. */
  @Test
  void warmup_inFrontOfACosine_reachesThePeak() {
    double[] theirs =
        values("timm.CosineLRScheduler(lr=0.1, t_initial=10, warmup_t=3, warmup_lr_init=1e-5)", 10);

    assertThat(theirs[3]).isCloseTo(0.0793893, within(1e-6));
    assertThat(values("warmup(3) + cosine(peak=0.1)", 10)).contains(0.1);
  }

  /** HF reads optimizer.defaults, which is wrong where groups have rates of their own. */
  @Test
  void parameterGroups_scaleTheWholeScheduleIncludingItsEnd() {
    PlannedSchedule shared = Schedules.parse("hf.polynomial(lr=0.1, lr_end=0.01)", 10);
    ParameterGroups groups = new ParameterGroups(shared, Map.of("backbone", 0.1, "head", 1.0));

    for (int t = 0; t < 10; t++) {
      assertThat(groups.of("backbone").at(t)).isEqualTo(0.1 * shared.at(t));
      assertThat(groups.of("head").at(t)).isEqualTo(shared.at(t));
    }
    assertThatThrownBy(() -> groups.of("backbon"))
        .hasMessage("no parameter group 'backbon'. Did you mean 'backbone'?");
  }
}
