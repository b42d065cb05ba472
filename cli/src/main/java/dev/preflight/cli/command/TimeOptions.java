package dev.preflight.cli.command;

import dev.preflight.cli.result.TimeLimit;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long work may take, and whether it is only to be said. */
final class TimeOptions {

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = TimeLimit.class,
      description =
          "End after this long, such as 90s, 10m or 2h, with what there is by then. Default: "
              + "no limit; for check 1, 5 or 20 minutes by profile.")
  @Nullable Duration timeout;

  @Option(
      names = "--dry-run",
      description = "Say what is planned and how long it would take here, and do nothing.")
  boolean dryRun;

  Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }
}
