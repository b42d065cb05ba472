package dev.preflight.tuner.runs;

import dev.preflight.training.Progress;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs that are made once: what the store has is not trained again.
 *
 * <p>A search that asks the same questions in the same order therefore gives the same answer
 * whether or not it was killed in between. It also says how far the whole work is.
 */
public final class StoredRuns implements Runs {

  private final Runs runs;
  private final RunStore store;
  private final String context;
  private final Progress progress;
  private final Map<RunRequest, RunOutcome> known = new HashMap<>();
  private int stages;
  private int at;
  private long pending;
  private long trained;
  private long finished;
  private long expected;
  private int restored;

  /** Runs of the engine that the store does not have are trained. */
  public StoredRuns(TrainedRuns runs, RunStore store, Progress progress) {
    this(runs, store, runs.context(), progress);
  }

  /**
   * @param runs makes the runs that the store does not have
   * @param context all that determines a run besides its request: a text with the fingerprints of
   *     program and data
   */
  StoredRuns(Runs runs, RunStore store, String context, Progress progress) {
    this.runs = runs;
    this.store = store;
    this.context = context + " | ";
    this.progress = progress;
    this.pending = store.updates(this.context);
  }

  /**
   * Says how much the whole work will be, as far as is known.
   *
   * @param updates of all stages
   * @param ofStages how many stages there are
   */
  public void expect(long updates, int ofStages) {
    expected = updates;
    stages = ofStages;
  }

  /**
   * A stage begins. Progress is that of the whole work, without what the store has.
   *
   * @param atLeast updates of this stage
   */
  public void begin(String stage, long atLeast) {
    long total = Math.max(trained + atLeast, expected - (finished - trained) - pending);
    at = Math.min(at + 1, stages);
    String place = "stage " + at + " of " + stages + ", " + stage;
    if (at > 1) {
      progress.stage(place, total);
    } else {
      progress.begin(place, total);
    }
  }

  @Override
  public RunOutcome run(RunRequest request) {
    RunOutcome before = known.get(request);
    if (before != null) {
      return before;
    }
    RunInterruptedException.check(progress);
    String key = context + request.key();
    RunOutcome outcome = store.find(key).orElse(null);
    if (outcome == null) {
      outcome = runs.run(request);
      trained += outcome.updates();
      store.add(key, outcome);
    } else {
      restored++;
      pending = Math.max(0, pending - outcome.updates());
    }
    finished += outcome.updates();
    known.put(request, outcome);
    return outcome;
  }

  /** How many runs came from the store. */
  public int restored() {
    return restored;
  }
}
