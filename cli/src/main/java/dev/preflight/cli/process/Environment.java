package dev.preflight.cli.process;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * What the command takes from the process it runs in, so that a test can stand in for it.
 *
 * @param variables environment variables; {@code NO_COLOR}, {@code CI} and {@code TERM} are read
 * @param directory what relative paths are relative to
 * @param outIsTerminal whether a person reads standard output
 * @param errIsTerminal whether a person reads standard error
 * @param interrupted whether the user has asked to stop, polled once per update
 * @param nanoTime a clock that only moves forward, in nanoseconds
 */
public record Environment(
    Map<String, String> variables,
    Path directory,
    boolean outIsTerminal,
    boolean errIsTerminal,
    BooleanSupplier interrupted,
    LongSupplier nanoTime) {

  public Environment {
    variables = Map.copyOf(variables);
  }

  /** The path as the user meant it. */
  public Path resolve(Path path) {
    return directory.resolve(path);
  }

  /** Whether colour is welcome on standard output; see no-color.org. */
  public boolean colour() {
    return outIsTerminal && !isSet("NO_COLOR") && !isDumb();
  }

  /** Whether a line on standard error may be rewritten in place. */
  boolean rewritesLines() {
    return errIsTerminal && !isSet("CI") && !isDumb();
  }

  private boolean isDumb() {
    return "dumb".equals(variables.get("TERM"));
  }

  private boolean isSet(String variable) {
    return !variables.getOrDefault(variable, "").isEmpty();
  }
}
