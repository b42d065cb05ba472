package dev.preflight.tuner.study.storage;

import dev.preflight.tuner.study.space.StudyException;

/** What is wrong with names of studies. */
final class Names {

  private Names() {}

  static StudyException taken(String name) {
    return new StudyException(
        "there is a study '" + name + "' already", "go on with it, or choose another name");
  }

  static StudyException deleted() {
    return new StudyException("the study was deleted", "begin it anew");
  }
}
