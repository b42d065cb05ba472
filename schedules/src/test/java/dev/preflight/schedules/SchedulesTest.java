package dev.preflight.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SchedulesTest {

  @Test
  void constant_holdsForEver() {
    PlannedSchedule constant = Schedules.constant(0.1);

    assertThat(constant.at(0)).isEqualTo(0.1);
    assertThat(constant.at(1_000_000)).isEqualTo(0.1);
    assertThat(constant).hasToString("constant(peak=0.1)");
  }

  @Test
  void linear_lastUpdateGetsTheEndValue() {
    PlannedSchedule linear = Schedules.linear(0.1, 5);

    assertThat(linear.at(0)).isEqualTo(0.1);
    assertThat(linear.at(2)).isEqualTo(0.05);
    assertThat(linear.at(4)).isZero();
    assertThat(linear.at(5)).isZero();
  }

  @Test
  void warmup_endsExactlyAtThePeakAndWastesNoUpdate() {
    PlannedSchedule schedule = Schedules.parse("warmup(4) + cosine(peak=0.1, end=0)", 20);

    assertThat(schedule.at(0)).isEqualTo(0.025);
    assertThat(schedule.at(3)).isEqualTo(0.1);
    assertThat(schedule.at(4)).isEqualTo(0.1);
    assertThat(schedule.at(19)).isZero();
    assertThat(schedule.phaseAt(3)).isEqualTo("warmup");
    assertThat(schedule.phaseAt(4)).isEqualTo("cosine");
  }

  @Test
  void withPeak_scalesEveryWrittenRate() {
    PlannedSchedule schedule = Schedules.parse("warmup(4) + cosine(peak=0.1, end=0.01)", 20);

    PlannedSchedule higher = schedule.withPeak(0.3);

    assertThat(higher.peak()).isEqualTo(0.3);
    assertThat(higher.at(4)).isEqualTo(0.3);
    assertThat(higher.at(19)).isEqualTo(0.03);
  }

  @Test
  void compressedTo_keepsTheSharesOfEveryPhase() {
    PlannedSchedule schedule = Schedules.parse("warmup(50) + step(peak=0.1, every=300)", 1000);

    PlannedSchedule quarter = schedule.compressedTo(100);

    assertThat(quarter).hasToString("warmup(5%) + step(peak=0.1, every=30%)");
    assertThat(quarter.at(4)).isEqualTo(0.1);
    assertThat(quarter.at(34)).isEqualTo(0.1);
    assertThat(quarter.at(35)).isEqualTo(schedule.at(350));
  }

  @Test
  void negativeUpdate_isRejected() {
    assertThatThrownBy(() -> Schedules.constant(0.1).at(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("update must be at least 0, was -1");
  }

  @Test
  void strictRun_rejectsUpdatesAfterTheLast() {
    PlannedSchedule strict = ScheduleSpec.parse("constant(0.1)").resolve(Run.of(10).strict());

    assertThat(strict.at(9)).isEqualTo(0.1);
    assertThatThrownBy(() -> strict.at(10))
        .hasMessage("update 10 is after the last of 10 planned updates");
  }
}
