package dev.preflight.sanity.trace;

import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Measurement;
import dev.preflight.training.Mode;
import dev.preflight.training.Snapshot;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.HostArray;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The gradient that the user's optimizer gets, beside the slope of the loss along it. The two are
 * equal where nothing scales or clips the gradient. The slope is a central difference, for
 * TensorFlow Java has no gradient of several losses of Python's.
 *
 * @param applied Euclidean norm of what the optimizer gets
 * @param slope how fast the loss grows along it, per unit of length; NaN where that cannot be
 *     measured
 */
public record AppliedGradient(double applied, double slope) {

  private static final AppliedGradient UNKNOWN = new AppliedGradient(Double.NaN, Double.NaN);

  /** What is left of a gradient that is clipped to nothing, at most. */
  private static final double NOTHING = 0.01;

  /** Length of the difference as a share of the weights' norm. */
  private static final double SHARE = 1e-3;

  /** A change of the loss below this share of it may be rounding. */
  private static final double ROUNDING = 1e-5;

  /** At the initial weights, on the batch that is to be memorized. */
  public static final Measurement<AppliedGradient> ONCE = AppliedGradient::measure;

  /** Whether clipping, or scaling, leaves next to nothing of the gradient. */
  public boolean isNothing() {
    return slope > 0 && applied < NOTHING * slope;
  }

  /** A sentence of both, without its end. */
  public String told() {
    return Sentence.of(
        "The optimizer gets a gradient of norm %s, where the loss has one of at least %s",
        applied, slope);
  }

  private static AppliedGradient measure(Lab lab) {
    if (!lab.graph().drivesOwnTrainOp() || !lab.graph().showsGradients()) {
      return UNKNOWN;
    }
    Trainer trainer = lab.bench();
    Batch batch = lab.memorizedBatch();
    Map<String, float[]> gradient = floats(trainer.gradients(batch));
    double norm = norm(gradient);
    if (!(norm > 0) || Double.isInfinite(norm)) {
      return UNKNOWN;
    }
    Snapshot start = trainer.snapshot();
    Map<String, HostArray> weights = new LinkedHashMap<>();
    gradient.keySet().forEach(name -> weights.put(name, trainer.variable(name)));
    boolean fits = weights.values().stream().allMatch(w -> w.type() == ElementType.FLOAT32);
    for (Map.Entry<String, float[]> part : gradient.entrySet()) {
      HostArray weight = weights.get(part.getKey());
      fits &= weight != null && weight.size() == part.getValue().length; // Not rows of a table.
    }
    double step = SHARE * Math.max(1, norm(floats(weights)));
    double before = loss(trainer, start, batch);
    if (!fits || before != loss(trainer, start, batch)) {
      return new AppliedGradient(norm, Double.NaN);
    }
    double up = loss(trainer, moved(start, weights, gradient, step / norm), batch);
    double down = loss(trainer, moved(start, weights, gradient, -step / norm), batch);
    boolean clear = Math.abs(up - down) > ROUNDING * Math.max(Math.abs(up), Math.abs(down));
    return new AppliedGradient(norm, clear ? (up - down) / (2 * step) : Double.NaN);
  }

  private static double loss(Trainer trainer, Snapshot at, Batch batch) {
    trainer.restore(at);
    return trainer.loss(batch, Mode.TRAIN);
  }

  private static Snapshot moved(
      Snapshot start, Map<String, HostArray> weights, Map<String, float[]> along, double factor) {
    Snapshot moved = start;
    for (Map.Entry<String, HostArray> weight : weights.entrySet()) {
      float[] values = weight.getValue().toFloats().clone();
      float[] direction = along.getOrDefault(weight.getKey(), new float[values.length]);
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (factor * direction[i]);
      }
      moved = moved.with(weight.getKey(), HostArray.ofFloats(values, weight.getValue().shape()));
    }
    return moved;
  }

  private static Map<String, float[]> floats(Map<String, HostArray> arrays) {
    Map<String, float[]> floats = new LinkedHashMap<>();
    arrays.forEach((name, array) -> floats.put(name, array.toFloats()));
    return floats;
  }

  private static double norm(Map<String, float[]> arrays) {
    double squares = 0;
    for (float[] values : arrays.values()) {
      for (float value : values) {
        squares += (double) value * value;
      }
    }
    return Math.sqrt(squares);
  }
}
