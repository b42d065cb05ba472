package dev.preflight.training;

import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.data.format.NpyReader;
import dev.preflight.training.program.GraphDescriptor;
import dev.preflight.training.program.GraphProgram;
import dev.preflight.training.program.TrainingProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * SavedModels of Keras 3.15.1 and TensorFlow 2.21 with what Python made of them, written by {@code
 * benchmarks/peers/keras_exports.py} and zipped.
 */
public final class KerasExports {

  /** Items in a batch of the recorded losses. */
  static final int BATCH = 16;

  private KerasExports() {}

  /** Unpacks all of them into a directory. */
  public static void unpack(Path directory) throws IOException {
    try (InputStream resource = KerasExports.class.getResourceAsStream("keras-exports.zip");
        ZipInputStream zip = new ZipInputStream(resource)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = directory.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(zip, file);
        }
      }
    }
  }

  /** The program of an export. */
  static TrainingProgram program(Path directory, String name) {
    return GraphProgram.load(GraphDescriptor.of(name), directory, name);
  }

  /** All items of an export, for training and for validation, unsplit. */
  static TrainingData data(Path directory, String name) {
    HostArray x = NpyReader.read(directory.resolve(name + ".x.npy"));
    HostArray y = NpyReader.read(directory.resolve(name + ".y.npy"));
    boolean classes = !y.type().isFloating();
    Dataset set = Dataset.of(x, y);
    int most = IntStream.range(0, y.size()).map(i -> (int) y.get(i)).max().orElse(0);
    return TestPrograms.data(set, set, classes ? OptionalInt.of(most + 1) : OptionalInt.empty());
  }

  /** The batch of an update of the recorded losses. */
  static Batch batch(TrainingGraph graph, int update) {
    Dataset set = graph.data().train();
    return set.batch(
        IntStream.range(update * BATCH, (update + 1) * BATCH).map(i -> i % set.size()).toArray());
  }

  /** The losses of Python. */
  static double[] losses(Path directory, String name) {
    return NpyReader.read(directory.resolve(name + ".losses.npy")).toDoubles();
  }
}
