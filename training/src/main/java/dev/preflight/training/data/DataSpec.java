package dev.preflight.training.data;

import java.nio.file.Path;

/** The one-line specification of a data source. */
public final class DataSpec {
  private DataSpec() {}

  /**
   * Opens the data that a specification names.
   *
   * @param spec {@code kind:arguments?key=value&key=value}, see {@link #help()}
   * @param baseDirectory what relative paths are relative to
   * @throws InputException if the specification or the data is wrong
   */
  public static TrainingData open(String spec, Path baseDirectory) {
    return read(spec);
  }

  private static TrainingData read(String spec) {
    throw new InputException("Unknown data kind in '" + spec + "'.", help());
  }

  /** The grammar, the kinds and their options, for a terminal. */
  public static String help() {
    return "";
  }
}
