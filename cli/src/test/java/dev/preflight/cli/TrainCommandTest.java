package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Json;
import dev.preflight.reports.ResultDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code preflight train} and {@code preflight run}, as they are typed. */
class TrainCommandTest {

  private static final String SMALL =
      "mlp --data digits?limit=1000 --batch-size 32 --optimizer adam --progress none ";

  @TempDir Path directory;

  private Shell.Ended run(String line) {
    return Shell.in(directory).run(line.strip().split(" +"));
  }

  @Test
  void trains_andOthersStartFromIt() {
    Shell.Ended trained =
        run("train " + SMALL + "--updates 60 --learning-rate 0.003 --schedule cosine");
    assertThat(trained.code()).isZero();
    assertThat(trained.out()).contains("Trained 60 updates. Best val_loss");
    Path out = directory.resolve("preflight-out/train-mlp");
    ResultDocument document = Json.read(out.resolve("result.json"));
    assertThat(document.kind()).isEqualTo("train");
    assertThat(out.resolve("last/ckpt-60.index")).exists();
    assertThat(out.resolve("best/checkpoint")).exists();

    Shell.Ended on =
        run(
            "train "
                + SMALL
                + "--updates 60 --learning-rate 1e-5 --from "
                + out.resolve("best")
                + " --out on");
    assertThat(on.code()).isZero();
    Shell.Ended checked =
        run("check " + SMALL + "--only D01,G08 --from " + out.resolve("last/ckpt-60"));
    assertThat(checked.code()).isZero();
    Shell.Ended watched = run("watch preflight-out/train-mlp/tensorboard --once --out watched");
    assertThat(watched.out()).contains("60 points of 'loss'");
  }

  @Test
  void ctrlC_savesTheRun_andTheSameCommandGoesOn() {
    String line = "train " + SMALL + "--updates 60 --every 50 --learning-rate 0.003";
    Shell.Ended stopped = Shell.in(directory).interruptedAfter(30).run(line.split(" +"));
    assertThat(stopped.code()).isEqualTo(130);
    assertThat(stopped.out()).contains("Stopped after");
    Shell.Ended done = run(line);
    assertThat(done.code()).isZero();
    assertThat(done.out()).contains("Trained 60 updates");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--monitor auc | 'auc' is no metric of program 'mlp'",
        "--schedule cosinus | cosinus",
        "--from nowhere | there is no checkpoint",
        "--early-stopping -1 | patience must be at least 0",
        "--test digits?limit=0 | limit",
        "--every 0 | --every"
      })
  void badInput_isOneLineWithARemedy(String options, String message) {
    Shell.Ended ended = run("train " + SMALL + "--updates 20 " + options);
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains(message).doesNotContain("Exception");
    assertThat(ended.err().lines().count()).isLessThanOrEqualTo(6);
  }

  @Test
  void checkpointOfAnotherProgram_isRefused() {
    run("train " + SMALL + "--updates 10 --learning-rate 0.003");
    Shell.Ended ended =
        run(
            "train lenet --data digits?limit=500 --progress none --from "
                + "preflight-out/train-mlp/best");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("holds no value for");
  }

  @Test
  void recipe_plansAndStopsWhereAsked() throws Exception {
    Shell.Ended plan = run("run " + SMALL + "--updates 60 --dry-run");
    assertThat(plan.code()).isZero();
    assertThat(plan.out()).contains("9  diagnosis").contains("in all");
    Shell.Ended some = run("run " + SMALL + "--updates 60 --to 3 --skip graph");
    assertThat(some.code()).isZero();
    assertThat(some.out()).contains("No failure in the 2 stages");
    assertThat(Files.readString(directory.resolve("preflight-out/run-mlp/report.html")))
        .contains("The recipe");
    Shell.Ended wrong = run("run " + SMALL + "--from 12");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("there is no stage '12'");
  }
}
