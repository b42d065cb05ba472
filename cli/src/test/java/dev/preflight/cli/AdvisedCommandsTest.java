package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.cli.process.Console;
import dev.preflight.reports.Verb;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What reports advise can be run: a verb is a command, and the command takes its options. */
class AdvisedCommandsTest {
  private static final List<String> OF_THE_PROGRAM =
      List.of(
          "--data",
          "digits",
          "--classpath",
          "a:b",
          "--batch-size",
          "8",
          "--optimizer",
          "adam",
          "--set",
          "width=64");

  @ParameterizedTest
  @EnumSource
  void verb_isACommandThatTakesItsOptions(Verb verb) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    CommandLine root =
        CommandTree.of(
            new Console(nowhere, nowhere, Shell.in(Path.of("")).environment(), List.of()));
    assertThat(root.getSubcommands()).containsKey(verb.word());
    List<String> line = new ArrayList<>(List.of(verb.word(), "argument"));
    if (verb != Verb.SCHEDULE) {
      line.addAll(OF_THE_PROGRAM);
    }
    for (String name : verb.options()) {
      line.add(name);
      OptionSpec option = root.getSubcommands().get(verb.word()).getCommandSpec().findOption(name);
      if (option == null || option.arity().max() > 0) {
        line.add("1");
      }
    }

    ParseResult parsed = root.parseArgs(line.toArray(String[]::new)).subcommand();

    assertThat(parsed.unmatched()).isEmpty();
    assertThat(parsed.matchedPositionals()).hasSize(1);
    assertThat(verb.options()).allMatch(parsed::hasMatchedOption);
  }
}
