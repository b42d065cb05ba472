package dev.preflight.recipe.baseline;

import dev.preflight.training.data.ArraySpec;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.Shuffle;
import dev.preflight.training.data.TrainingData;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Rows of a table with every column at mean 0 and deviation 1 over the training set: a regression
 * on columns of different units would be no baseline.
 */
final class Standardized {

  /** Most items that mean and deviation are taken of. */
  private static final int MOST = 100_000;

  private Standardized() {}

  /** The data; itself where items are no rows of float numbers. */
  static TrainingData of(TrainingData data) {
    ArraySpec spec = data.train().features();
    if (spec.shape().size() != 1 || !floats(spec.type())) {
      return data;
    }
    Dataset train = data.train();
    int columns = spec.shape().get(0);
    double[] mean = new double[columns];
    double[] deviation = new double[columns];
    Dataset seen = train.sample(MOST, 0);
    HostArray values = seen.batch(Shuffle.identity(seen.size())).features();
    int rows = values.rows();
    for (int c = 0; c < columns; c++) {
      for (int r = 0; r < rows; r++) {
        mean[c] += values.get(r * columns + c) / rows;
      }
      for (int r = 0; r < rows; r++) {
        double from = values.get(r * columns + c) - mean[c];
        deviation[c] += from * from / rows;
      }
      // A constant column, or one that is not finite, stays as it is.
      boolean usable = deviation[c] > 0 && Double.isFinite(deviation[c]);
      deviation[c] = usable ? Math.sqrt(deviation[c]) : 1;
      mean[c] = usable ? mean[c] : 0;
    }
    UnaryOperator<HostArray> transform = x -> standardized(x, mean, deviation);
    ArraySpec result = new ArraySpec(ElementType.FLOAT32, List.of(columns));
    String name = "standardized";
    return data.with(
        train.mapFeatures(name, result, transform),
        data.validation().mapFeatures(name, result, transform));
  }

  private static boolean floats(ElementType type) {
    return type == ElementType.FLOAT32 || type == ElementType.FLOAT64;
  }

  private static HostArray standardized(HostArray x, double[] mean, double[] deviation) {
    int columns = mean.length;
    float[] values = new float[x.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((x.get(i) - mean[i % columns]) / deviation[i % columns]);
    }
    return HostArray.ofFloats(values, x.rows(), columns);
  }
}
