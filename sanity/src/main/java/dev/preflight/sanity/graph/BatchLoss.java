package dev.preflight.sanity.graph;

import dev.preflight.sanity.check.Lab;
import dev.preflight.training.Mode;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;

/**
 * What the loss of a batch is made of, where it is not the mean of the losses of its examples:
 * questions that a mistake answers otherwise.
 */
final class BatchLoss {

  private static final double TOLERANCE = 1e-3;

  /** Losses whose size is below this are 0 in single precision, after a mean of terms near 1. */
  private static final double ZERO = 1e-7;

  private final Trainer trainer;
  private final Batch batch;
  private final double regularization;
  private final double[] singles;

  BatchLoss(Lab lab, Batch batch, double regularization) {
    this.trainer = lab.initial();
    this.batch = batch;
    this.regularization = regularization;
    this.singles = new double[batch.size()];
    for (int i = 0; i < singles.length; i++) {
      singles[i] = of(i);
    }
  }

  /** The data loss of these examples of the batch together; one may stand there more than once. */
  double of(int... examples) {
    return trainer.loss(BatchRows.of(batch, examples), Mode.EVALUATE) - regularization;
  }

  /** The mean of the losses of the examples, each alone. */
  double meanOfSingles() {
    double sum = 0;
    for (double loss : singles) {
      sum += loss / singles.length;
    }
    return sum;
  }

  /** Whether a loss is 0 up to rounding. */
  static boolean isZero(double loss) {
    return Math.abs(loss) < ZERO;
  }

  /**
   * Whether the loss is a mean that weighs examples, as class weights divided by their sum do: the
   * weights read off pairs of examples give the loss of the whole batch.
   *
   * @param whole data loss of the batch
   */
  boolean isWeightedMean(double whole) {
    int reference = farthestFrom(whole);
    double sum = singles[reference];
    double weights = 1;
    for (int i = 0; i < singles.length; i++) {
      if (i == reference) {
        continue;
      }
      // Losses that are alike tell nothing of their weights, and need none.
      boolean alike = Math.abs(singles[i] - singles[reference]) < 1e-4 * Math.abs(whole);
      double weight = alike ? weightBesideThird(reference, i) : ratio(reference, i);
      if (!(weight > 0) || !Double.isFinite(weight)) {
        return false;
      }
      sum += weight * singles[i];
      weights += weight;
    }
    return Math.abs(sum / weights - whole) <= 2 * TOLERANCE * Math.abs(whole);
  }

  /** The weight of an example whose loss is that of the reference: read with a third one. */
  private double weightBesideThird(int reference, int example) {
    int third = farthestFrom(singles[reference]);
    double first = ratio(third, reference);
    double second = ratio(third, example);
    return second / first;
  }

  private double ratio(int reference, int example) {
    double pair = of(reference, example);
    return (pair - singles[reference]) / (singles[example] - pair);
  }

  private int farthestFrom(double loss) {
    int farthest = 0;
    for (int i = 1; i < singles.length; i++) {
      if (Math.abs(singles[i] - loss) > Math.abs(singles[farthest] - loss)) {
        farthest = i;
      }
    }
    return farthest;
  }

  /**
   * Whether the loss compares examples with each other, as contrastive losses do: one example alone
   * has the same loss whichever it is, and other names for the classes change nothing.
   *
   * @param whole data loss of the batch
   */
  boolean isContrastive(double whole) {
    double scale = TOLERANCE * Math.max(ZERO, Math.abs(whole));
    for (double single : singles) {
      if (!(Math.abs(single - singles[0]) <= scale)) {
        return false;
      }
    }
    double renamed =
        trainer.loss(new Batch(batch.features(), rotated(batch.labels())), Mode.EVALUATE)
            - regularization;
    return Math.abs(renamed - whole) <= scale;
  }

  /** The labels with each class called by the name of the next. */
  private static HostArray rotated(HostArray labels) {
    int rows = labels.rows();
    int width = labels.size() / rows;
    float[] values = new float[labels.size()];
    double classes = 1;
    for (int i = 0; i < values.length; i++) {
      classes = Math.max(classes, labels.get(i) + 1);
    }
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < width; k++) {
        double value = labels.get(row * width + (width > 1 ? (k + width - 1) % width : k));
        values[row * width + k] = (float) (width > 1 ? value : (value + 1) % classes);
      }
    }
    return HostArray.ofFloats(values, labels.shape()).to(labels.type());
  }
}
