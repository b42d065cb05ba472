package dev.preflight.cli.result;

import dev.preflight.cli.process.Console;
import java.util.List;

/** The commands on results. */
public final class ResultCommands {
  private ResultCommands() {}

  /** Fresh ones that speak through this console, in the order of the help. */
  public static List<Object> of(Console console) {
    return List.of(new ReportCommand(console), new CompareCommand(console));
  }

  /** The one that reads logs, which stands beside those that train. */
  public static Object watch(Console console) {
    return new WatchCommand(console);
  }
}
