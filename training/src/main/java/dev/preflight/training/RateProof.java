package dev.preflight.training;

import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.optimizer.StepSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Proves that what is fed as the learning rate of a function is one: at rate 0 no weight moves, and
 * half the rate moves them less.
 */
final class RateProof {

  /** Updates within which a weight moves; gradients may be accumulated over several. */
  private static final int MOST = 64;

  /** Of the full movement, half the rate makes less than this share: half of it, by rights. */
  private static final double LESS = 0.95;

  private static final double USUAL = 1e-3;

  private RateProof() {}

  /**
   * Steps from the initial values of seed 0.
   *
   * @param trainer of the graph; it is left anywhere
   * @throws InputException if it is no rate
   */
  static void require(TrainingGraph graph, Trainer trainer, Batch batch) {
    double own = graph.learningRate();
    double rate = own > 0 && Double.isFinite(own) ? own : USUAL;
    trainer.reset(0);
    List<String> names = graph.trainable();
    List<HostArray> start = trainer.variables(names);
    int steps = 0;
    double full = 0;
    while (full == 0 && steps < MOST) {
      trainer.step(batch, StepSettings.of(rate));
      steps++;
      full = distance(start, trainer.variables(names));
    }
    if (full == 0 || !Double.isFinite(full)) {
      return; // A fault that checks tell, not one of the rate.
    }
    List<HostArray> still = after(trainer, batch, steps, 0, names);
    for (int i = 0; i < names.size(); i++) {
      if (distance(start.subList(i, i + 1), still.subList(i, i + 1)) != 0) {
        throw refusal(graph, "at rate 0 '" + names.get(i) + "' moves");
      }
    }
    double half = distance(start, after(trainer, batch, steps, rate / 2, names));
    if (half > LESS * full) {
      throw refusal(
          graph,
          String.format(
              Locale.ROOT, "half the rate moves the weights by %.3g instead of %.3g", half, full));
    }
  }

  private static List<HostArray> after(
      Trainer trainer, Batch batch, int steps, double rate, List<String> names) {
    trainer.reset(0);
    for (int i = 0; i < steps; i++) {
      trainer.step(batch, StepSettings.of(rate));
    }
    return trainer.variables(names);
  }

  private static double distance(List<HostArray> from, List<HostArray> to) {
    double squares = 0;
    for (int i = 0; i < from.size(); i++) {
      double[] a = from.get(i).toDoubles();
      double[] b = to.get(i).toDoubles();
      if (!Arrays.equals(a, b)) {
        for (int k = 0; k < a.length; k++) {
          squares += (b[k] - a[k]) * (b[k] - a[k]);
        }
      }
    }
    return Math.sqrt(squares);
  }

  private static InputException refusal(TrainingGraph graph, String seen) {
    return new InputException(
        "learningRate: "
            + seen
            + ", so that '"
            + graph.ends().learningRate()
            + "' is not the rate of '"
            + graph.name()
            + "'",
        "name the variable or input that is, in a descriptor: {\"graph\": \"DIRECTORY\","
            + " \"learningRate\": ...}");
  }
}
