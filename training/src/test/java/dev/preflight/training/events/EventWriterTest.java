package dev.preflight.training.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read back, by our reader; TensorBoard's own is tried by hand (docs). */
class EventWriterTest {

  @TempDir Path directory;

  private static double last(Series series) {
    return series.value(series.size() - 1);
  }

  @Test
  void scalars_areReadBack() {
    try (EventWriter writer = EventWriter.in(directory, 0)) {
      for (int i = 1; i <= 10; i++) {
        writer.scalar("loss", i, 1.0 / i);
        writer.histogram("weights", i, new float[] {0, 1, 2, Float.NaN});
      }
      writer.scalar("loss", 11, Double.NaN);
    }
    RunLog log = RunLogs.read(directory, null);
    Series loss = log.find("loss").orElseThrow();
    assertThat(loss.size()).isEqualTo(11);
    assertThat(loss.value(1)).isEqualTo(0.5);
    assertThat(last(loss)).isNaN();
    assertThat(log.series()).hasSize(1);
  }

  @Test
  void runThatGoesOn_hidesWhatCameAfterItsCheckpoint() {
    try (EventWriter writer = EventWriter.in(directory, 0)) {
      for (int i = 1; i <= 10; i++) {
        writer.scalar("loss", i, i);
      }
    }
    try (EventWriter writer = EventWriter.in(directory, 6)) {
      for (int i = 7; i <= 12; i++) {
        writer.scalar("loss", i, -i);
      }
    }
    Series loss = RunLogs.read(directory, null).find("loss").orElseThrow();
    assertThat(loss.size()).isEqualTo(12);
    assertThat(loss.value(5)).isEqualTo(6);
    assertThat(loss.value(6)).isEqualTo(-7);
  }
}
