package dev.preflight.tuner.finder;

import dev.preflight.training.Progress;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingBatches;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.optimizer.StepSettings;
import dev.preflight.tuner.runs.RunInterruptedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The learning-rate range test (Smith 2015): the rate rises exponentially from update to update
 * while the raw loss is recorded.
 */
final class RangeTest {

  /** A ramp ends for good when the loss is this many times the size of the first one. */
  private static final double HOPELESS = 50;

  /** The size that a loss is taken to have at least: some start at 0 and go below it. */
  static final double LEAST_SIZE = 0.01;

  /** Gradient norms and update ratios of a ramp, about: each costs a pass over all weights. */
  private static final int LOOKS = 20;

  private final TrainingGraph graph;
  private final Trainer trainer;
  private final int batchSize;
  private final boolean withNorms;

  /**
   * @param withNorms whether gradient norms and update ratios, twenty of each, are measured as well
   */
  RangeTest(TrainingGraph graph, Trainer trainer, int batchSize, boolean withNorms) {
    this.graph = graph;
    this.trainer = trainer;
    this.batchSize = batchSize;
    this.withNorms = withNorms;
  }

  /** Rate {@code i} of {@code n} on the exponential ramp, both ends included. */
  static double rate(double low, double high, int i, int n) {
    if (i == n - 1) {
      return high;
    }
    return low * Math.pow(high / low, (double) i / (n - 1));
  }

  /**
   * Runs one ramp from the initial values of {@code seed}.
   *
   * <p>It stops at the first loss that is not finite or is beyond hope; what comes after would only
   * say the same.
   *
   * @param curves gets the ramp at its end, even if the user stops it after its first update
   * @throws RunInterruptedException if the user asked to stop
   */
  void run(
      long seed,
      int steps,
      double low,
      double high,
      StepSettings base,
      Progress progress,
      List<FinderResult.Curve> curves) {
    List<FinderResult.Point> points = new ArrayList<>();
    try {
      ramp(seed, steps, low, high, base, progress, points);
    } finally {
      if (!points.isEmpty()) {
        curves.add(new FinderResult.Curve(seed, points, divergence(points)));
      }
    }
  }

  private void ramp(
      long seed,
      int steps,
      double low,
      double high,
      StepSettings base,
      Progress progress,
      List<FinderResult.Point> points) {
    trainer.reset(seed);
    TrainingBatches batches = new TrainingBatches(graph, seed, batchSize);
    List<String> watched = List.copyOf(graph.updated());
    int every = Math.max(1, steps / LOOKS);
    double first = Double.NaN;
    for (int i = 0; i < steps; i++) {
      RunInterruptedException.check(progress);
      double rate = rate(low, high, i, steps);
      StepSettings settings = new StepSettings(rate, base.momentum(), base.weightDecay());
      boolean looks = withNorms && i % every == every - 1;
      List<HostArray> before = looks ? trainer.variables(watched) : List.of();
      Trainer.Step step =
          looks
              ? trainer.stepWithNorm(batches.next(), settings)
              : new Trainer.Step(trainer.step(batches.next(), settings), Double.NaN);
      double updateRatio = looks ? updateRatio(before, trainer.variables(watched)) : Double.NaN;
      points.add(new FinderResult.Point(rate, step.loss(), step.gradientNorm(), updateRatio));
      if (i == 0) {
        first = step.loss();
      }
      progress.advance(i + 1);
      if (!Double.isFinite(step.loss())
          || step.loss() > HOPELESS * Math.max(LEAST_SIZE, Math.abs(first))) {
        break;
      }
    }
  }

  /** Norm of the change over the norm of the weights, over all watched variables together. */
  private static double updateRatio(List<HostArray> before, List<HostArray> after) {
    double change = 0;
    double size = 0;
    for (int v = 0; v < before.size(); v++) {
      float[] a = before.get(v).toFloats();
      float[] b = after.get(v).toFloats();
      for (int i = 0; i < a.length; i++) {
        double d = (double) b[i] - a[i];
        change += d * d;
        size += (double) a[i] * a[i];
      }
    }
    return size == 0 ? Double.NaN : Math.sqrt(change / size);
  }

  /**
   * The first rate at which a ramp has diverged: its loss is not finite, or its smoothed loss has
   * risen back by half of its drop. Null if it never does.
   */
  static @Nullable Double divergence(List<FinderResult.Point> points) {
    int finite = 0;
    while (finite < points.size() && Double.isFinite(points.get(finite).loss())) {
      finite++;
    }
    double[] losses = points.stream().limit(finite).mapToDouble(FinderResult.Point::loss).toArray();
    double[] rates =
        points.stream().limit(finite).mapToDouble(FinderResult.Point::learningRate).toArray();
    int at = RampCurve.riseByHalf(RampCurve.smooth(rates, losses), RampCurve.noise(losses));
    if (at >= 0) {
      return points.get(at).learningRate();
    }
    return finite < points.size() ? points.get(finite).learningRate() : null;
  }
}
