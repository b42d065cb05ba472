package dev.preflight.sanity.graph;

import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.ShortRun;
import dev.preflight.sanity.check.Statistics;
import dev.preflight.sanity.loss.Outputs;
import dev.preflight.sanity.loss.Targets;
import dev.preflight.training.Mode;
import dev.preflight.training.Snapshot;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Second differences of a network's outputs: zero where it is affine. */
final class Affinity {

  /** Below this share of the first differences, a second difference is rounding. */
  static final double AFFINE = 1e-4;

  /** As above for perturbed weights, whose outputs are larger and so is their rounding. */
  private static final double AFFINE_IN_WEIGHTS = 1e-3;

  private static final double CLEARLY_NOT = 0.01;
  private static final int PAIRS = 64;

  /** Kernels tried from the end of the network. */
  private static final int MOST_KERNELS = 8;

  /** Weights per kernel up to which perturbing is cheap. */
  private static final long MOST_WEIGHTS = 20_000_000;

  private static final double KICK = 3;
  private static final int WAKING = 5;

  private Affinity() {}

  /**
   * The largest relative second difference over pairs of inputs, and pairs with one negated; NaN
   * where inputs cannot be added.
   */
  static double inInputs(Lab lab) {
    Batch batch = lab.batch(2 * PAIRS);
    int n = batch.size() / 2;
    if (n < 1 || lab.graph().fixedBatchSize().isPresent()) {
      return Double.NaN;
    }
    Trainer trainer = awake(lab);
    HostArray a = batch.features().rows(0, n);
    HostArray b = batch.features().rows(n, 2 * n);
    Batch labels = rows(batch, n);
    double worst;
    try {
      worst = second(trainer, labels, a, b, 1);
    } catch (InputException e) {
      if (a.type().isFloating()) {
        throw e;
      }
      return Double.NaN; // Sums of ids are ids that a table need not have.
    }
    if (a.type().isFloating()) {
      // A ReLU network may stay on one side for sums of positive inputs.
      worst = Math.max(worst, second(trainer, labels, a, b, -1));
    }
    return worst;
  }

  /**
   * A trainer at the initial weights, or a few updates later where its outputs are the same for all
   * examples at first, as with a zero-initialised last layer.
   */
  private static Trainer awake(Lab lab) {
    Trainer trainer = lab.bench();
    HostArray outputs = trainer.outputs(lab.batch(lab.exactProbe()), Mode.EVALUATE);
    if (Outputs.differenceBetweenExamples(outputs) == 0) {
      new ShortRun(lab).steps(trainer, WAKING, ShortRun.probingRate(lab));
    }
    return trainer;
  }

  private static Batch rows(Batch batch, int n) {
    return new Batch(batch.features().rows(0, n), batch.labels().rows(0, n));
  }

