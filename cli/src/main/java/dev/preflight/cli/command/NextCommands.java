package dev.preflight.cli.command;

import dev.preflight.cli.process.ShellWords;
import dev.preflight.reports.Advice;
import dev.preflight.reports.Call;
import dev.preflight.reports.NextStep;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints advice as command lines, which can be run as they stand. */
final class NextCommands {

  private NextCommands() {}

  /**
   * The steps, with the program named as the user named it, and with the options that say what is
   * trained on what.
   */
  static List<NextStep> of(List<Advice> advice, ProgramOptions options) {
    return advice.stream()
        .map(a -> new NextStep(a.text(), commandLine(a.call(), options)))
        .toList();
  }

  private static @Nullable String commandLine(@Nullable Call call, ProgramOptions options) {
    if (call == null) {
      return null;
    }
    List<String> words = new ArrayList<>(List.of("preflight", call.verb().word()));
    if (call.argument() == null) {
      addProgram(words, options);
    } else {
      words.add(ShellWords.text(call.argument()));
    }
    for (Call.Option option : call.options()) {
      words.add(option.name());
      if (option instanceof Call.Quantity quantity) {
        words.add(quantity.digits());
      } else if (option instanceof Call.Words text) {
        words.add(ShellWords.text(text.value()));
      }
    }
    return String.join(" ", words);
  }

  private static void addProgram(List<String> words, ProgramOptions options) {
    words.add(ShellWords.quoted(options.program));
    add(words, "--data", options.data);
    add(words, "--classpath", options.classpath);
    add(words, "--batch-size", options.batchSize);
    add(words, "--optimizer", options.optimizer);
    if (options.trustGraph) {
      words.add("--trust-graph");
    }
    options.set.forEach((name, value) -> add(words, "--set", name + "=" + value));
  }

  private static void add(List<String> words, String option, @Nullable Object value) {
    if (value != null) {
      words.add(option);
      words.add(ShellWords.quoted(value.toString()));
    }
  }
}
