package dev.preflight.schedules;

/** Where the cycles of a cyclic schedule begin and where they are highest, in whole updates. */
interface Turns {

  /** Index of the cycle an update falls into, 0 for the first. */
  long cycle(long update);

  /** First update of a cycle, at its base. */
  long start(long cycle);

  /** The update at which a cycle is highest. */
  long top(long cycle);

  /** Cycles of equal length without end. */
  static Turns every(long up, long down) {
    return new Every(up, down);
  }

  /**
   * Whole cycles that fill a run: its last update is the end of the last cycle. A run too short for
   * so many has fewer; one of less than three updates has the beginning of one.
   */
  static Turns fitted(long cycles, long length) {
    long last = Math.max(2, length - 1);
    return new Fitted(Math.min(cycles, last / 2), last);
  }

  /** Cycles of equal length. */
  record Every(long up, long down) implements Turns {
    @Override
    public long cycle(long update) {
      return update / (up + down);
    }

    @Override
    public long start(long cycle) {
      return cycle * (up + down);
    }

    @Override
    public long top(long cycle) {
      return start(cycle) + up;
    }
  }

  /** Cycles whose turning points are rounded one by one, so that no error adds up. */
  record Fitted(long cycles, long last) implements Turns {
    @Override
    public long cycle(long update) {
      // A turning point k / 2n of the way is rounded by at most half an update.
      long cycle = Math.min(cycles - 1, update * cycles / last);
      return cycle + 1 < cycles && start(cycle + 1) <= update ? cycle + 1 : back(cycle, update);
    }

    private long back(long cycle, long update) {
      return start(cycle) > update ? cycle - 1 : cycle;
    }

    @Override
    public long start(long cycle) {
      return Math.round((double) last * cycle / cycles);
    }

    @Override
    public long top(long cycle) {
      return Math.round(last * (cycle + 0.5) / cycles);
    }
  }
}
