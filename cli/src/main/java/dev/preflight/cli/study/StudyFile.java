package dev.preflight.cli.study;

import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.OutputDirectory;
import dev.preflight.tuner.study.space.StudyException;
import dev.preflight.tuner.study.storage.Storage;
import dev.preflight.tuner.study.storage.Storages;
import dev.preflight.tuner.study.storage.StudyRecord;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;

/** A storage that is named on the command line, and the study in it. */
final class StudyFile {

  private static final String DEFAULT_OUT = "preflight-out";

  @Mixin StudyPlace place = new StudyPlace();

  /** Opens the storage; where it is the default one and to be written, its directory is made. */
  Storage open(Console console, boolean readOnly) {
    if (!readOnly && place.storage == null) {
      OutputDirectory.prepare(Path.of(DEFAULT_OUT), console.environment());
    }
    return Storages.open(place.in(DEFAULT_OUT), console.environment().directory(), readOnly);
  }

  /** The study that is named, or the only one. */
  StudyRecord study(Storage storage) {
    List<StudyRecord> studies = storage.studies();
    List<String> names = studies.stream().map(StudyRecord::name).toList();
    if (place.study == null && studies.size() == 1) {
      return studies.get(0);
    }
    if (place.study == null) {
      throw new StudyException(
          studies.isEmpty()
              ? "there is no study in " + place.in(DEFAULT_OUT)
              : "there are " + studies.size() + " studies",
          studies.isEmpty()
              ? "begin one with 'preflight tune'"
              : "name one by --study: " + String.join(", ", names));
    }
    return studies.stream()
        .filter(s -> s.name().equals(place.study))
        .findFirst()
        .orElseThrow(
            () ->
                new StudyException(
                    "there is no study '" + place.study + "'",
                    names.isEmpty()
                        ? "there is none at all"
                        : "there is " + String.join(", ", names)));
  }
}
