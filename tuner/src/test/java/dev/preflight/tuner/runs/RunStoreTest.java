package dev.preflight.tuner.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.schedules.Schedules;
import dev.preflight.training.Progress;
import dev.preflight.training.data.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTest {

  @TempDir Path directory;

  private static RunOutcome outcome(double... losses) {
    return new RunOutcome(
        losses.length * 10,
        java.util.stream.IntStream.range(0, losses.length)
            .mapToObj(i -> new RunOutcome.Checkpoint(10 * (i + 1), losses[i]))
            .toList());
  }

  private RunStore open() {
    return RunStore.in(directory);
  }

  private Path file() {
    return directory.resolve(RunStore.FILE);
  }

  @Test
  void outcomes_areReadBackBitForBit() {
    RunOutcome awkward =
        outcome(
            0.1 + 0.2,
            Double.MIN_VALUE,
            -0.0,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            1.0 / 3,
            1e300);
    try (RunStore store = open()) {
      store.add("a\tkey\nwith breaks", awkward);
      store.add("second", outcome(1));
    }

    try (RunStore again = open()) {
      assertThat(again.find("a\tkey\nwith breaks")).contains(awkward);
      assertThat(again.find("second")).contains(outcome(1));
      assertThat(again.find("third")).isEmpty();
      assertThat(again.updates("sec")).isEqualTo(10);
    }
  }

  @Test
  void tornLastLine_isDropped_atEveryLength() throws IOException {
    try (RunStore store = open()) {
      store.add("first", outcome(0.25));
      store.add("second", outcome(0.5, 0.75));
    }
    byte[] whole = Files.readAllBytes(file());
    int firstLine = new String(whole, StandardCharsets.UTF_8).indexOf('\n') + 1;

    for (int length = firstLine; length < whole.length; length++) {
      Files.write(file(), java.util.Arrays.copyOf(whole, length));
      try (RunStore torn = open()) {
        assertThat(torn.find("first")).contains(outcome(0.25));
        assertThat(torn.find("second")).isEmpty();
        torn.add("second", outcome(0.5, 0.75));
      }
      assertThat(Files.readAllBytes(file())).isEqualTo(whole);
    }
  }

  @Test
  void damagedLineInTheMiddle_costsItsOwnRunOnly() throws IOException {
    try (RunStore store = open()) {
      store.add("first", outcome(0.25));
      store.add("second", outcome(0.5));
    }
    String text = Files.readString(file());
    Files.writeString(file(), text.replace("0.25", "0.26"));

    try (RunStore damaged = open()) {
      assertThat(damaged.find("first")).isEmpty();
      assertThat(damaged.find("second")).contains(outcome(0.5));
    }
  }

  @Test
  void foreignFile_isNotMistakenForRuns() throws IOException {
    Files.writeString(file(), "not\ta\trun\n", StandardOpenOption.CREATE);

    try (RunStore store = open()) {
      assertThat(store.updates("")).isZero();
    }
  }

  @Test
  void secondProcess_isRefused() {
    try (RunStore first = open()) {
      first.add("kept", outcome(1));
      assertThatThrownBy(this::open)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("in use");
    }
  }

  @Test
  void directoryThatIsNone_isSaid() {
    assertThatThrownBy(() -> RunStore.in(directory.resolve("absent")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cannot open");
  }

  @Test
  void finishedRuns_areNotMadeAgain_andOtherContextsAreNotMixedUp() {
    int[] made = {0};
    Runs runs =
        request -> {
          made[0]++;
          return outcome((double) request.seed());
        };
    RunRequest request = RunRequest.of(Schedules.linear(0.1, 10), 3);
    try (RunStore store = open()) {
      StoredRuns first = new StoredRuns(runs, store, "program 1", Progress.NONE);
      first.run(request);
      first.run(request);
      assertThat(made[0]).isEqualTo(1);
    }
    try (RunStore store = open()) {
      StoredRuns second = new StoredRuns(runs, store, "program 1", Progress.NONE);
      assertThat(second.run(request)).isEqualTo(outcome(3));
      assertThat(made[0]).isEqualTo(1);
      assertThat(second.restored()).isEqualTo(1);
      for (RunRequest other :
          List.of(
              RunRequest.of(Schedules.linear(0.1, 10), 4),
              RunRequest.of(Schedules.linear(0.2, 10), 3),
              RunRequest.of(Schedules.cosine(0.1, 10), 3),
              RunRequest.of(Schedules.linear(0.1, 11), 3),
              new RunRequest(Schedules.linear(0.1, 10), 0, 3, 1),
              new RunRequest(Schedules.linear(0.1, 10), Double.NaN, 3, 2))) {
        int before = made[0];
        second.run(other);
        assertThat(made[0]).as("%s", other).isEqualTo(before + 1);
      }
      new StoredRuns(runs, store, "program 2", Progress.NONE).run(request);
      assertThat(made[0]).isEqualTo(8);
    }
  }
}
