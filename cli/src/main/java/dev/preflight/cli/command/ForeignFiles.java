package dev.preflight.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What to do with a file of another tool that was given for a program. */
final class ForeignFiles {

  private static final String EXPORT =
      """
      run 'preflight export-snippet keras > preflight_export.py', and in your script, before the \
      first update: export(model, optimizer, loss, "exported", (x, y)); then check exported""";

  private ForeignFiles() {}

  static String remedy(Path path) {
    String name = String.valueOf(path.getFileName());
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.matches(".*\\.(keras|h5|hdf5|weights)")) {
      return "a Keras file holds layers and weights, but no training step: " + EXPORT;
    }
    if (lower.matches(".*\\.(pt|pth|ckpt|safetensors|onnx|tflite)")) {
      return "it holds weights or an inference graph of another library, and no training step"
          + " that TensorFlow can run: write the net as a program in Java, or export it from"
          + " Keras ('preflight export-snippet keras')";
    }
    if (Files.isDirectory(path)) {
      return Files.isRegularFile(path.resolve("checkpoint"))
          ? "a checkpoint holds values only: name its program, and the checkpoint with --from"
          : "give the directory of a SavedModel, or a descriptor: " + EXPORT;
    }
    return "describe the graph in a JSON file: {\"graph\": \""
        + name
        + "\", \"features\": ..., \"labels\": ..., \"loss\": ...}";
  }
}
