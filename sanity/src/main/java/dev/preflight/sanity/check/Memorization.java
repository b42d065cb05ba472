package dev.preflight.sanity.check;

import dev.preflight.training.Mode;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.optimizer.StepSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How training on one batch, over and over, went.
 *
 * <p>Success is judged in evaluation mode, and in training mode too where there is a training flag:
 * moving averages lag behind after a few updates, and dropout blurs the training mode.
 *
 * @param learningRate the rate
 * @param losses loss of each update, regularization included
 * @param reached whether the batch was memorized
 * @param accuracy best share of right examples; NaN for regression or without outputs
 * @param first data loss before the first update
 * @param best lowest data loss seen
 * @param target data loss to get below
 * @param nonFiniteAt number of the first update whose loss was not finite, from 1; 0 if none
 * @param examples examples in the batch
 */
public record Memorization(
    double learningRate,
    List<Double> losses,
    boolean reached,
    double accuracy,
    double first,
    double best,
    double target,
    int nonFiniteAt,
    int examples) {

  /** Examples in the batch. */
  public static final int BATCH = 16;

  public static final double MIN_ACCURACY = 0.95;
  private static final double LOSS_SHARE = 0.05;

  /** Relative to the variance of the targets. */
  private static final double REGRESSION_SHARE = 1e-3;

  private static final int LOOK_EVERY = 5;

  /** Right for this many updates counts, however high a floor the loss has. */
  private static final int STEADY = 50;

  /** Without a lower loss for this many updates, more of them are not worth their time. */
  private static final int PATIENCE = 500;

  /** Only a loss still above this share of the first is called stuck; noise rules below it. */
  private static final double STUCK_HIGH = 0.25;

  /** What counts as lower. */
  private static final double PROGRESS = 0.999;

  public Memorization {
    losses = List.copyOf(losses);
  }

  /** Updates made. */
  public int updates() {
    return losses.size();
  }

  /** Trains on one batch until it is memorized or the budget is used up. */
  public static Memorization of(
      Lab lab, Trainer trainer, StepSettings settings, int budget, String task) {
    Batch batch = lab.batch(BATCH);
    Judge judge = new Judge(lab, trainer, batch);
    List<Double> losses = new ArrayList<>();
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
        steady = judge.right ? steady + LOOK_EVERY : 0;
        reached |= steady >= STEADY;
        boolean high = judge.best > STUCK_HIGH * judge.first;
        if (step - lowestAt >= PATIENCE && high) {
          break;
        }
      }
    }
    return new Memorization(
        settings.learningRate(),
        losses,
        reached,
        judge.bestAccuracy,
        judge.first,
        judge.best,
        judge.target,
        nonFiniteAt,
        batch.size());
  }

  /** Whether the loss was still falling at the end: the last quarter is below the one before. */
  public boolean stillFalling() {
    int n = losses.size();
    if (n < 8 || nonFiniteAt > 0) {
      return false;
    }
    double last = mean(3 * n / 4, n);
    double before = mean(n / 2, 3 * n / 4);
    return last < 0.98 * before;
  }

  /** Whether all but one example are right, with a loss well below the first. */
  public boolean almost() {
    return nonFiniteAt == 0 && accuracy * examples >= examples - 1.5 && best < STUCK_HIGH * first;
  }

  /** Mean loss of the last tenth of the updates. */
  public double lastLoss() {
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

  /** Looks at the batch without changing anything. */
  private static final class Judge {
    private final Lab lab;
    private final Trainer trainer;
    private final Batch batch;
    private final @Nullable LossForm form;
    private final double first;
    private final double target;
    private double best;
    private double bestAccuracy = Double.NaN;

    /** Whether every example was right when last looked at. */
    private boolean right;

    Judge(Lab lab, Trainer trainer, Batch batch) {
      this.lab = lab;
      this.trainer = trainer;
      this.batch = batch;
      this.form = lab.form(BATCH);
      this.first = dataLoss(Mode.EVALUATE);
      this.best = first;
      this.target = target();
    }

    private double target() {
      if (!lab.classifies() && lab.namesOutputs()) {
        Statistics.Moments targets = new Statistics.Moments();
        for (double label : batch.labels().toDoubles()) {
          targets.add(label);
        }
        return REGRESSION_SHARE * targets.variance();
      }
      double floor =
          form == null || !lab.namesOutputs()
              ? 0
              : Math.abs(form.scale()) * form.floor(Math.max(2, outputs()));
      return LOSS_SHARE * Math.abs(first - floor) + floor;
    }

    private int outputs() {
      return lab.initialOutputs(batch).size() / batch.size();
    }

    boolean look() {
      boolean reached = look(Mode.EVALUATE);
      if (!reached && lab.graph().ends().training() != null) {
        boolean rightBefore = right;
        reached = look(Mode.TRAIN);
        right |= rightBefore;
      }
      return reached;
    }

    private boolean look(Mode mode) {
      double loss = dataLoss(mode);
      if (loss < best) {
        best = loss;
      }
      boolean low = loss <= target;
      if (!lab.classifies() || !lab.namesOutputs()) {
        right = false;
        return low;
      }
      HostArray outputs = trainer.outputs(batch, mode);
      double threshold = form != null && form.kind() == LossKind.SQUARED ? 0.5 : 0;
      double accuracy =
          (double) ClassLabels.correct(outputs, ClassLabels.ids(batch.labels()), threshold)
              / batch.size();
      bestAccuracy = Double.isNaN(bestAccuracy) ? accuracy : Math.max(bestAccuracy, accuracy);
      right = accuracy == 1;
      return right && low;
    }

    /** The loss without regularization; squared error for regression with named outputs. */
    private double dataLoss(Mode mode) {
      if (lab.namesOutputs() && !lab.classifies()) {
        HostArray outputs = trainer.outputs(batch, mode);
        double[][] targets =
            Targets.rows(batch.labels(), outputs.size() / Math.max(1, batch.size()), false);
        if (targets != null) {
          return new LossForm(LossKind.SQUARED, 1, 0, 0).unscaled(Targets.rows(outputs), targets);
        }
      }
      if (form != null) {
        HostArray outputs = trainer.outputs(batch, mode);
        double[][] targets = Targets.rows(batch.labels(), outputs.size() / batch.size(), true);
        if (targets != null) {
          return form.scale() * form.unscaled(Targets.rows(outputs), targets);
        }
      }
      double loss = trainer.loss(batch, mode);
      if (lab.graph().ends().regularization() != null) {
        return loss - trainer.regularization(batch);
      }
      double known = lab.regularization(batch);
      return Double.isNaN(known) ? loss : loss - known;
    }
  }

  /** What was reached, for people. */
  public String result() {
    String accuracyText =
        Double.isNaN(accuracy)
            ? ""
            : String.format(Locale.ROOT, "%.0f of %d right, ", accuracy * examples, examples);
    return accuracyText + "loss " + Text.of(first) + " to " + Text.of(best);
  }
}
