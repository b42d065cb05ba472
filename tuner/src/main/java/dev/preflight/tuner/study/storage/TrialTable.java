package dev.preflight.tuner.study.storage;

import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The trials of a study in memory. A running trial is frozen anew only when somebody looks at it
 * after a change, and the list of all only when one has changed.
 */
final class TrialTable {
  private final List<FrozenTrial> trials = new ArrayList<>();
  private final Map<Long, Integer> numbers = new HashMap<>();
  private final Map<Long, FrozenTrial.Builder> changed = new HashMap<>();
  private final TreeSet<Integer> waiting = new TreeSet<>();
  private final TreeSet<Integer> running = new TreeSet<>();
  private @Nullable List<FrozenTrial> snapshot;

  int size() {
    return trials.size();
  }

  /**
   * The trial under its number, which may be one more than the last; it replaces an older state.
   */
  void put(FrozenTrial trial) {
    int number = trial.number();
    if (number == trials.size()) {
      trials.add(trial);
    } else {
      trials.set(number, trial);
    }
    numbers.put(trial.id(), number);
    changed.remove(trial.id());
    waiting.remove(number);
    running.remove(number);
    if (trial.state() == TrialState.WAITING) {
      waiting.add(number);
    } else if (trial.state() == TrialState.RUNNING) {
      running.add(number);
    }
    snapshot = null;
  }

  /** Number of the first waiting trial, or -1. */
  int firstWaiting() {
    return waiting.isEmpty() ? -1 : waiting.first();
  }

  /** Ids of the trials that may still change. */
  List<Long> unfinished() {
    List<Long> ids = new ArrayList<>();
    waiting.forEach(number -> ids.add(trials.get(number).id()));
    running.forEach(number -> ids.add(trials.get(number).id()));
    return ids;
  }

  boolean has(long id) {
    return numbers.containsKey(id);
  }

  /** Changes a trial whose state stays as it is. */
  void change(long id, UnaryOperator<FrozenTrial.Builder> change) {
    FrozenTrial.Builder builder =
        changed.computeIfAbsent(id, key -> trials.get(number(id)).toBuilder());
    FrozenTrial.Builder same = change.apply(builder);
    if (same != builder) {
      throw new IllegalArgumentException("the builder must be changed, not replaced");
    }
    snapshot = null;
  }

  private int number(long id) {
    Integer number = numbers.get(id);
    if (number == null) {
      throw new IllegalArgumentException("there is no trial with id " + id);
    }
    return number;
  }

  /** A trial as it is now. */
  FrozenTrial get(long id) {
    freeze();
    return trials.get(number(id));
  }

  /** All trials as they are now; the list does not change any more. */
  List<FrozenTrial> all() {
    freeze();
    List<FrozenTrial> list = snapshot;
    if (list == null) {
      list = Collections.unmodifiableList(new ArrayList<>(trials));
      snapshot = list;
    }
    return list;
  }

  private void freeze() {
    if (changed.isEmpty()) {
      return;
    }
    changed.forEach((id, builder) -> trials.set(number(id), builder.build()));
    changed.clear();
    snapshot = null;
  }
}
