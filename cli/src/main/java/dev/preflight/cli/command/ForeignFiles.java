package dev.preflight.cli.command;

import dev.preflight.training.data.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A file or directory of another kind that was given for a program. */
final class ForeignFiles {

  private static final String EXPORT =
      """
      run 'preflight export-snippet keras > preflight_export.py', and in your script, before the \
      first update: export(model, optimizer, loss, "exported", (x, y)); then check exported""";

  private ForeignFiles() {}

  /** What to say of it, and what to run instead. */
  static InputException refusal(String name, Path path) {
    String file = String.valueOf(path.getFileName());
    String lower = file.toLowerCase(Locale.ROOT);
    if (lower.matches(".*\\.(keras|h5|hdf5)")) {
      return new InputException(
          "'" + name + "' is a Keras file: it holds layers and weights, but no training step",
          EXPORT);
    }
    if (lower.matches(".*\\.(pt|pth|ckpt|safetensors|onnx|tflite)")) {
      return new InputException(
          "'"
              + name
              + "' holds weights or an inference graph, but no training step that TensorFlow"
              + " can run",
          "write the net as a program in Java, or export it from Keras: " + EXPORT);
    }
    if (Files.isRegularFile(path.resolve("checkpoint"))) {
      return new InputException(
          "'" + name + "' is a checkpoint, which holds values only",
          "name the program it is of, and the checkpoint with --from");
    }
    if (Files.isDirectory(path)) {
      return new InputException(
          "'" + name + "' is a directory without a saved_model.pb",
          "give the directory of a SavedModel, or a descriptor: " + EXPORT);
    }
    return new InputException(
        "'" + name + "' is not a descriptor (its name does not end in .json)",
        "describe the graph in a JSON file: {\"graph\": \""
            + file
            + "\", \"features\": ..., \"labels\": ..., \"loss\": ...}");
  }
}
