package dev.preflight.training.function;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The Python that writes a model with its training step. */
public final class ExportSnippet {

  private static final String KERAS = "preflight_export.py";

  private ExportSnippet() {}

  /** The file for Keras 3 and for {@code tf.Module}. */
  public static String keras() {
    try (InputStream file =
        Objects.requireNonNull(ExportSnippet.class.getResourceAsStream(KERAS), KERAS)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
