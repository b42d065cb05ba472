package dev.preflight.cli.study;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which study, and where it is kept. */
public final class StudyPlace {

  /** The file of a study in the directory of the results. */
  static final String FILE = "study.db";

  @Option(
      names = "--storage",
      paramLabel = "sqlite:FILE",
      description =
          "Where studies are kept, in Optuna's own tables. Default: sqlite:preflight-out/"
              + FILE
              + ", or in --out.")
  @Nullable String storage;

  @Option(
      names = "--study",
      paramLabel = "NAME",
      description = "Name of the study. Default: the program's, or the only one there is.")
  @Nullable String study;

  /**
   * The storage as a text.
   *
   * @param out where it is unless the user said so
   */
  public String in(String out) {
    return storage == null ? "sqlite:" + out + "/" + FILE : storage;
  }

  /** The study's name, if the user gave it one. */
  public Optional<String> name() {
    return Optional.ofNullable(study);
  }
}
