package dev.preflight.sanity;

import dev.preflight.examples.layers.Layers;
import dev.preflight.reports.Finding;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.Setup;
import dev.preflight.training.program.TrainingProgram;
import dev.preflight.training.tensor.Device;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** Small data and nets, so that a check is tried in milliseconds. */
public final class Toys {

  static final int FEATURES = 8;
  public static final int CLASSES = 4;

  private Toys() {}

  /** A program made of a function. */
  private record Toy(BiFunction<Layers, Setup, Ends> body) implements TrainingProgram {
    @Override
    public String name() {
      return "toy";
    }

    @Override
    public Ends build(Graph graph, Setup setup) {
      return body.apply(new Layers(graph), setup);
    }
  }

  public static TrainingGraph graph(TrainingData data, BiFunction<Layers, Setup, Ends> body) {
    return graph(data, Optimizer.of(Optimizer.Kind.MOMENTUM), body);
  }

  public static TrainingGraph graph(
      TrainingData data, Optimizer optimizer, BiFunction<Layers, Setup, Ends> body) {
    return TrainingGraph.build(
        new Toy(body),
        data,
        TrainingGraph.Options.defaults().withOptimizer(optimizer).withDevice(Device.CPU));
  }

  /** Clusters of unit normals around class centres, standardised enough. */
  public static TrainingData clusters() {
    return clusters(400, 240, CLASSES);
  }

  public static TrainingData clusters(int train, int validation, int classes) {
    SplittableRandom random = new SplittableRandom(1);
    double[][] centres = new double[classes][FEATURES];
    for (double[] centre : centres) {
      for (int f = 0; f < FEATURES; f++) {
        centre[f] = random.nextGaussian();
      }
    }
    return data(
        draw(random, centres, train), draw(random, centres, validation), OptionalInt.of(classes));
  }

  private static Dataset draw(SplittableRandom random, double[][] centres, int items) {
    float[] x = new float[items * FEATURES];
    int[] y = new int[items];
    for (int i = 0; i < items; i++) {
      y[i] = i % centres.length;
      for (int f = 0; f < FEATURES; f++) {
        x[i * FEATURES + f] = (float) (centres[y[i]][f] + 0.6 * random.nextGaussian());
      }
    }
    return Dataset.of(HostArray.ofFloats(x, items, FEATURES), HostArray.ofInts(y, items));
  }

  /** Normal features and a target that is a smooth function of them. */
  static TrainingData curve(double offset) {
    SplittableRandom random = new SplittableRandom(2);
    return data(curve(random, 400, offset), curve(random, 200, offset), OptionalInt.empty());
  }

  private static Dataset curve(SplittableRandom random, int items, double offset) {
    float[] x = new float[items * FEATURES];
    float[] y = new float[items];
    for (int i = 0; i < items; i++) {
      double sum = 0;
      for (int f = 0; f < FEATURES; f++) {
        x[i * FEATURES + f] = (float) random.nextGaussian();
        sum += x[i * FEATURES + f] * (f % 2 == 0 ? 0.5 : -0.3);
      }
      y[i] = (float) (Math.sin(sum) + offset);
    }
    return Dataset.of(HostArray.ofFloats(x, items, FEATURES), HostArray.ofFloats(y, items, 1));
  }

  static TrainingData data(Dataset train, Dataset validation, OptionalInt classes) {
    return new TrainingData(train, validation, "toy", "drawn", classes, List.of());
  }

  public static Operand<TFloat32> features(Layers layers) {
    return layers.input("features", List.of(FEATURES));
  }

  public static Operand<TFloat32> labels(Layers layers, Setup setup) {
    return layers.input("labels", List.of(setup.classes().orElse(1)));
  }

  public static Operand<TFloat32> hidden(Layers layers, Operand<TFloat32> x) {
    return layers.relu("dense1", layers.dense("dense1", x, FEATURES, 16));
  }

  public static Operand<TFloat32> head(Layers layers, Operand<TFloat32> h, Setup setup) {
    return layers.dense("logits", h, 16, setup.classes().orElse(1), 0.1);
  }

  /** A healthy net with a hidden layer and softmax cross-entropy. */
  static Ends healthy(Layers layers, Setup setup) {
    Operand<TFloat32> x = features(layers);
    Operand<TFloat32> y = labels(layers, setup);
    Operand<TFloat32> logits = head(layers, hidden(layers, x), setup);
    layers.softmaxLoss(y, logits);
    return Ends.of("features", "labels", "loss").withLogits(logits.op().name());
  }

  /** A loss of our own from logits and labels, with the logits named. */
  public static TrainingGraph withLoss(
      TrainingData data, TriFunction<Layers, Operand<TFloat32>, Operand<TFloat32>> loss) {
    return graph(
        data,
        (layers, setup) -> {
          Operand<TFloat32> x = features(layers);
          Operand<TFloat32> y = labels(layers, setup);
          Operand<TFloat32> logits = head(layers, hidden(layers, x), setup);
          loss.apply(layers, y, logits);
          return Ends.of("features", "labels", "loss").withLogits(logits.op().name());
        });
  }

  /** Takes layers, labels and logits, and adds the op {@code loss}. */
  public interface TriFunction<A, B, C> {
    void apply(A layers, B labels, C logits);
  }

  /** Runs single checks, without those they depend on. */
  static List<Finding> run(TrainingGraph graph, String... ids) {
    return Checks.run(graph, CheckupOptions.defaults().withOnly(Set.of(ids)), Progress.NONE)
        .findings();
  }

  /** Runs one check. */
  public static Finding one(TrainingGraph graph, String id) {
    return run(graph, id).get(0);
  }

  /** Builds, runs one check, closes. */
  static Finding check(String id, TrainingData data, BiFunction<Layers, Setup, Ends> body) {
    try (TrainingGraph graph = graph(data, body)) {
      return one(graph, id);
    }
  }
}
