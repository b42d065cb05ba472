package dev.preflight.tuner.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Report;
import dev.preflight.reports.Status;
import dev.preflight.schedules.Run;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.schedules.ScheduleTable;
import org.junit.jupiter.api.Test;

class ScheduleReportTest {

  private static Report<?> report(String spec) {
    ScheduleSpec read = ScheduleSpec.parse(spec);
    return ScheduleReport.of(ScheduleTable.of(read.resolve(Run.of(5, 0)), 100), read);
  }

  @Test
  void constant_isOneChartOfEveryUpdate() {
    Report<?> report = report("constant(peak=0.5)");

    assertThat(report.charts()).extracting(Chart::id).containsExactly("learning-rate");
    Chart.Series rates = report.charts().get(0).series().get(0);
    assertThat(rates.x()).containsExactly(0.0, 1.0, 2.0, 3.0, 4.0);
    assertThat(rates.y()).containsOnly(0.5);
    assertThat(report.summary()).isNotBlank();
  }

  @Test
  void scheduleOfMomentumToo_isTwoCharts() {
    assertThat(report("one-cycle(peak=0.1)").charts())
        .extracting(Chart::id)
        .containsExactly("learning-rate", "momentum");
  }

  @Test
  void aLengthOfItsOwn_thatDoesNotFit_isWarnedOf() {
    Report<?> cut = report("keras.CosineDecay(0.1, decay_steps=20)");
    assertThat(cut.findings()).extracting(f -> f.status()).containsExactly(Status.WARN);
    assertThat(cut.findings().get(0).title())
        .contains("decay_steps=20) changes until update 20, but the run ends at 5");
    assertThat(report("cosine(peak=0.1)").findings()).isEmpty();
  }
}
