package dev.preflight.training;

import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.program.Ends;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.tensorflow.proto.GraphDef;

/** The graphs that field_graphs.py writes, and data for them. */
final class FieldGraphs {

  private static final int ITEMS = 200;
  private static final int COLUMNS = 4;

  private FieldGraphs() {}

  /** The graph {@code field-NAME.pb} with the ends that the test makes of the usual ones. */
  static TrainingGraph open(String name, UnaryOperator<Ends> ends) {
    return open(name, ITEMS, ends);
  }

  /** As {@link #open(String, UnaryOperator)}, with this many items. */
  static TrainingGraph open(String name, int items, UnaryOperator<Ends> ends) {
    GraphDef def = read(name);
    return TrainingGraph.build(
        TestPrograms.of(
            graph -> {
              graph.importGraphDef(def);
              return ends.apply(Ends.of("x", "y", "loss").withLogits("logits").withTrain("train"));
            }),
        name.equals("sparse-adam") ? words(items) : columns(items),
        TrainingGraph.Options.defaults());
  }

  private static GraphDef read(String name) {
    try {
      return GraphDef.parseFrom(
          Files.readAllBytes(PythonGraphTest.resource("field-" + name + ".pb")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rows of four numbers whose class is the largest of the first three. */
  private static TrainingData columns(int items) {
    SplittableRandom random = new SplittableRandom(7);
    float[] x = new float[items * COLUMNS];
    long[] y = new long[items];
    for (int i = 0; i < items; i++) {
      y[i] = i % 3;
      for (int k = 0; k < COLUMNS; k++) {
        x[i * COLUMNS + k] = (float) random.nextDouble(-1, 1) + (k == y[i] ? 1 : 0);
      }
    }
    return data(HostArray.ofFloats(x, items, COLUMNS), HostArray.ofLongs(y, items));
  }

  /** Rows of four words out of ten. */
  private static TrainingData words(int items) {
    long[] x = new long[items * COLUMNS];
    long[] y = new long[items];
    for (int i = 0; i < items; i++) {
      y[i] = i % 3;
      for (int k = 0; k < COLUMNS; k++) {
        x[i * COLUMNS + k] = (y[i] * 3 + (long) i * k) % 10;
      }
    }
    return data(HostArray.ofLongs(x, items, COLUMNS), HostArray.ofLongs(y, items));
  }

  private static TrainingData data(HostArray x, HostArray y) {
    Dataset set = Dataset.of(x, y);
    return TestPrograms.data(set, set, OptionalInt.of(3));
  }
}
