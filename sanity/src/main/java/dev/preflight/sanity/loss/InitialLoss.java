package dev.preflight.sanity.loss;

import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Measurement;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of the loss at the initial weights; probed once for each size of batch. */
public final class InitialLoss {

  /** A gap to the mean of the per-example losses below this is rounding. */
  private static final double GAP_ROUNDING = 1e-4;

  private InitialLoss() {}

  /** The probe of a batch of exactly this size; empty where outputs are not one row per example. */
  private record Probed(int size) implements Measurement<Optional<LossProbe>> {
    @Override
    public Optional<LossProbe> make(Lab lab) {
      Batch batch = lab.batch(size);
      HostArray outputs = lab.initialOutputs(batch);
      return outputs.rank() < 1 || outputs.rows() != batch.size()
          ? Optional.empty()
          : Optional.of(LossProbe.of(lab.initial(), batch, outputs, lab.classifies(), lab.seed()));
    }
  }

  /**
   * What feeding outputs tells about the loss of {@link Lab#batch batches} of a size; null where
   * the program names no outputs, or they are not one row per example.
   */
  public static @Nullable LossProbe probe(Lab lab, int size) {
    return lab.namesOutputs() ? lab.once(new Probed(lab.batch(size).size())).orElse(null) : null;
  }

  /** The form of the loss for batches of a size; null where it is not known. */
  public static @Nullable LossForm form(Lab lab, int size) {
    LossProbe probe = probe(lab, size);
    return probe == null ? null : probe.form().orElse(null);
  }

  /**
   * Whether the loss is one of classes: as the data say, or a cross-entropy with targets of 0 and
   * 1, where each example has a class for each place, or several.
   *
   * @param form of the loss; null where it is not known
   */
  public static boolean isOfClasses(Lab lab, @Nullable LossForm form) {
    if (lab.classifies() || form == null || !form.kind().isCrossEntropy()) {
      return lab.classifies();
    }
    Batch batch = lab.batch(lab.initialSample());
    double[][] targets = Targets.of(batch.labels(), lab.initialOutputs(batch), false);
    return targets != null && Targets.areClasses(targets);
  }

  /**
   * The part of the initial loss of a batch that is regularization: as named, or as found by
   * feeding outputs, or as the gap to the per-example losses. NaN where none of these can be had.
   */
  public static double regularization(Lab lab, Batch batch) {
    if (lab.graph().ends().regularization() != null) {
      return lab.initial().regularization(batch);
    }
    LossForm form = form(lab, batch.size());
    if (form != null) {
      return form.offset();
    }
    if (lab.graph().givesPerExampleLoss(lab.untrainedMode())) {
      HostArray losses = lab.initial().perExampleLoss(batch, lab.untrainedMode());
      double gap = lab.initialLoss(batch) - Fit.mean(losses.toDoubles());
      return Math.abs(gap) < GAP_ROUNDING ? 0 : gap;
    }
    return Double.NaN;
  }

  /** As {@link #regularization}, 0 where it cannot be had. */
  public static double regularizationOrZero(Lab lab, Batch batch) {
    double known = regularization(lab, batch);
    return Double.isNaN(known) ? 0 : known;
  }
}
