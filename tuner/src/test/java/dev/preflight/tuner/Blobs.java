package dev.preflight.tuner;

import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.training.program.Programs;
import dev.preflight.training.program.TrainingProgram;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** Small, learnable data for tests: four overlapping Gaussian classes in ten dimensions. */
public final class Blobs {

  static final int FEATURES = 10;
  static final int CLASSES = 4;

  private Blobs() {}

  public static TrainingData data() {
    return new TrainingData(
        draw(1, 2048, true),
        draw(2, 512, true),
        "blobs",
        "drawn",
        OptionalInt.of(CLASSES),
        List.of());
  }

  /** Labels that have nothing to do with the features. */
  static TrainingData noise() {
    return new TrainingData(
        draw(1, 2048, false),
        draw(2, 512, false),
        "noise",
        "drawn",
        OptionalInt.of(CLASSES),
        List.of());
  }

  /** The learnable data with all features multiplied. */
  static TrainingData scaled(float factor) {
    TrainingData data = data();
    return new TrainingData(
        scaled(data.train(), factor),
        scaled(data.validation(), factor),
        "blobs times " + factor,
        data.split(),
        data.classes(),
        data.classNames());
  }

  private static Dataset scaled(Dataset data, float factor) {
    return data.mapFeatures(
        "times " + factor,
        data.features(),
        features -> {
          float[] values = new float[features.size()];
          for (int i = 0; i < values.length; i++) {
            values[i] = factor * (float) features.get(i);
          }
          return HostArray.ofFloats(values, features.shape());
        });
  }

  private static Dataset draw(long seed, int items, boolean linked) {
    SplittableRandom random = new SplittableRandom(seed);
    SplittableRandom centres = new SplittableRandom(7);
    double[][] centre = new double[CLASSES][FEATURES];
    for (double[] row : centre) {
      for (int f = 0; f < FEATURES; f++) {
        row[f] = centres.nextGaussian();
      }
    }
    float[] x = new float[items * FEATURES];
    int[] y = new int[items];
    for (int i = 0; i < items; i++) {
      y[i] = random.nextInt(CLASSES);
      int from = linked ? y[i] : random.nextInt(CLASSES);
      for (int f = 0; f < FEATURES; f++) {
        x[i * FEATURES + f] = (float) (centre[from][f] + 0.8 * random.nextGaussian());
      }
    }
    return Dataset.of(HostArray.ofFloats(x, items, FEATURES), HostArray.ofInts(y, items));
  }

  public static TrainingGraph mlp(TrainingData data, Optimizer.Kind kind) {
    return mlp(data, Optimizer.of(kind));
  }

  /** The same with an optimizer of one's own settings. */
  public static TrainingGraph mlp(TrainingData data, Optimizer optimizer) {
    TrainingProgram program = Programs.find("mlp", Blobs.class.getClassLoader());
    return TrainingGraph.build(
        program, data, TrainingGraph.Options.defaults().withOptimizer(optimizer));
  }
}
