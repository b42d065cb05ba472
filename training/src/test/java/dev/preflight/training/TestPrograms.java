package dev.preflight.training;

import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.Setup;
import dev.preflight.training.program.TrainingProgram;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tensorflow.Graph;

/** Small programs and data for tests. */
final class TestPrograms {

  private TestPrograms() {}

  /** A program that is nothing but its graph. */
  static TrainingProgram of(Function<Graph, Ends> build) {
    return new TrainingProgram() {
      @Override
      public String name() {
        return "test";
      }

      @Override
      public Ends build(Graph graph, Setup setup) {
        return build.apply(graph);
      }
    };
  }

  /** Grey 28x28 images whose class is where the bright square lies: learnable in a few steps. */
  static TrainingData squares(int items) {
    return data(squares(items, 1), squares(64, 2), OptionalInt.of(10));
  }

  private static Dataset squares(int items, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] pixels = new byte[items * 28 * 28];
    long[] labels = new long[items];
    for (int i = 0; i < items; i++) {
      int label = i % 10;
      labels[i] = label;
      int top = 2 + 12 * (label / 5);
      int left = 1 + 5 * (label % 5);
      for (int row = 0; row < 28; row++) {
        for (int column = 0; column < 28; column++) {
          boolean inside = row >= top && row < top + 8 && column >= left && column < left + 5;
          pixels[(i * 28 + row) * 28 + column] =
              (byte) (inside ? 150 + random.nextInt(100) : random.nextInt(60));
        }
      }
    }
    return Dataset.of(HostArray.ofUint8(pixels, items, 28, 28), HostArray.ofLongs(labels, items));
  }

  /** Rows of two numbers and their sum, for programs that look at numbers. */
  static TrainingData numbers(int items) {
    float[] x = new float[2 * items];
    float[] y = new float[items];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < items; i++) {
      x[2 * i] = (float) random.nextDouble(-1, 1);
      x[2 * i + 1] = (float) random.nextDouble(-1, 1);
      y[i] = x[2 * i] + x[2 * i + 1];
    }
    Dataset set = Dataset.of(HostArray.ofFloats(x, items, 2), HostArray.ofFloats(y, items));
    return data(set, set, OptionalInt.empty());
  }

  static TrainingData data(Dataset train, Dataset validation, OptionalInt classes) {
    return new TrainingData(train, validation, "test", "drawn for a test", classes, List.of());
  }

  /** The {@code n}-th batch of a dataset in its own order, wrapping around. */
  static Batch batch(TrainingData data, int n, int size) {
    Dataset train = data.train();
    return train.batch(
        IntStream.range(n * size, (n + 1) * size).map(i -> i % train.size()).toArray());
  }
}
