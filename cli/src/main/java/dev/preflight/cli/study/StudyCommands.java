package dev.preflight.cli.study;

import dev.preflight.cli.process.Console;
import java.util.List;

/** The commands of studies. */
public final class StudyCommands {
  private StudyCommands() {}

  /** Fresh ones that speak through this console, in the order of the help. */
  public static List<Object> of(Console console) {
    return List.of(new StudyCommand(console), new AskCommand(console), new TellCommand(console));
  }
}
