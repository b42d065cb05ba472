package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Json;
import dev.preflight.reports.ResultDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results of {@code watch}, which are made in no time, compared with each other. */
class CompareCommandTest {

  @TempDir Path directory;

  /** A run that learns, one that diverges, and one that learns faster, of which two are judged. */
  @BeforeEach
  void watch() throws IOException {
    log("good.csv", 30, 200);
    log("fast.csv", 15, 200);
    log("bad.csv", 30, 120);
    for (String name : new String[] {"good", "fast", "bad"}) {
      Shell.in(directory).run("watch", name + ".csv", "--once", "--out", name);
    }
  }

  private void log(String name, double scale, int good) throws IOException {
    StringBuilder text = new StringBuilder("step,loss\n");
    for (int t = 0; t < 200; t++) {
      double loss = t < good ? 2 * Math.exp(-t / scale) + 0.1 : 3;
      text.append(String.format(Locale.ROOT, "%d,%.5f\n", t, loss + 0.001 * (t * 7919 % 13)));
    }
    Files.writeString(directory.resolve(name), text);
  }

  private Shell.Ended run(String line) {
    return Shell.in(directory).run(line.split(" "));
  }

  @Test
  void newFailure_fails_andIsNamed() {
    Shell.Ended ended = run("compare good bad");

    assertThat(ended.code()).as(ended.err()).isEqualTo(3);
    assertThat(ended.out())
        .startsWith("FAIL  good.csv compare")
        .contains(
            "V01", "New in bad, R03 divergence: The loss has risen", "log good.csv / bad.csv");
  }

  @Test
  void failureThatWent_isTold_andIsNoFailure() throws IOException {
    Shell.Ended ended = run("compare bad/result.json good/result.json --out compared");

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("good no longer has R03 divergence");
    ResultDocument result = Json.read(directory.resolve("compared/result.json"));
    assertThat(result.tables()).extracting(t -> t.id()).contains("findings", "configuration");
    assertThat(directory.resolve("compared/report.html")).content().contains("Findings of each");
  }

  @Test
  void curves_areInOnePicture_whereTheDataMayBeTheSame() throws IOException {
    run("compare good fast --out compared");
    ResultDocument result = Json.read(directory.resolve("compared/result.json"));

    assertThat(result.charts()).hasSize(1);
    assertThat(result.charts().get(0).series())
        .extracting(s -> s.name())
        .containsExactly("good", "fast");
    assertThat(result.findings())
        .filteredOn(f -> f.id().equals("V04"))
        .singleElement()
        .satisfies(f -> assertThat(f.title()).contains("do not say"));
  }

  @Test
  void curvesOnOtherData_areNotDrawnTogether() throws IOException {
    for (String name : new String[] {"good", "fast"}) {
      Path file = directory.resolve(name + "/result.json");
      String text = Files.readString(file);
      Files.writeString(
          file, text.replaceFirst("(\"dataFingerprint\" ?: ?)\"\"", "$1\"" + name + "\""));
    }
    Shell.Ended ended = run("compare good fast --out compared");
    ResultDocument result = Json.read(directory.resolve("compared/result.json"));

    assertThat(ended.out()).startsWith("WARN").contains("The data differ");
    assertThat(result.charts()).isEmpty();
  }

  @Test
  void threeResults_areHeldAgainstTheFirst() {
    Shell.Ended ended = run("compare good fast bad");

    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.out()).contains("fast has nothing that good has not", "New in bad");
  }

  @Test
  void baseline_letsPassWhatWasThere_andNothingElse() {
    assertThat(run("watch bad.csv --once --out again --baseline bad").code()).isZero();
    Shell.Ended fresh = run("watch bad.csv --once --out again --baseline good/result.json");

    assertThat(fresh.code()).isEqualTo(3);
    assertThat(fresh.err()).contains("1 new against good/result.json");
  }

  @Test
  void baselineThatIsNotThere_isAnError_butTheResultIsWritten() {
    Shell.Ended ended = run("watch good.csv --once --out again --baseline none");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("there is no result 'none'");
    assertThat(directory.resolve("again/report.html")).exists();
  }

  @Test
  void resultsOfOtherCommands_andSingleOnes_areRefused() {
    run("schedule cosine(peak=0.1) --steps 10 --plot x.html");
    run("compare good fast --out compared");

    Shell.Ended mixed = run("compare good compared");
    assertThat(mixed.code()).isEqualTo(2);
    assertThat(mixed.err()).contains("'compared' is of preflight compare, the first of watch");
    Shell.Ended alone = run("compare good");
    assertThat(alone.code()).isEqualTo(2);
    Shell.Ended missing = run("compare good none");
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).contains("there is no result 'none'");
  }

  /** Known: a rate of 1e-5 learns nothing in 60 updates; a thread more is no effect. */
  @Test
  void numbers_areHeldAgainstEachOther_withIntervals() {
    String train =
        "train mlp --data digits?limit=1000 --batch-size 32 --optimizer adam --updates 60"
            + " --progress none --fail-on never ";
    run(train + "--learning-rate 0.003 --out base");
    run(train + "--learning-rate 0.00001 --out slow");
    run(train + "--learning-rate 0.003 --threads 1 --out again");

    Shell.Ended slow = run("compare base slow --fail-on never --out one");
    assertThat(slow.out())
        .contains("V05", "slow is worse than base on these items")
        .contains("slow: val_loss", "one run each");
    Shell.Ended again = run("compare base again --fail-on never --out two");
    assertThat(again.out()).contains("again ties with base on these items");
  }
}
