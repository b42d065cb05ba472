package dev.preflight.tuner.tune;

import dev.preflight.tuner.study.StudyOptions;
import dev.preflight.tuner.study.storage.Storage;

/**
 * A study and where it is kept.
 *
 * @param storage open; whoever opened it closes it
 * @param place what the user calls the storage
 */
public record StudySource(Storage storage, String place, StudyOptions options) {

  /** The same study done in another way. */
  public StudySource withOptions(StudyOptions other) {
    return new StudySource(storage, place, other);
  }
}
