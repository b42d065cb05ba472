package dev.preflight.cli.process;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/**
 * Where a command speaks.
 *
 * @param out the result, and nothing else
 * @param err progress, notices and complaints
 * @param environment the process around it
 * @param arguments what the user wrote, before files were read
 */
public record Console(
    PrintStream out, PrintStream err, Environment environment, List<String> arguments) {

  private static final String DASHES = "--";

  /** What stands after {@code --}: a command of the user's own. Empty if there are no dashes. */
  public Optional<List<String>> command() {
    int dashes = arguments.indexOf(DASHES);
    return dashes < 0
        ? Optional.empty()
        : Optional.of(arguments.subList(dashes + 1, arguments.size()));
  }

  /** What stands before it, which is for Preflight. */
  public String[] own() {
    int dashes = arguments.indexOf(DASHES);
    return (dashes < 0 ? arguments : arguments.subList(0, dashes)).toArray(String[]::new);
  }
}
