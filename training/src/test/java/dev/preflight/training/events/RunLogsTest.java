package dev.preflight.training.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.training.data.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The event files were written by Keras 3.15 (TensorFlow 2.21) and by torch 2.13's SummaryWriter,
 * with benchmarks/peers/run_logs.py and a loop of six steps; the values expected are those that
 * TensorBoard 2.21's EventAccumulator reads.
 */
class RunLogsTest {

  @TempDir Path directory;

  private static Path resource(String name) {
    return Path.of(
        Objects.requireNonNull(RunLogsTest.class.getResource("/logs/" + name)).getPath());
  }

  private Path file(String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RunLog read(Path place) {
    return RunLogs.read(place, null);
  }

  private static Series series(RunLog log, String name) {
    return log.find(name).orElseThrow();
  }

  @Test
  void directoryOfKeras_isOneRun_withTwoParts() {
    RunLog log = read(resource("keras"));
    Series loss = series(log, "validation/epoch_loss");

    assertThat(log.series().stream().map(Series::name))
        .contains("train/epoch_loss", "train/epoch_accuracy", "validation/epoch_accuracy");
    assertThat(loss.size()).isEqualTo(30);
    assertThat(loss.step(29)).isEqualTo(29);
    assertThat((float) loss.value(1)).isEqualTo(0.5941431f);
    assertThat((float) loss.value(29)).isEqualTo(0.46804458f);
    assertThat(log.notes()).isEmpty();
  }

  @Test
  void eventFileOfPyTorch_isRead_withoutItsHistograms() {
    RunLog log = read(resource("torch"));
    Series loss = series(log, "train/loss");

    assertThat(log.series()).hasSize(1);
    assertThat(loss.values()).startsWith(2.0, 1.0).hasSize(6);
    assertThat(loss.step(5)).isEqualTo(50);
    assertThat(loss.value(5)).isNaN();
  }

  @Test
  void eventFileThatIsBeingWritten_isReadAsFarAsItGoes() throws IOException {
    byte[] whole = Files.readAllBytes(resource("torch").resolve("events.out.tfevents.1.torch"));
    int points = 0;
    for (int length = whole.length; length > 100; length -= 7) {
      Path cut = directory.resolve("events.out.tfevents.2");
      Files.write(cut, Arrays.copyOf(whole, length));
      RunLog log = read(cut);
      points = Math.max(points, (int) log.points());
      assertThat(log.points()).isLessThanOrEqualTo(6);
    }
    assertThat(points).isEqualTo(6);
  }

  @Test
  void damagedEventFile_isRefused_withTheRecord() throws IOException {
    byte[] bytes = Files.readAllBytes(resource("torch").resolve("events.out.tfevents.1.torch"));
    bytes[150] ^= 1;
    Path damaged = directory.resolve("events.out.tfevents.3");
    Files.write(damaged, bytes);

    assertThatThrownBy(() -> read(damaged))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is damaged");
  }

  @Test
  void severalRunsBelowADirectory_areRefused_byName() throws IOException {
    for (String run : new String[] {"a", "b/train", "b/validation"}) {
      Path to = Files.createDirectories(directory.resolve(run));
      Files.copy(
          resource("torch").resolve("events.out.tfevents.1.torch"),
          to.resolve("events.out.tfevents.1"));
    }

    assertThatThrownBy(() -> read(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("holds 2 runs: a, b");
    assertThat(read(directory.resolve("b")).series())
        .extracting(Series::name)
        .containsExactly("train/train/loss", "validation/train/loss");
  }

  @Test
  void twoRunsInOneDirectory_areRefused() throws IOException {
    for (String name : new String[] {"events.out.tfevents.1", "events.out.tfevents.2"}) {
      Files.copy(resource("torch").resolve("events.out.tfevents.1.torch"), directory.resolve(name));
    }

    assertThatThrownBy(() -> read(directory))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("goes back from step 50 to 0: two runs in one log");
  }

  @Test
  void csvOfKeras_isReadByItsEpochs() {
    RunLog log = read(file("log.csv", "epoch,accuracy,loss,val_loss\n0,0.5,2,1\n1,0.75,nan,inf\n"));

    assertThat(log.series())
        .extracting(Series::name)
        .containsExactly("accuracy", "loss", "val_loss");
    assertThat(series(log, "accuracy").step(1)).isEqualTo(1);
    assertThat(series(log, "loss").value(1)).isNaN();
    assertThat(series(log, "val_loss").value(1)).isInfinite();
  }

  @Test
  void csvOfLightning_hasEmptyCells_andTwoRowsAStep() {
    RunLog log =
        read(
            file(
                "metrics.csv",
                "epoch,step,train_loss,val_loss\n0,9,1.5,\n0,9,,1.25\n1,19,1,\n1,19,,0.75\n"));

    assertThat(series(log, "train_loss").values()).containsExactly(1.5, 1);
    assertThat(series(log, "val_loss").step(1)).isEqualTo(19);
    assertThat(series(log, "epoch").size()).isEqualTo(2);
  }

  @Test
  void jsonLines_mayBeNested_andHoldNan() {
    RunLog log =
        read(
            file(
                "log.jsonl",
                """
                {"step": 10, "train": {"loss": 1.5}, "note": "x", "list": [1]}

                {"step": 20, "train": {"loss": NaN}, "val": {"loss": "Infinity"}}
                """));

    assertThat(series(log, "train/loss").value(0)).isEqualTo(1.5);
    assertThat(series(log, "train/loss").value(1)).isNaN();
    assertThat(series(log, "val/loss").value(0)).isInfinite();
    assertThat(series(log, "val/loss").step(0)).isEqualTo(20);
  }

  @Test
  void lastLineThatIsCut_isLeftOut_andSaidSo() {
    RunLog csv = read(file("a.csv", "step,loss\n1,2\n2,1.2"));
    RunLog json = read(file("b.jsonl", "{\"step\": 1, \"loss\": 2}\n{\"step\": 2, \"lo"));

    assertThat(series(csv, "loss").size()).isEqualTo(1);
    assertThat(csv.notes()).singleElement().asString().contains("ends inside line 3");
    assertThat(series(json, "loss").size()).isEqualTo(1);
    assertThat(json.notes()).singleElement().asString().contains("ends inside line 2");
  }

  @Test
  void stepsThatGoBackIntoTheMiddle_areARestart() {
    RunLog log = read(file("a.csv", "step,loss\n1,5\n2,4\n3,3\n2,3.5\n3,2.5\n4,2\n"));

    assertThat(series(log, "loss").values()).containsExactly(5, 3.5, 2.5, 2);
    assertThat(log.notes())
        .singleElement()
        .asString()
        .contains("line 5: steps go back from 3 to 2");
  }

  @Test
  void seriesThatBeganAfterTheRestart_isNoSecondRun() {
    RunLog log =
        read(file("a.csv", "step,loss,val_loss\n1,5,\n2,4,\n3,3,9\n2,3.5,\n3,2.5,8\n4,2,\n"));

    assertThat(series(log, "val_loss").values()).containsExactly(8);
    assertThat(log.notes()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                | is empty",
        "'1,2\n2,3\n'                      | begins with numbers",
        "'step,loss\n1,2\n2,x\n'           | line 3: 'x' in column loss is no number",
        "'step,loss\n1,2\n2,3,4\n3,1\n'    | line 3 has 3 cells, the header 2",
        "'step,loss\n5,2\n6,1\n5,2\n6,1\n' | line 4: 'loss' goes back from step 6 to 5",
        "'step,loss\n1,2\n1.5,3\n'         | ''",
      })
  void badCsv_isRefused_withThePlace(String text, String message) {
    Path bad = file("bad.csv", text);
    if (message.isEmpty()) {
      // A column of parts of epochs counts nothing: rows do.
      assertThat(series(read(bad), "loss").step(1)).isEqualTo(2);
      return;
    }
    assertThatThrownBy(() -> read(bad))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void badJson_isRefused_withItsLine() {
    Path bad =
        file("bad.jsonl", "{\"loss\": 1}\nTraceback (most recent call last)\n{\"loss\": 2}\n");

    assertThatThrownBy(() -> read(bad))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("line 2 is no JSON object");
  }

  @Test
  void rowsAreCounted_whereNothingCountsSteps_orNothingIsWanted() {
    Path bare = file("a.csv", "loss\n3\n2\n1\n");
    Path again = file("b.csv", "batch,loss\n0,3\n1,2\n0,1\n1,0.5\n");

    assertThat(series(read(bare), "loss").step(2)).isEqualTo(3);
    assertThat(series(RunLogs.read(again, "none"), "loss").size()).isEqualTo(4);
    assertThatThrownBy(() -> RunLogs.read(again, "bath"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("bath");
  }

  @Test
  void directoryWithoutALog_orWithSeveral_isRefused() {
    assertThatThrownBy(() -> read(directory)).hasMessageContaining("holds no log");
    file("a.csv", "loss\n1\n");
    assertThat(read(directory).series()).hasSize(1);
    file("b.csv", "loss\n1\n");
    assertThatThrownBy(() -> read(directory))
        .hasMessageContaining("2 files that may be logs: a.csv, b.csv");
  }
}
