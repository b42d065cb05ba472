package dev.preflight.tuner.tune;

import dev.preflight.training.Progress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stops a trial when the user says so, or when its time is up. */
final class TrialProgress implements Progress {
  private final Progress whole;
  private @Nullable Long deadline;

  TrialProgress(Progress whole) {
    this.whole = whole;
  }

  /** A trial begins. */
  void start(Optional<Duration> time) {
    deadline = time.map(t -> System.nanoTime() + t.toNanos()).orElse(null);
  }

  /** Whether the trial's own time is up. */
  boolean late() {
    Long end = deadline;
    return end != null && System.nanoTime() - end >= 0;
  }

  @Override
  public void begin(String task, long total) {}

  @Override
  public void advance(long done) {}

  @Override
  public boolean cancelled() {
    return whole.cancelled() || late();
  }
}