  private static double second(Trainer trainer, Batch labels, HostArray a, HostArray b, int sign) {
    double[] x = a.toDoubles();
    double[] y = b.toDoubles();
    boolean whole = !a.type().isFloating();
    double[] first = new double[x.length];
    double[] other = new double[x.length];
    double[] sum = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      // Halves of whole numbers stay in the range of their type.
      first[i] = whole ? Math.floor(x[i] / 2) : x[i];
      other[i] = whole ? Math.floor(y[i] / 2) : sign * y[i];
      sum[i] = first[i] + other[i];
    }
    double[][] fa = outputs(trainer, labels, a, first);
    double[][] fb = outputs(trainer, labels, a, other);
    double[][] fab = outputs(trainer, labels, a, sum);
    double[][] f0 = outputs(trainer, labels, a, new double[x.length]);
    double worst = 0;
    double scale = 1e-12;
    for (int row = 0; row < fa.length; row++) {
      for (int k = 0; k < fa[row].length; k++) {
        double d = fab[row][k] - fa[row][k] - fb[row][k] + f0[row][k];
        worst = Math.max(worst, Math.abs(d));
        scale = Math.max(scale, Math.abs(fa[row][k] - f0[row][k]));
        scale = Math.max(scale, Math.abs(fab[row][k]));
      }
    }
    return worst / scale;
  }

  private static double[][] outputs(
      Trainer trainer, Batch labels, HostArray like, double[] values) {
    HostArray features = HostArray.ofDoubles(values, like.shape()).to(like.type());
    HostArray outputs = trainer.outputs(new Batch(features, labels.labels()), Mode.EVALUATE);
    double[][] rows = Targets.rows(outputs);
    if (Outputs.areProbabilities(outputs)) {
      // A softmax at the end is no hidden activation: look at what went into it.
      for (double[] row : rows) {
        double base = Math.log(Math.max(row[0], 1e-30));
        for (int k = 0; k < row.length; k++) {
          row[k] = Math.log(Math.max(row[k], 1e-30)) - base;
        }
      }
    }
    return rows;
  }

  /**
   * Two layers that are one.
   *
   * @param single relative second difference in one kernel alone: 0 but for rounding
   * @param joint relative mixed difference in both
   * @param bottleneck whether the inner width is below the number of outputs, as in a low-rank
   *     layer that is meant
   */
  record Collapse(String first, String second, double single, double joint, boolean bottleneck) {}

  /** Looks for two kernels in each of which, but not in both, the outputs are affine. */
  static @Nullable Collapse collapse(Lab lab, List<String> kernels) {
    Trainer trainer = awake(lab);
    Snapshot start = trainer.snapshot();
    Batch batch = lab.batch(lab.exactProbe());
    SplittableRandom random = new SplittableRandom(lab.seed());
    HostArray base = trainer.outputs(batch, Mode.EVALUATE);
    if (Outputs.areProbabilities(base)) {
      return null;
    }
    List<String> affine = new ArrayList<>();
    List<Double> seconds = new ArrayList<>();
    int from = Math.max(0, kernels.size() - MOST_KERNELS);
    for (String kernel : kernels.subList(from, kernels.size())) {
      lab.checkpoint();
      HostArray value = trainer.variable(kernel);
      if (value.size() > MOST_WEIGHTS) {
        continue;
      }
      double[] d1 = kick(value, random);
      double[] d2 = kick(value, random);
      Snapshot one = start.with(kernel, plus(value, d1, null));
      Snapshot two = start.with(kernel, plus(value, d2, null));
      Snapshot both = start.with(kernel, plus(value, d1, d2));
      double second = mixed(trainer, batch, base, one, two, both);
      trainer.restore(start);
      if (second < AFFINE_IN_WEIGHTS) {
        affine.add(kernel);
        seconds.add(second);
      }
    }
    for (int i = 0; i < affine.size(); i++) {
      for (int j = i + 1; j < affine.size(); j++) {
        HostArray v1 = trainer.variable(affine.get(i));
        HostArray v2 = trainer.variable(affine.get(j));
        Snapshot one = start.with(affine.get(i), plus(v1, kick(v1, random), null));
        HostArray other = plus(v2, kick(v2, random), null);
        Snapshot two = start.with(affine.get(j), other);
        double joint = mixed(trainer, batch, base, one, two, one.with(affine.get(j), other));
        trainer.restore(start);
        if (joint > CLEARLY_NOT) {
          return new Collapse(
              affine.get(i),
              affine.get(j),
              Math.max(seconds.get(i), seconds.get(j)),
              joint,
              isBottleneck(lab, affine.get(i), affine.get(j), base));
        }
      }
    }
    return null;
  }

  private static boolean isBottleneck(Lab lab, String first, String second, HostArray outputs) {
    List<Long> shape = lab.graph().shapeOf(first);
    List<Long> next = lab.graph().shapeOf(second);
    long inner = Math.min(shape.get(shape.size() - 1), next.get(next.size() - 1));
    long inputs = shape.get(shape.size() - 2);
    long units = outputs.size() / outputs.rows();
    // Looking up rows of a table and mixing them is a linear model on purpose.
    boolean lookup = !lab.graph().data().train().features().type().isFloating();
    return lookup || shape.get(shape.size() - 1) < Math.min(inputs, units) || inner < units;
  }

  /** |f12 - f1 - f2 + f| over the larger of |f1 - f| and |f2 - f|. */
  private static double mixed(
      Trainer trainer, Batch batch, HostArray base, Snapshot one, Snapshot two, Snapshot both) {
    HostArray f1 = after(trainer, batch, one);
    HostArray f2 = after(trainer, batch, two);
    HostArray f12 = after(trainer, batch, both);
    double worst = 0;
    double scale = 0;
    for (int i = 0; i < base.size(); i++) {
      double f = base.get(i);
      worst = Math.max(worst, Math.abs(f12.get(i) - f1.get(i) - f2.get(i) + f));
      scale = Math.max(scale, Math.abs(f1.get(i) - f));
      scale = Math.max(scale, Math.abs(f2.get(i) - f));
    }
    // A kernel without any effect says nothing.
    return scale <= 1e-9 * Math.max(1, Outputs.largest(base))
        ? Double.POSITIVE_INFINITY
        : worst / scale;
  }

  private static HostArray after(Trainer trainer, Batch batch, Snapshot state) {
    trainer.restore(state);
    return trainer.outputs(batch, Mode.EVALUATE);
  }

  /** Normal noise of a few times the kernel's deviation, so that activations change sides. */
  private static double[] kick(HostArray value, SplittableRandom random) {
    double size = KICK * Math.max(Statistics.Moments.of(value).deviation(), 1e-3);
    double[] kick = new double[value.size()];
    for (int i = 0; i < kick.length; i++) {
      kick[i] = size * random.nextGaussian();
    }
    return kick;
  }

  private static HostArray plus(HostArray value, double[] a, double @Nullable [] b) {
    double[] sum = new double[value.size()];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = value.get(i) + a[i] + (b == null ? 0 : b[i]);
    }
    return HostArray.ofDoubles(sum, value.shape()).to(value.type());
  }
}
