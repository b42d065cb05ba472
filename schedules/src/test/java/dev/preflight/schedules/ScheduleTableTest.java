package dev.preflight.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ScheduleTableTest {

  @Test
  void table_hasFirstLastAndTheFirstUpdateOfEachPhase() {
    PlannedSchedule schedule =
        Schedules.parse("warmup(33) + cosine(peak=0.1, for=500) + cooldown(467)", 1000);

    ScheduleTable table = ScheduleTable.of(schedule, 5);

    assertThat(table.rows())
        .extracting(ScheduleTable.Row::update)
        .containsExactly(0L, 33L, 250L, 500L, 533L, 749L, 999L);
    assertThat(table.rows())
        .extracting(ScheduleTable.Row::phase)
        .containsExactly(
            "warmup", "cosine", "cosine", "cosine", "cooldown", "cooldown", "cooldown");
    assertThat(table.rows().get(1).learningRate()).isEqualTo(0.1);
    assertThat(table.rows().get(1).momentum()).isEmpty();
  }

  @Test
  void table_ofAShortRun_hasEveryUpdateOnce() {
    ScheduleTable table = ScheduleTable.of(Schedules.oneCycle(0.1, 10), 100);

    assertThat(table.rows())
        .extracting(ScheduleTable.Row::update)
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    assertThat(table.rows().get(2))
        .isEqualTo(new ScheduleTable.Row(2, 0.1, OptionalDouble.of(0.85), "rise"));
    assertThat(ScheduleTable.of(Schedules.constant(0.1), 2).rows()).hasSize(1);
  }

  @Test
  void conventions_sayWhatIsInForce() {
    PlannedSchedule ours = Schedules.parse("warmup(5%) + cosine(peak=0.1)", 100);
    PlannedSchedule torch = Schedules.parse("torch.CosineAnnealingLR(lr=0.1, T_max=100)", 100);

    assertThat(ours.conventions())
        .contains("Update 0 is the first of 100 planned updates.")
        .contains("Warmup counts inside the planned updates.")
        .contains("After the last planned update the last value is held.")
        .anyMatch(sentence -> sentence.contains("starts at 1/W of the peak"))
        .anyMatch(sentence -> sentence.contains("last planned update gets the end value"))
        .doesNotHaveDuplicates();
    assertThat(torch.conventions())
        .anyMatch(sentence -> sentence.contains("end value is reached one update after"));
  }

  @Test
  void tooFewRows_areRejected() {
    assertThatThrownBy(() -> ScheduleTable.of(Schedules.constant(0.1), 1))
        .hasMessage("maxRows must be at least 2, was 1");
  }
}
