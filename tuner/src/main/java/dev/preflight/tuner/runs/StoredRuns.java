package dev.preflight.tuner.runs;

import dev.preflight.training.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs that are made once: what the store has is not trained again.
 *
 * <p>A search that asks the same questions in the same order therefore gives the same answer
 * whether or not it was killed in between. It also keeps the log of all runs and tells progress.
 */
public final class StoredRuns implements Runs {

  private final Runs runs;
  private final RunStore store;
  private final String context;
  private final Progress progress;
  private final Map<RunRequest, RunOutcome> log = new LinkedHashMap<>();
  private boolean begun;
  private long pending;
  private long trained;
  private long finished;
  private long expected;
  private int restored;

  /**
   * @param runs makes the runs that the store does not have
   * @param context all that determines a run besides its request: a text with the fingerprints of
   *     program and data
   */
  public StoredRuns(Runs runs, RunStore store, String context, Progress progress) {
    this.runs = runs;
    this.store = store;
    this.context = context;
    this.progress = progress;
    this.pending = store.updates(context);
  }

  /** Says how many updates the whole work will take, as far as is known. */
  public void expect(long updates) {
    expected = updates;
  }

  /**
   * A stage begins. Progress is that of the whole work, without what the store has.
   *
   * @param atLeast updates of this stage
   */
  public void begin(String stage, long atLeast) {
    long total = Math.max(trained + atLeast, expected - (finished - trained) - pending);
    if (begun) {
      progress.stage(stage, total);
    } else {
      progress.begin(stage, total);
    }
    begun = true;
  }

  @Override
  public RunOutcome run(RunRequest request) {
    RunOutcome known = log.get(request);
    if (known != null) {
      return known;
    }
    if (progress.cancelled()) {
      throw new RunInterruptedException();
    }
    String key = context + " | " + request.key();
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
    log.put(request, outcome);
    return outcome;
  }

  /** All runs asked for, in the order they were first asked for. */
  public List<Map.Entry<RunRequest, RunOutcome>> log() {
    return List.copyOf(new ArrayList<>(log.entrySet()));
  }

  /** Updates of all runs asked for, stored ones included. */
  public long updates() {
    return finished;
  }

  /** How many runs came from the store. */
  public int restored() {
    return restored;
  }
}
