package dev.preflight.tuner.study.storage;

import dev.preflight.tuner.study.space.StudyException;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.ParameterValue;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps studies and their trials. Every call is done wholly or not at all, and may come from any
 * thread. What is wrong with the storage itself is a {@link StudyException}.
 */
public interface Storage extends AutoCloseable {

  /**
   * Begins a study.
   *
   * @throws StudyException if there is one of this name
   */
  StudyRecord createStudy(String name, List<Direction> directions);

  /** All studies, oldest first. */
  List<StudyRecord> studies();

  /** The study of this name, as it is now. */
  default Optional<StudyRecord> study(String name) {
    return studies().stream().filter(s -> s.name().equals(name)).findFirst();
  }

  /** Removes a study with all its trials. */
  void deleteStudy(long study);

  /** Notes something about a study, a plain JSON value. */
  void noteStudy(long study, Scope scope, String key, @Nullable Object value);

  /**
   * Adds a trial under the next number.
   *
   * @param trial all of it but its id and number, in any state
   */
  FrozenTrial createTrial(long study, FrozenTrial trial);

  /** Begins the waiting trial of the lowest number, with these notes; empty if none waits. */
  Optional<FrozenTrial> claim(long study, Map<String, @Nullable Object> notes);

  /** Gives a running trial parameters. */
  void setParams(long trial, Map<String, ParameterValue> params);

  /** Keeps a report of a running trial; of two for one step the first stays. */
  void report(long trial, long step, double value);

  /** Notes something about a trial, a plain JSON value. */
  void noteTrial(long trial, Scope scope, String key, @Nullable Object value);

  /**
   * Ends a running trial.
   *
   * @param values none NaN; empty if there are none
   * @param notes system attributes
   * @return the trial as it is now; empty if it was not running, and nothing is changed then
   */
  Optional<FrozenTrial> finish(
      long trial, TrialState state, List<Double> values, Map<String, @Nullable Object> notes);

  /** All trials of a study by number, with everything that other processes wrote. */
  List<FrozenTrial> trials(long study);

  /** Whether other processes may work on the same studies. */
  boolean shared();

  @Override
  void close();
}
