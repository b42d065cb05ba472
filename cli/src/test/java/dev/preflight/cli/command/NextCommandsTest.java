package dev.preflight.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.NextStep;
import java.util.List;
import org.junit.jupiter.api.Test;

class NextCommandsTest {

  private static String complete(String command, ProgramOptions options) {
    return NextCommands.complete(List.of(new NextStep("do", command)), "mnist", options)
        .get(0)
        .command();
  }

  @Test
  void command_namesTheProgramAsTheUserDid_withItsData() {
    ProgramOptions options = new ProgramOptions();
    options.program = "/tmp/my net/mnist.json";
    options.data = "idx:x.gz,y.gz?validation=0.2";
    options.set.put("width", "64");

    assertThat(complete("preflight check mnist --learning-rate 0.1", options))
        .isEqualTo(
            "preflight check '/tmp/my net/mnist.json' --data 'idx:x.gz,y.gz?validation=0.2'"
                + " --set width=64 --learning-rate 0.1");
  }

  @Test
  void commandOfAnotherKind_staysAsItIs() {
    assertThat(complete("git bisect mnist", new ProgramOptions())).isEqualTo("git bisect mnist");
  }
}
