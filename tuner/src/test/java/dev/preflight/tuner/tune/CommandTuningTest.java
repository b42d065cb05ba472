package dev.preflight.tuner.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.preflight.reports.Report;
import dev.preflight.training.Progress;
import dev.preflight.training.data.InputException;
import dev.preflight.tuner.insight.TuneResult;
import dev.preflight.tuner.study.Limits;
import dev.preflight.tuner.study.StudyOptions;
import dev.preflight.tuner.study.pruner.Pruners;
import dev.preflight.tuner.study.space.SearchSpace;
import dev.preflight.tuner.study.space.SpaceSyntax;
import dev.preflight.tuner.study.space.StudyException;
import dev.preflight.tuner.study.storage.MemoryStorage;
import dev.preflight.tuner.study.trial.Direction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands, all of them of {@code sh}. */
class CommandTuningTest {

  @TempDir Path folder;

  @BeforeEach
  void thereIsAShell() {
    assumeThat(Path.of("/bin/sh")).exists();
  }

  private static SearchSpace space(String... parameters) {
    return SearchSpace.of(Stream.of(parameters).map(SpaceSyntax::parameter).toList());
  }

  private Report<TuneResult> tune(
      SearchSpace space, int trials, Optional<Duration> time, String... command) {
    StudyOptions options =
        StudyOptions.of("test", Direction.MINIMIZE)
            .withSpace(space)
            .withPruner(Pruners.named("median", OptionalLong.empty()));
    return CommandTuning.run(
        List.of(command),
        "loss",
        folder,
        folder,
        new StudySource(new MemoryStorage(), "memory", options),
        new TuneLimits(Limits.total(trials).withFailures(3), 1, time),
        Progress.NONE);
  }

  private static String[] sh(String script, String... arguments) {
    return Stream.concat(Stream.of("/bin/sh", "-c", script, "sh"), Stream.of(arguments))
        .toArray(String[]::new);
  }

  @Test
  void theLastValueCounts_andStepsAreReports() {
    Report<TuneResult> report =
        tune(
            space("n=int(3,3)"),
            1,
            Optional.empty(),
            sh("echo step=1 loss=9; echo \"epoch 2: loss: 0.5e0\"; echo other=1", "{n}"));
    TuneResult.Best best = report.result().best();
    assertThat(best.value()).isEqualTo(0.5);
    assertThat(best.params()).isEqualTo(Map.of("n", 3L));
    assertThat(folder.resolve("trials/trial-0000.log"))
        .hasContent("step=1 loss=9\nepoch 2: loss: 0.5e0\nother=1\n");
  }

