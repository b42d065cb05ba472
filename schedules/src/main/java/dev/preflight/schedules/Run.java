package dev.preflight.schedules;

/**
 * The planned length of a training run, against which a {@link ScheduleSpec} is resolved.
 *
 * @param updates number of planned updates, at least 1
 * @param updatesPerEpoch number of updates in one pass over the data, or 0 if not known; a spec
 *     that counts in epochs ({@code 3ep}) needs it
 * @param afterEnd what a schedule answers for updates after the planned ones
 * @since 0.1
 */
public record Run(long updates, long updatesPerEpoch, AfterEnd afterEnd) {

  /** What a schedule answers for updates after the planned ones. */
  public enum AfterEnd {
    /** The value of the last planned update. */
    HOLD,
    /** An {@link IllegalArgumentException}, for loops that must not run over. */
    THROW
  }

  /** The longest run that can be planned: indexes stay exact as {@code double}. */
  public static final long MAX_UPDATES = 1L << 53;

  public Run {
    if (updates < 1 || updates > MAX_UPDATES) {
      throw new IllegalArgumentException("updates must be in [1, 2^53], was " + updates);
    }
    if (updatesPerEpoch < 0) {
      throw new IllegalArgumentException(
          "updatesPerEpoch must be at least 0, was " + updatesPerEpoch);
    }
  }

  /** A run of so many updates whose epochs are not known. */
  public static Run of(long updates) {
    return new Run(updates, 0, AfterEnd.HOLD);
  }

  /** A run of so many updates, with the length of an epoch. */
  public static Run of(long updates, long updatesPerEpoch) {
    return new Run(updates, updatesPerEpoch, AfterEnd.HOLD);
  }

  /**
   * Updates between two checks of a metric where nobody says otherwise: an epoch, or a twentieth of
   * the run where that is less or epochs are not known; at least 1.
   */
  public long checkEvery() {
    long twentieth = (updates + 19) / 20;
    return updatesPerEpoch == 0 ? twentieth : Math.min(updatesPerEpoch, twentieth);
  }

  /** The same run with another number of updates. */
  public Run withUpdates(long newUpdates) {
    return new Run(newUpdates, updatesPerEpoch, afterEnd);
  }

  /** The same run, where asking for an update after the last one is an error. */
  public Run strict() {
    return new Run(updates, updatesPerEpoch, AfterEnd.THROW);
  }
}
