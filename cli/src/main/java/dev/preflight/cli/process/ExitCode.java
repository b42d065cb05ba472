package dev.preflight.cli.process;

import java.util.Map;
import java.util.TreeMap;

/** What the process tells its caller; a code keeps its meaning for ever. */
public final class ExitCode {
  /** Done, and nothing speaks against it. */
  public static final int FINE = 0;

  /** Preflight itself failed, or a check of its own broke. */
  public static final int INTERNAL = 1;

  /** Bad usage, a bad file, bad data. */
  public static final int USAGE = 2;

  /** A check failed, or not enough was measured to judge. */
  public static final int CHECK_FAILED = 3;

  /** Interrupted; a partial result was written. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}

  /** What each means, for the help texts. */
  public static Map<Integer, String> meanings() {
    return new TreeMap<>(
        Map.of(
            FINE, "fine",
            INTERNAL, "Preflight itself failed, or a check of its own broke and none failed",
            USAGE, "bad usage, a bad file or bad data",
            CHECK_FAILED, "a check failed, or the verdict is incomplete (see --fail-on)",
            INTERRUPTED, "interrupted; a partial result was written"));
  }
}
