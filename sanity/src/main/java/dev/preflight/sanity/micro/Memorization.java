package dev.preflight.sanity.micro;

import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Lab;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.Batch;
import dev.preflight.training.optimizer.StepSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * How training on one batch, over and over, went.
 *
 * <p>Success is judged in evaluation mode, and in training mode too where there is a training flag:
 * moving averages lag behind after a few updates, and dropout blurs the training mode.
 *
 * @param learningRate the rate
 * @param losses loss of each update, regularization included
 * @param looked data loss whenever it was judged, as {@code best} and {@code target} mean it; one
 *     every {@value #LOOK_EVERY} updates
 * @param reached whether the batch was memorized
 * @param accuracy best share of right examples; NaN for regression or without outputs
 * @param first data loss before the first update
 * @param best lowest data loss seen
 * @param target data loss to get below
 * @param floorKnown whether the target stands on a known lowest loss; else 0 was taken for it
 * @param nonFiniteAt number of the first update whose loss was not finite, from 1; 0 if none
 * @param examples examples in the batch
 */
record Memorization(
    double learningRate,
    List<Double> losses,
    List<Double> looked,
    boolean reached,
    double accuracy,
    double first,
    double best,
    double target,
    boolean floorKnown,
    int nonFiniteAt,
    int examples) {

  /** Share of right examples that counts as memorized where the loss has a floor. */
  static final double MIN_ACCURACY = 0.95;

  static final int LOOK_EVERY = 5;

  /** Right for this many updates counts, however high a floor the loss has. */
  private static final int STEADY = 50;

  /** Without a lower loss for this many updates, more of them are not worth their time. */
  private static final int PATIENCE = 500;

  /** Only a loss still above this share of the first is called stuck; noise rules below it. */
  private static final double STUCK_HIGH = 0.25;

  /** A loss that lost less than this share of its first value has not come down. */
  private static final double FALLEN = 0.02;

  /** What counts as lower. */
  private static final double PROGRESS = 0.999;

  Memorization {
    losses = List.copyOf(losses);
    looked = List.copyOf(looked);
  }

  /** Updates made. */
  int updates() {
    return losses.size();
  }

  /** Trains on one batch until it is memorized or the budget is used up. */
  static Memorization of(Lab lab, Trainer trainer, StepSettings settings, int budget, String task) {
    Batch batch = lab.memorizedBatch();
    BatchJudge judge = new BatchJudge(lab, trainer, batch);
    List<Double> losses = new ArrayList<>();
    List<Double> looked = new ArrayList<>();
    boolean reached = false;
    int nonFiniteAt = 0;
    int steady = 0;
    double lowest = Double.POSITIVE_INFINITY;
    int lowestAt = 0;
    lab.begin(task, budget);
    for (int step = 1; step <= budget && !reached && nonFiniteAt == 0; step++) {
      double loss = trainer.step(batch, settings);
      losses.add(loss);
      lab.advance(step);
      if (loss < PROGRESS * lowest) {
        lowest = loss;
        lowestAt = step;
      }
      if (!Double.isFinite(loss)) {
        nonFiniteAt = step;
      } else if (step % LOOK_EVERY == 0) {
        reached = judge.look();
        looked.add(judge.last());
        steady = judge.right() ? steady + LOOK_EVERY : 0;
        reached |= steady >= STEADY;
        boolean high = judge.best() > STUCK_HIGH * judge.first();
        if (step - lowestAt >= PATIENCE && high) {
          break;
        }
      }
    }
    return new Memorization(
        settings.learningRate(),
        losses,
        looked,
        reached,
        judge.bestAccuracy(),
        judge.first(),
        judge.best(),
        judge.target(),
        judge.floorKnown(),
        nonFiniteAt,
        batch.size());
  }

  /** Whether the loss was still falling at the end: the last quarter is below the one before. */
  boolean stillFalling() {
    int n = losses.size();
    if (n < 8 || nonFiniteAt > 0) {
      return false;
    }
    double last = mean(3 * n / 4, n);
    double before = mean(n / 2, 3 * n / 4);
    return last < 0.98 * before;
  }

  /** Whether all but one example are right, with a loss well below the first. */
  boolean almost() {
    return nonFiniteAt == 0 && accuracy * examples >= examples - 1.5 && best < STUCK_HIGH * first;
  }

  /** Mean loss of the last tenth of the updates. */
  double lastLoss() {
    int n = losses.size();
    return n == 0 ? Double.NaN : mean(n - Math.max(1, n / 10), n);
  }

  private double mean(int from, int to) {
    double sum = 0;
    for (double loss : losses.subList(from, to)) {
      sum += loss;
    }
    return sum / (to - from);
  }

  /** Whether the loss came down at all. */
  boolean fell() {
    return nonFiniteAt == 0 && best < first - FALLEN * Math.abs(first);
  }

  /** What counts as memorized, for people. */
  String goal() {
    return Double.isNaN(accuracy)
        ? Sentence.of("a loss below %s", target)
        : Sentence.of("all right and a loss below %s", target);
  }

  /** What was reached, for people. */
  String result() {
    return Double.isNaN(accuracy)
        ? Sentence.of("loss %s to %s", first, best)
        : Sentence.of(
            "%d of %d right, loss %s to %s",
            Math.round(accuracy * examples), examples, first, best);
  }
}
