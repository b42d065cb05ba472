package dev.preflight.sanity.metrics;

import dev.preflight.training.Accuracy;
import dev.preflight.training.data.HostArray;
import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Items with their right class and what a classifier said, and the metrics over them.
 *
 * <p>A metric whose denominator is zero is 0, as in scikit-learn with {@code zero_division=0}, but
 * means over classes leave out the classes that no item has. Outputs may be logits or
 * probabilities; an item with a NaN among its outputs is wrong, and counted as of no class. Not
 * thread-safe while items are added.
 */
public final class Classified {

  /** Errors with fewer of which a mean over items is not normal enough. */
  private static final int LEAST_ERRORS = 5;

  private final int classes;
  private int size;
  private int[] labels = new int[64];
  private int[] predicted = new int[64];
  private float[] scores;

  /** No item yet. */
  public Classified(int classes) {
    if (classes < 2) {
      throw new IllegalArgumentException("classes must be at least 2, was " + classes);
    }
    this.classes = classes;
    this.scores = new float[64 * classes];
  }

  /**
   * Whether a classifier's outputs can be read: one for each class, or one for two.
   *
   * @param outputs how many there are, the last dimension; empty if unknown
   */
  public static boolean reads(OptionalInt outputs, int classes) {
    return classes >= 2
        && outputs.isPresent()
        && (outputs.getAsInt() == classes || (classes == 2 && outputs.getAsInt() == 1));
  }

  /**
   * Adds a batch. Where outputs are given for many places of an item, as for pixels, each place
   * counts as an item.
   *
   * @param outputs {@code [..., K]}, or one for each item where there are two classes: a logit of
   *     class 1
   * @param right class ids, one for each item, or one-hot rows of K
   * @throws IllegalArgumentException if the two do not fit
   */
  public void add(HostArray outputs, HostArray right) {
    int[] shape = outputs.shape();
    boolean rows = shape.length >= 2 && shape[shape.length - 1] == classes;
    boolean single = classes == 2 && !rows;
    int items = single ? outputs.size() : outputs.size() / classes;
    boolean ids = right.size() == items;
    if (!ids && right.size() != items * classes) {
      throw new IllegalArgumentException(
          outputs.size() + " outputs and " + right.size() + " labels of " + classes + " classes");
    }
    HostArray given = ids ? right.reshape(items) : right.reshape(items, classes);
    int[] truth = Accuracy.classesOf(given);
    for (int item = 0; item < items; item++) {
      double[] row = new double[classes];
      if (single) {
        double logit = outputs.get(item);
        row[0] = -logit / 2;
        row[1] = logit / 2;
      } else {
        for (int c = 0; c < classes; c++) {
          row[c] = outputs.get(item * classes + c);
        }
      }
      add(truth[item], row);
    }
  }

  private void add(int label, double[] row) {
    if (label < 0 || label >= classes) {
      throw new IllegalArgumentException("label " + label + " of " + classes + " classes");
    }
    if (size == labels.length) {
      labels = Arrays.copyOf(labels, 2 * size);
      predicted = Arrays.copyOf(predicted, 2 * size);
      scores = Arrays.copyOf(scores, 2 * size * classes);
    }
    int best = 0;
    boolean nan = false;
    double sum = 0;
    boolean probabilities = true;
    for (int c = 0; c < classes; c++) {
      nan |= Double.isNaN(row[c]);
      best = row[c] > row[best] ? c : best;
      sum += row[c];
      probabilities &= row[c] >= 0 && row[c] <= 1;
    }
    probabilities &= Math.abs(sum - 1) < 1e-3;
    labels[size] = label;
    predicted[size] = nan ? -1 : best;
    double top = row[best];
    double total = 0;
    for (int c = 0; c < classes; c++) {
      row[c] = probabilities || nan ? row[c] : Math.exp(row[c] - top);
      total += row[c];
    }
    for (int c = 0; c < classes; c++) {
      scores[size * classes + c] = (float) (row[c] / total);
    }
    size++;
  }

  /** Number of items. */
  public int size() {
    return size;
  }

  /** Number of classes. */
  public int classes() {
    return classes;
  }

  /** Items that were classified rightly. */
  public long correct() {
    return IntStream.range(0, size).filter(i -> labels[i] == predicted[i]).count();
  }

  /** Which items were classified rightly, in the order they were added. */
  public BitSet right() {
    BitSet right = new BitSet(size);
    IntStream.range(0, size).filter(i -> labels[i] == predicted[i]).forEach(right::set);
    return right;
  }

  /** Share of right items; 0 without any. */
  public double accuracy() {
    return ratio(correct(), size);
  }

  /** Wilson's interval of {@link #accuracy}. */
  public Interval accuracyInterval() {
    return Interval.ofShare(correct(), size);
  }

  /** Number of items by right class (row) and predicted class (column). */
  public long[][] confusion() {
    long[][] counts = new long[classes][classes];
    for (int i = 0; i < size; i++) {
      if (predicted[i] >= 0) {
        counts[labels[i]][predicted[i]]++;
      }
    }
    return counts;
  }

  /** Number of items of a class. */
  public long support(int c) {
    return IntStream.range(0, size).filter(i -> labels[i] == c).count();
  }

  private long predictions(int c) {
    return IntStream.range(0, size).filter(i -> predicted[i] == c).count();
  }

  private long hits(int c) {
    return IntStream.range(0, size).filter(i -> predicted[i] == c && labels[i] == c).count();
  }

  /** Share of items predicted as of a class that are of it. */
  public double precision(int c) {
    return ratio(hits(c), predictions(c));
  }

