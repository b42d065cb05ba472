package dev.preflight.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Advice;
import dev.preflight.reports.Call;
import dev.preflight.reports.NextStep;
import dev.preflight.reports.Verb;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NextCommandsTest {

  private static String print(Call call, ProgramOptions options) {
    return String.valueOf(
        NextCommands.of(List.of(new Advice("do", call)), options).get(0).command());
  }

  private static String print(Call call) {
    ProgramOptions options = new ProgramOptions();
    options.program = "mnist";
    return print(call, options);
  }

  @Test
  void command_namesTheProgramAsTheUserDid_withItsData() {
    ProgramOptions options = new ProgramOptions();
    options.program = "/tmp/my net/mnist.json";
    options.data = "idx:x.gz,y.gz?validation=0.2";
    options.set.put("width", "64");

    assertThat(print(Call.of(Verb.CHECK).with("--learning-rate", "%.2g", 0.1), options))
        .isEqualTo(
            "preflight check '/tmp/my net/mnist.json' --data 'idx:x.gz,y.gz?validation=0.2'"
                + " --set width=64 --learning-rate 0.10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lr", "check", "preflight", "lr-find"})
  void programCalledLikeACommand_isStillTheProgram(String program) {
    ProgramOptions options = new ProgramOptions();
    options.program = program + ".json";
    options.classpath = "a:b";
    options.batchSize = 32;
    options.optimizer = "adam";

    assertThat(print(Call.of(Verb.LR_FIND).with("--updates", "%d", 300L), options))
        .isEqualTo(
            "preflight lr-find "
                + program
                + ".json --classpath a:b --batch-size 32 --optimizer adam --updates 300");
  }

  @Test
  void everyKindOfOption_isPrinted() {
    assertThat(print(Call.of(Verb.LR_FIND))).isEqualTo("preflight lr-find mnist");
    assertThat(
            print(
                Call.of(Verb.LR_SEARCH)
                    .with("--updates", "%d", 300)
                    .with("--schedule", "constant")
                    .with("--seeds", "%d", 10)))
        .isEqualTo("preflight lr-search mnist --updates 300 --schedule \"constant\" --seeds 10");
    assertThat(print(Call.of(Verb.LR_SEARCH).with("--low", "%.0e", 1e-9)))
        .isEqualTo("preflight lr-search mnist --low 1e-09");
  }

  @Test
  void callOnSomethingElse_hasNothingOfTheProgram() {
    assertThat(
            print(
                Call.of(Verb.SCHEDULE, "warmup(5%) + cosine(peak=0.1)")
                    .with("--updates", "%d", 300)
                    .with("--csv")))
        .isEqualTo("preflight schedule \"warmup(5%) + cosine(peak=0.1)\" --updates 300 --csv");
  }

  @Test
  void adviceWithoutACall_hasNoCommand() {
    assertThat(NextCommands.of(List.of(Advice.of("look")), new ProgramOptions()))
        .containsExactly(new NextStep("look", null));
  }

  @EnabledOnOs({OS.LINUX, OS.MAC})
  @ParameterizedTest
  @ValueSource(
      strings = {"lr", "my net.json", "it's", "a\"b", "$HOME", "`ls`", "a\\b", "*", "", "a\nb"})
  void shell_readsTheWordsBack(String word) throws Exception {
    ProgramOptions options = new ProgramOptions();
    options.program = word;
    options.set.put("name", word);

    String command = print(Call.of(Verb.LR_SEARCH).with("--schedule", word), options);

    Process shell =
        new ProcessBuilder("sh", "-c", command.replaceFirst("preflight", "printf '<%s>'")).start();
    assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("<lr-search><" + word + "><--set><name=" + word + "><--schedule><" + word + ">");
  }
}
