package dev.preflight.cli.process;

import dev.preflight.training.Progress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Stops work when its time is up, as the user would, and remembers that it did. */
public final class Deadline extends Progress.Forwarding {
  private final Optional<Duration> limit;
  private final LongSupplier clock;
  private final long started;
  private boolean passed;

  /** Time begins to count now; it does not end where there is no limit. */
  public Deadline(Progress progress, Optional<Duration> limit, LongSupplier clock) {
    super(progress);
    this.limit = limit;
    this.clock = clock;
    this.started = limit.isPresent() ? clock.getAsLong() : 0;
  }

  @Override
  public boolean cancelled() {
    if (super.cancelled()) {
      return true;
    }
    passed |= limit.isPresent() && clock.getAsLong() - started > limit.get().toNanos();
    return passed;
  }

  /** That the time was up, a sentence with a space behind it; empty if it was not. */
  public String told() {
    return passed && !super.cancelled() ? "Stopped, for the time given by --timeout was up. " : "";
  }
}
