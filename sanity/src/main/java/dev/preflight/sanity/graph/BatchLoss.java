package dev.preflight.sanity.graph;

import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.loss.InitialLoss;
import dev.preflight.sanity.loss.LossProbe;
import dev.preflight.sanity.loss.Outputs;
import dev.preflight.training.Mode;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the loss of a batch is made of, where it is not the mean of the losses of its examples:
 * questions that a mistake answers otherwise.
 */
final class BatchLoss {

  private static final double TOLERANCE = 1e-3;

  /** Losses whose size is below this are 0 in single precision, after a mean of terms near 1. */
  private static final double ZERO = 1e-7;

  /** A change of the loss below this share of it is rounding. */
  private static final double PAIRS = 1e-5;

  private final Trainer trainer;
  private final Batch batch;
  private final @Nullable HostArray outputs;
  private final double regularization;
  private final double[] singles;

  BatchLoss(Lab lab, Batch batch, double regularization) {
    this.trainer = lab.initial();
    this.batch = batch;
    this.outputs = outputs(lab, batch);
    this.regularization = regularization;
    this.singles = new double[batch.size()];
    for (int i = 0; i < singles.length; i++) {
      singles[i] = of(i);
    }
  }

  /** The outputs of the batch where the loss is made of them; null where it is not, or unknown. */
  private static @Nullable HostArray outputs(Lab lab, Batch batch) {
    LossProbe probe = InitialLoss.probe(lab, batch.size());
    if (probe == null || probe.reading() == LossProbe.Reading.IGNORES) {
      return null;
    }
    HostArray outputs = lab.initialOutputs(batch);
    return outputs.rank() > 0 && outputs.rows() == batch.size() ? outputs : null;
  }

  /**
   * The data loss of these examples of the batch together; one may stand there more than once. Each
   * keeps the outputs that it has in the whole batch, for this is about the loss: whether a network
   * mixes examples, as batch normalization does, is another check's question.
   */
  double of(int... examples) {
    return of(BatchRows.of(batch, examples), examples);
  }

  private double of(Batch fed, int... examples) {
    double loss =
        outputs == null
            ? trainer.loss(fed, Mode.EVALUATE)
            : trainer.lossGiven(outputs.gather(examples), fed);
    return loss - regularization;
  }

  /**
   * Whether every output is compared with every label: labels given to other examples change
   * nothing, though they and the outputs differ.
   *
   * @param whole data loss of the batch
   */
  boolean ignoresPairs(double whole) {
    int[] examples = IntStream.range(0, batch.size()).toArray();
    HostArray rolled = BatchRows.rolled(batch).labels();
    boolean differ =
        outputs != null
            && Outputs.largestDifference(rolled, batch.labels()) > 0
            && Outputs.differenceBetweenExamples(outputs) > 0;
    return differ
        && Math.abs(of(new Batch(batch.features(), rolled), examples) - whole)
            <= PAIRS * Math.abs(whole);
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
        of(
            new Batch(batch.features(), rotated(batch.labels())),
            IntStream.range(0, batch.size()).toArray());
    return Math.abs(renamed - whole) <= scale;
  }

  /** The labels with each class called by the name of the next. */
  static HostArray rotated(HostArray labels) {
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
