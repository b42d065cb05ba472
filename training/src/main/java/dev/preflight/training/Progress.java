package dev.preflight.training;

/**
 * Hears how far a long piece of work is, and says whether it should stop.
 *
 * <p>Work polls {@link #cancelled} at least once per update; when it turns true, the work stops
 * within one update and returns what it has so far, marked as interrupted.
 */
public interface Progress {

  /** Hears nothing, never stops anything. */
  Progress NONE =
      new Progress() {
        @Override
        public void begin(String task, long total) {}

        @Override
        public void advance(long done) {}

        @Override
        public boolean cancelled() {
          return false;
        }
      };

  /** Passes everything on; a part may be done otherwise. */
  abstract class Forwarding implements Progress {
    private final Progress progress;

    /** Passes on to another. */
    protected Forwarding(Progress progress) {
      this.progress = progress;
    }

    @Override
    public void begin(String task, long total) {
      progress.begin(task, total);
    }

    @Override
    public void stage(String name, long total) {
      progress.stage(name, total);
    }

    @Override
    public void note(String sentence) {
      progress.note(sentence);
    }

    @Override
    public void advance(long done) {
      progress.advance(done);
    }

    @Override
    public boolean cancelled() {
      return progress.cancelled();
    }
  }

  /**
   * A task begins; the one before it has ended.
   *
   * @param task a few words, such as "overfit one batch"
   * @param total number of units to do, usually updates; 0 if not known
   */
  void begin(String task, long total);

  /**
   * The task goes on under another name; what is done stays done.
   *
   * @param name a few words for what comes now
   * @param total number of units of the whole task, as far as is known by now
   */
  default void stage(String name, long total) {}

  /**
   * Something the user should know before the work goes on, such as how long it may take.
   *
   * @param sentence for people
   */
  default void note(String sentence) {}

  /** {@code done} units of the task are done, in [0, total]. */
  void advance(long done);

  /** Whether the user asked to stop. */
  boolean cancelled();
}
