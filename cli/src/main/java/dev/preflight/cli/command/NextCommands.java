package dev.preflight.cli.command;

import dev.preflight.reports.NextStep;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Completes the next steps' commands, so that they can be run as they stand. */
final class NextCommands {

  private NextCommands() {}

  /**
   * The steps with the program named as the user named it, and with the options that say what is
   * trained on what. The rooms that suggest commands know only the program's own name.
   */
  static List<NextStep> complete(List<NextStep> steps, String program, ProgramOptions options) {
    return steps.stream().map(step -> complete(step, program, options)).toList();
  }

  private static NextStep complete(NextStep step, String program, ProgramOptions options) {
    String command = step.command();
    String named = " " + program;
    int at = command == null ? -1 : command.indexOf(named);
    if (command == null || at < 0 || !command.startsWith("preflight ")) {
      return step;
    }
    List<String> words = new ArrayList<>(List.of(quoted(options.program)));
    add(words, "--data", options.data);
    add(words, "--classpath", options.classpath);
    add(words, "--batch-size", options.batchSize);
    add(words, "--optimizer", options.optimizer);
    options.set.forEach((name, value) -> add(words, "--set", name + "=" + value));
    String rest = command.substring(at + named.length());
    return new NextStep(
        step.text(), command.substring(0, at) + " " + String.join(" ", words) + rest);
  }

  private static void add(List<String> words, String option, @Nullable Object value) {
    if (value != null) {
      words.add(option);
      words.add(quoted(value.toString()));
    }
  }

  /** A word for a POSIX shell. */
  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
