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
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/** Small data and nets, so that a check is tried in milliseconds. */
public final class Toys {

  /** Numbers per item. */
  public static final int FEATURES = 8;

  /** Classes of {@link #clusters()}. */
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

  /** Builds with momentum. */
  public static TrainingGraph graph(TrainingData data, BiFunction<Layers, Setup, Ends> body) {
    return graph(data, Optimizer.of(Optimizer.Kind.MOMENTUM), body);
  }

  /** Builds with an optimizer. */
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

  /** Clusters of so many items and classes. */
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
  public static TrainingData curve(double offset) {
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

  /** Data of given parts. */
  public static TrainingData data(Dataset train, Dataset validation, OptionalInt classes) {
    return new TrainingData(train, validation, "toy", "drawn", classes, List.of());
  }

  /** The features as fed. */
  public static Operand<TFloat32> features(Layers layers) {
    return layers.input("features", List.of(FEATURES));
  }

  /** The labels as fed: one-hot rows for classes. */
  public static Operand<TFloat32> labels(Layers layers, Setup setup) {
    return layers.input("labels", List.of(setup.classes().orElse(1)));
  }

  /** A layer of 16 ReLUs. */
  public static Operand<TFloat32> hidden(Layers layers, Operand<TFloat32> x) {
    return layers.relu("dense1", layers.dense("dense1", x, FEATURES, 16));
  }

  /** A last layer of small weights. */
  public static Operand<TFloat32> head(Layers layers, Operand<TFloat32> h, Setup setup) {
    return layers.dense("logits", h, 16, setup.classes().orElse(1), 0.1);
  }

  /** A network between features and outputs. */
  public interface Net {
    Operand<TFloat32> outputs(Layers layers, Operand<TFloat32> x, Setup setup);
  }

  /** A network that a training flag switches. */
  public interface SwitchedNet {
    Operand<TFloat32> outputs(
        Layers layers, Operand<TFloat32> x, Operand<TBool> training, Setup setup);
  }

  /** Takes labels and outputs, and adds the op {@code loss}. */
  public interface Loss {
    void add(Layers layers, Operand<TFloat32> labels, Operand<TFloat32> outputs);
  }

  /** A hidden layer and a head. */
  public static Operand<TFloat32> plain(Layers layers, Operand<TFloat32> x, Setup setup) {
    return head(layers, hidden(layers, x), setup);
  }

  /** The mean of the softmax cross-entropy, without a name. */
  public static Operand<TFloat32> meanCrossEntropy(
      Ops tf, Operand<TFloat32> labels, Operand<TFloat32> logits) {
    return tf.math.mean(tf.nn.softmaxCrossEntropyWithLogits(logits, labels).loss(), tf.constant(0));
  }

  /** The mean squared error over examples and outputs. */
  public static void squaredError(
      Layers layers, Operand<TFloat32> labels, Operand<TFloat32> outputs) {
    Ops tf = layers.tf();
    meanOf(layers, tf.math.squaredDifference(outputs, labels));
  }

  /** Names the mean of all numbers as the loss. */
  public static void meanOf(Layers layers, Operand<TFloat32> each) {
    Ops tf = layers.tf();
    tf.withName("loss").math.mean(each, tf.constant(new int[] {0, 1}));
  }

  /** The usual ends, with these outputs. */
  public static Ends ends(Operand<TFloat32> outputs) {
    return Ends.of("features", "labels", "loss").withLogits(outputs.op().name());
  }

  /** A net with softmax cross-entropy. */
  public static BiFunction<Layers, Setup, Ends> net(Net net) {
    return net(net, Layers::softmaxLoss);
  }

  /** A net with a loss of its own. */
  public static BiFunction<Layers, Setup, Ends> net(Net net, Loss loss) {
    return (layers, setup) -> {
      Operand<TFloat32> x = features(layers);
      Operand<TFloat32> y = labels(layers, setup);
      Operand<TFloat32> outputs = net.outputs(layers, x, setup);
      loss.add(layers, y, outputs);
      return ends(outputs);
    };
  }

  /** A net with a training flag and softmax cross-entropy. */
  public static BiFunction<Layers, Setup, Ends> switched(SwitchedNet net) {
    return (layers, setup) -> {
      Operand<TFloat32> x = features(layers);
      Operand<TFloat32> y = labels(layers, setup);
      Operand<TBool> training = layers.trainingFlag("training");
      Operand<TFloat32> logits = net.outputs(layers, x, training, setup);
      layers.softmaxLoss(y, logits);
      return ends(logits).withTraining("training");
    };
  }

  /** Half of the hidden layer drops out in training. */
  public static BiFunction<Layers, Setup, Ends> dropout() {
    return switched(
        (layers, x, training, setup) ->
            head(layers, layers.dropout("d", hidden(layers, x), training, 0.5), setup));
  }

  /** A healthy net with a hidden layer and softmax cross-entropy. */
  public static Ends healthy(Layers layers, Setup setup) {
    return net(Toys::plain).apply(layers, setup);
  }

  /** The same with the mean squared error. */
  public static Ends regression(Layers layers, Setup setup) {
    return net(Toys::plain, Toys::squaredError).apply(layers, setup);
  }

  /** A healthy net with a loss of our own from labels and logits. */
  public static TrainingGraph withLoss(TrainingData data, Loss loss) {
    return graph(data, net(Toys::plain, loss));
  }

  /** Runs single checks, without those they depend on. */
  public static List<Finding> run(TrainingGraph graph, String... ids) {
    return Checks.run(graph, CheckupOptions.defaults().withOnly(Set.of(ids)), Progress.NONE)
        .findings();
  }

  /** Runs one check. */
  public static Finding one(TrainingGraph graph, String id) {
    return run(graph, id).get(0);
  }

  /** Builds, runs one check, closes. */
  public static Finding check(String id, TrainingData data, BiFunction<Layers, Setup, Ends> body) {
    try (TrainingGraph graph = graph(data, body)) {
      return one(graph, id);
    }
  }

  /** Checks a net with softmax cross-entropy on {@link #clusters()}. */
  public static Finding check(String id, Net net) {
    return check(id, clusters(), net(net));
  }

  /** Checks a healthy net with a loss of our own on {@link #clusters()}. */
  public static Finding checkLoss(String id, Loss loss) {
    return check(id, clusters(), net(Toys::plain, loss));
  }
}
