package dev.preflight.tuner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.training.Progress;

/** A user who stops the work after so many updates, counted over all stages. */
public final class Stopping implements Progress {

  private final int updates;
  private int made;

  private Stopping(int updates) {
    this.updates = updates;
  }

  /** Stops after so many updates. */
  public static Progress after(int updates) {
    return new Stopping(updates);
  }

  @Override
  public void begin(String task, long total) {
    assertThat(total).isPositive();
  }

  @Override
  public void advance(long done) {
    made++;
  }

  @Override
  public boolean cancelled() {
    return made >= updates;
  }
}