  /** Share of a class's items that are predicted as of it: sensitivity. */
  public double recall(int c) {
    return ratio(hits(c), support(c));
  }

  /** Harmonic mean of precision and recall of a class. */
  public double f1(int c) {
    return ratio(2 * hits(c), predictions(c) + support(c));
  }

  /** Hits over all that is, or is taken for, a class: intersection over union. */
  public double iou(int c) {
    return ratio(hits(c), predictions(c) + support(c) - hits(c));
  }

  /** Mean of F1 over the classes that there are items or predictions of. */
  public double macroF1() {
    return mean(this::f1, IntStream.range(0, classes).filter(this::isSeen).toArray());
  }

  /** F1 over all decisions, which for one class an item is the accuracy. */
  public double microF1() {
    return accuracy();
  }

  /** Mean of F1 weighted by the number of items. */
  public double weightedF1() {
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += f1(c) * (double) support(c);
    }
    return size == 0 ? 0 : sum / size;
  }

  /** Mean of the recalls of the classes that there are items of. */
  public double balancedAccuracy() {
    return mean(this::recall, present());
  }

  /**
   * The interval of {@link #balancedAccuracy}: those of the recalls, which are independent, squared
   * and added (Zou and Donner, Statistics in Medicine 27, 2008), each Wilson's.
   */
  public Interval balancedAccuracyInterval() {
    int[] present = present();
    double below = 0;
    double above = 0;
    for (int c : present) {
      Interval recall = Interval.ofShare(hits(c), support(c));
      below += (recall(c) - recall.low()) * (recall(c) - recall.low());
      above += (recall.high() - recall(c)) * (recall.high() - recall(c));
    }
    double mean = balancedAccuracy();
    return new Interval(
        Math.max(0, mean - Math.sqrt(below) / present.length),
        Math.min(1, mean + Math.sqrt(above) / present.length));
  }

  /**
   * The interval of {@link #macroF1} by the delta method, as Takahashi et al., Applied Intelligence
   * 52 (2022); {@link Interval#NONE} with fewer than {@value #LEAST_ERRORS} errors, where it would
   * be too narrow.
   */
  public Interval macroF1Interval() {
    if (size - correct() < LEAST_ERRORS) {
      return Interval.NONE;
    }
    int[] seen = IntStream.range(0, classes).filter(this::isSeen).toArray();
    double[] f1 = new double[classes];
    double[] weight = new double[classes];
    for (int c : seen) {
      f1[c] = f1(c);
      weight[c] = (double) size / (double) (support(c) + predictions(c)) / seen.length;
    }
    double squares = 0;
    for (int i = 0; i < size; i++) {
      int right = labels[i];
      int said = predicted[i];
      double influence = -f1[right] * weight[right];
      if (said >= 0) {
        influence += (said == right ? 2 : 0) * weight[said] - f1[said] * weight[said];
      }
      squares += influence * influence;
    }
    Interval f = Interval.ofInfluence(macroF1(), squares, size);
    return new Interval(Math.max(0, f.low()), Math.min(1, f.high()));
  }

  /** Mean of {@link #iou} over the classes that there are items or predictions of. */
  public double meanIou() {
    return mean(this::iou, IntStream.range(0, classes).filter(this::isSeen).toArray());
  }

  /**
   * Share of items whose class is among the k with the highest outputs; of equal outputs the lower
   * class counts first.
   */
  public double topK(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, was " + k);
    }
    long right = 0;
    for (int i = 0; i < size; i++) {
      float own = score(i, labels[i]);
      int above = 0;
      for (int c = 0; c < classes; c++) {
        float other = score(i, c);
        above += other > own || (other == own && c < labels[i]) ? 1 : 0;
      }
      right += above < k && predicted[i] >= 0 ? 1 : 0;
    }
    return ratio(right, size);
  }

  /** The points of a class against the rest, by falling score. */
  public Ranking ranking(int c) {
    return Ranking.of(
        IntStream.range(0, size).mapToDouble(i -> score(i, c)).toArray(),
        IntStream.range(0, size).mapToObj(i -> labels[i] == c).toList());
  }

  /**
   * Area under the ROC curve: of class 1 where there are two classes, else the mean over the
   * classes that there are items of, each against the rest. NaN where only one class has items.
   */
  public double rocAuc() {
    return mean(c -> ranking(c).rocAuc(), ranked());
  }

  /**
   * Average precision, the area under the steps of the precision-recall curve, averaged as {@link
   * #rocAuc}.
   */
  public double averagePrecision() {
    return mean(c -> ranking(c).averagePrecision(), ranked());
  }

  private int[] ranked() {
    int[] present = present();
    if (present.length < 2) {
      return new int[0];
    }
    return classes == 2 ? new int[] {1} : present;
  }

  private int[] present() {
    return IntStream.range(0, classes).filter(c -> support(c) > 0).toArray();
  }

  private boolean isSeen(int c) {
    return support(c) + predictions(c) > 0;
  }

  private float score(int item, int c) {
    return scores[item * classes + c];
  }

  /** The share of the largest class: what a classifier without any knowledge reaches. */
  public double majority() {
    return ratio(IntStream.range(0, classes).mapToLong(this::support).max().orElse(0), size);
  }

  private interface OfClass {
    double of(int c);
  }

  private static double mean(OfClass metric, int[] over) {
    return Arrays.stream(over).mapToDouble(metric::of).average().orElse(Double.NaN);
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / (double) whole;
  }
}
