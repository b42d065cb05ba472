package dev.preflight.examples.nets;

import dev.preflight.examples.layers.Layers;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.Setup;
import dev.preflight.training.program.TrainingProgram;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * A multi-layer perceptron for regression, with mean squared error.
 *
 * <p>Its own data is drawn: 20 standard normal features, and as target the output of a fixed random
 * tanh network, standardised, plus normal noise of deviation 0.1; 4,096 and 1,024 items.
 */
public final class RegressionMlp implements TrainingProgram {

  private static final int FEATURES = 20;
  private static final int HIDDEN = 16;
  private static final double NOISE = 0.1;
  private static final long DATA_SEED = 0x5EED;

  @Override
  public String name() {
    return "regression-mlp";
  }

  @Override
  public String description() {
    return "two hidden ReLU layers (--set width=64), mean squared error; numeric targets";
  }

  @Override
  public Ends build(Graph graph, Setup setup) {
    requireNumbers(name(), setup);
    int width = setup.hyperparameters().integer("width", 64, 1);
    int inputs = setup.features().shape().stream().reduce(1, (a, b) -> a * b);
    int outputs = setup.labels().shape().stream().reduce(1, (a, b) -> a * b);
    Layers layers = new Layers(graph);
    Operand<TFloat32> x = layers.input("features", List.of(inputs));
    Operand<TFloat32> y = layers.input("labels", List.of(outputs));
    Operand<TFloat32> h = layers.relu("dense1", layers.dense("dense1", x, inputs, width));
    h = layers.relu("dense2", layers.dense("dense2", h, width, width));
    Operand<TFloat32> out = layers.dense("prediction", h, width, outputs, Math.sqrt(1.0 / width));
    layers.squaredLoss(y, out);
    return Ends.of("features", "labels", "loss")
        .withLogits(out.op().name())
        .withPerExampleLoss("per_example_loss")
        .withActivations(layers.activations());
  }

  /** Refuses data with classes. */
  static void requireNumbers(String program, Setup setup) {
    if (setup.classes().isPresent()) {
      throw new InputException(
          "program '" + program + "' takes numbers as labels, the data has classes",
          "choose the program 'mlp', or task=regression in the data specification");
    }
  }

  @Override
  public boolean baseline() {
    return true;
  }

  @Override
  public Optional<TrainingData> data() {
    SplittableRandom random = new SplittableRandom(DATA_SEED);
    double[] first = normals(random, FEATURES * HIDDEN);
    double[] second = normals(random, HIDDEN);
    Dataset train = draw(random, first, second, 4096);
    Dataset validation = draw(random, first, second, 1024);
    return Optional.of(
        new TrainingData(
            train,
            validation,
            "drawn regression",
            "drawn independently from the same distribution",
            OptionalInt.empty(),
            List.of()));
  }

  private static double[] normals(SplittableRandom random, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextGaussian();
    }
    return values;
  }

  private static Dataset draw(SplittableRandom random, double[] first, double[] second, int items) {
    float[] x = new float[items * FEATURES];
    float[] y = new float[items];
    for (int i = 0; i < items; i++) {
      double target = 0;
      for (int f = 0; f < FEATURES; f++) {
        x[i * FEATURES + f] = (float) random.nextGaussian();
      }
      for (int h = 0; h < HIDDEN; h++) {
        double sum = 0;
        for (int f = 0; f < FEATURES; f++) {
          sum += first[h * FEATURES + f] * x[i * FEATURES + f];
        }
        target += second[h] * Math.tanh(sum / Math.sqrt(FEATURES));
      }
      // Var tanh(z) is 0.394 for standard normal z, and the second layer has HIDDEN unit weights.
      y[i] = (float) (target / Math.sqrt(0.394 * HIDDEN) + NOISE * random.nextGaussian());
    }
    return Dataset.of(HostArray.ofFloats(x, items, FEATURES), HostArray.ofFloats(y, items));
  }
}