  @Test
  void valuesStayWithinTheirArgument_andBracesAreBraces() throws IOException {
    Path seen = folder.resolve("seen");
    tune(
        space("name=choice(a b; touch x)"),
        1,
        Optional.empty(),
        sh("printf '%s|' \"$@\" >" + seen + "; echo loss=1", "--x={name}", "{{trial}}", "{trial}"));
    assertThat(Files.readString(seen)).isEqualTo("--x=a b; touch x|{trial}|0|");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void aParameterThatATrialLacks_isLeftOutWithItsOption() {
    SearchSpace space = space("o=choice(sgd,adam)", "b=float(0,1) when o=adam");
    CommandTemplate template =
        CommandTemplate.of(List.of("train", "--o", "{o}", "--b", "{b}", "-v"), space);
    assertThat(template.fill(0, Map.of("o", "sgd"))).containsExactly("train", "--o", "sgd", "-v");
    assertThat(template.fill(0, Map.of("o", "adam", "b", 0.5)))
        .containsExactly("train", "--o", "adam", "--b", "0.5", "-v");
  }

  @Test
  void metricsMayComeFromAFile() {
    Report<TuneResult> report =
        tune(
            space("n=int(1,1)"),
            1,
            Optional.empty(),
            sh("echo '{\"step\": 4, \"loss\": 0.25}' >>\"$PREFLIGHT_METRICS\"", "{n}"));
    assertThat(report.result().best().value()).isEqualTo(0.25);
  }

  @Test
  void whatFails_isKeptWithItsLastLines() {
    Report<TuneResult> report =
        tune(
            space("n=int(1,9)"),
            9,
            Optional.empty(),
            sh("echo loss=1; [ $1 -lt 5 ] || { echo went wrong >&2; exit 7; }", "{n}"));
    assertThat(report.result().trials())
        .filteredOn(row -> row.state().equals("fail"))
        .isNotEmpty()
        .allSatisfy(
            row ->
                assertThat(row.failure())
                    .startsWith("error: exit code 7; last lines: ")
                    .contains("went wrong"));
  }

  @Test
  void nan_endsATrial() {
    Report<TuneResult> report =
        tune(
            space("n=int(1,2)"),
            2,
            Optional.empty(),
            sh("echo step=1 loss=1; [ $1 = 1 ] || { echo step=2 loss=nan; sleep 60; }", "{n}"));
    assertThat(report.result().trials())
        .filteredOn(row -> row.state().equals("fail"))
        .singleElement()
        .satisfies(
            row -> assertThat(row.failure()).isEqualTo("not a number: loss was NaN at step 2"));
  }

  @Test
  void aTrialThatHangs_isEndedWithItsChildren() throws Exception {
    Path pid = folder.resolve("pid");
    Report<TuneResult> report =
        tune(
            space("n=int(1,1)"),
            1,
            Optional.of(Duration.ofMillis(700)),
            sh("sleep 300 & echo $! >" + pid + "; wait", "{n}"));
    assertThat(report.result().trials().get(0).failure()).startsWith("timeout: it took longer");
    long child = Long.parseLong(Files.readString(pid).strip());
    for (int i = 0;
        i < 100 && ProcessHandle.of(child).map(ProcessHandle::isAlive).orElse(false);
        i++) {
      Thread.sleep(20); // A child that was killed may still be on its way out.
    }
    assertThat(ProcessHandle.of(child).map(ProcessHandle::isAlive).orElse(false)).isFalse();
  }

  @Test
  void badTrials_arePruned() {
    Report<TuneResult> report =
        tune(
            space("n=int(1,40)"),
            14,
            Optional.empty(),
            sh("for s in 1 2 3 4 5 6 7 8 9 10; do echo step=$s loss=$1; sleep 0.02; done", "{n}"));
    assertThat(report.result().trials()).anyMatch(row -> row.state().equals("pruned"));
    assertThat(report.result().best().value()).isLessThan(10);
  }

  @Test
  void whatCannotBe_isSaidBeforeTheFirstTrial() {
    assertThatThrownBy(() -> tune(space("n=int(1,2)"), 1, Optional.empty(), "x", "{m}"))
        .isInstanceOf(InputException.class)
        .hasMessage("no parameter fills {m} in the command");
    assertThatThrownBy(() -> tune(space("n=int(1,2)"), 1, Optional.empty(), "x"))
        .isInstanceOf(InputException.class)
        .hasMessage("parameter 'n' has no place in the command");
    assertThatThrownBy(() -> tune(space("n=int(1,2)"), 1, Optional.empty()))
        .isInstanceOf(InputException.class)
        .hasMessage("there is no command after '--'");
    assertThat(folder.resolve("trials")).doesNotExist();
  }

  @Test
  void aCommandThatIsNone_orAMetricThatNeverAppears_isSaidAtTheFirstTrial() {
    assertThatThrownBy(() -> tune(space("n=int(1,2)"), 9, Optional.empty(), "no-such", "{n}"))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("the command 'no-such' cannot be started");
    assertThatThrownBy(
            () -> tune(space("n=int(1,2)"), 9, Optional.empty(), sh("echo acc=1", "{n}")))
        .isInstanceOf(InputException.class)
        .hasMessage("the command ended well, but no line had 'loss=NUMBER'; last lines: acc=1");
  }
}
