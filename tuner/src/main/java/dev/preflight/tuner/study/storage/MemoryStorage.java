package dev.preflight.tuner.study.storage;

import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.ParameterValue;
import dev.preflight.tuner.study.trial.TrialState;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps studies as long as the process lives. */
public final class MemoryStorage implements Storage {
  private final Map<Long, StudyRecord> studies = new LinkedHashMap<>();
  private final Map<Long, TrialTable> tables = new HashMap<>();
  private final List<TrialTable> byTrial = new ArrayList<>();
  private long nextStudy = 1;

  @Override
  public synchronized StudyRecord createStudy(String name, List<Direction> directions) {
    if (study(name).isPresent()) {
      throw Names.taken(name);
    }
    long id = nextStudy++;
    StudyRecord study =
        new StudyRecord(
            id, name, List.copyOf(directions), new LinkedHashMap<>(), new LinkedHashMap<>());
    studies.put(id, study);
    tables.put(id, new TrialTable());
    return study;
  }

  @Override
  public synchronized List<StudyRecord> studies() {
    return List.copyOf(studies.values());
  }

  @Override
  public synchronized void deleteStudy(long study) {
    studies.remove(study);
    tables.remove(study);
  }

  @Override
  public synchronized void noteStudy(long study, Scope scope, String key, @Nullable Object value) {
    StudyRecord record = studies.get(study);
    if (record == null) {
      throw Names.deleted();
    }
    (scope == Scope.USER ? record.userAttributes() : record.systemAttributes()).put(key, value);
  }

  private TrialTable table(long study) {
    TrialTable table = tables.get(study);
    if (table == null) {
      throw Names.deleted();
    }
    return table;
  }

  @Override
  public synchronized FrozenTrial createTrial(long study, FrozenTrial trial) {
    TrialTable table = table(study);
    FrozenTrial numbered = trial.toBuilder().place(byTrial.size(), table.size()).build();
    table.put(numbered);
    byTrial.add(table);
    return numbered;
  }

  @Override
  public synchronized Optional<FrozenTrial> claim(long study, Map<String, @Nullable Object> notes) {
    TrialTable table = table(study);
    int number = table.firstWaiting();
    if (number < 0) {
      return Optional.empty();
    }
    FrozenTrial.Builder begun =
        table.all().get(number).toBuilder()
            .state(TrialState.RUNNING)
            .started(LocalDateTime.now(ZoneId.systemDefault()));
    notes.forEach(begun::systemAttribute);
    FrozenTrial trial = begun.build();
    table.put(trial);
    return Optional.of(trial);
  }

  @Override
  public synchronized void setParams(long trial, Map<String, ParameterValue> params) {
    byTrial
        .get((int) trial)
        .change(
            trial,
            builder -> {
              params.forEach(builder::param);
              return builder;
            });
  }

  @Override
  public synchronized void report(long trial, long step, double value) {
    byTrial.get((int) trial).change(trial, builder -> builder.reportFirst(step, value));
  }

  @Override
  public synchronized void noteTrial(long trial, Scope scope, String key, @Nullable Object value) {
    byTrial
        .get((int) trial)
        .change(
            trial,
            builder ->
                scope == Scope.USER
                    ? builder.userAttribute(key, value)
                    : builder.systemAttribute(key, value));
  }

  @Override
  public synchronized Optional<FrozenTrial> finish(
      long trial, TrialState state, List<Double> values, Map<String, @Nullable Object> notes) {
    TrialTable table = byTrial.get((int) trial);
    FrozenTrial now = table.get(trial);
    if (now.state() != TrialState.RUNNING) {
      return Optional.empty();
    }
    FrozenTrial.Builder ended =
        now.toBuilder()
            .state(state)
            .values(values)
            .completed(LocalDateTime.now(ZoneId.systemDefault()));
    notes.forEach(ended::systemAttribute);
    FrozenTrial trialNow = ended.build();
    table.put(trialNow);
    return Optional.of(trialNow);
  }

  @Override
  public synchronized List<FrozenTrial> trials(long study) {
    return table(study).all();
  }

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  public void close() {
    // There is nothing to let go of.
  }
}
