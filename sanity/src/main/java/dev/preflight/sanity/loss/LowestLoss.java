package dev.preflight.sanity.loss;

import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Measurement;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lowest loss that any outputs reach on a batch, searched for by feeding outputs: a pattern
 * search (Hooke and Jeeves 1961), one output after the other, from several starts. It asks nothing
 * of the loss but its value, so it serves losses of any form whose outputs are few.
 *
 * @param loss the lowest loss found, regularization at the initial weights included; NaN where
 *     there is none to be had: the loss does not read the outputs, or falls without end
 * @param certain whether the search came to rest; else {@code loss} is only a bound from above
 */
public record LowestLoss(double loss, boolean certain) {

  private static final LowestLoss UNKNOWN = new LowestLoss(Double.NaN, false);

  /** Losses evaluated at most; one takes about a quarter of a millisecond. */
  private static final int BUDGET = 6_000;

  /** A sweep over all outputs that gains less than this share of all gains is the last. */
  private static final double REST = 1e-4;

  /** Outputs beyond this that still lower the loss say that it falls without end. */
  private static final double WITHOUT_END = 1e6;

  /** From here on exponentials are flat or have run away: what still pays the same, pays on. */
  private static final double FAR = 12;

  /** What an output must still gain per unit, times the outputs, to fall without end. */
  private static final double STEADY_GAIN = 0.02;

  /** For the batch of a size that the lab keeps; made once. */
  private record Searched(int size) implements Measurement<LowestLoss> {
    @Override
    public LowestLoss make(Lab lab) {
      LossProbe probe = InitialLoss.probe(lab, size);
      if (probe == null || probe.reading() == LossProbe.Reading.IGNORES) {
        return UNKNOWN;
      }
      Batch batch = lab.batch(size);
      HostArray outputs = lab.initialOutputs(batch);
      double[][] targets = Targets.of(batch.labels(), outputs, lab.classifies());
      return new Search(lab, batch, outputs.shape()).from(Targets.rows(outputs), targets);
    }
  }

  /** The lowest loss of {@link Lab#batch the batch} of a size. */
  public static LowestLoss of(Lab lab, int size) {
    return lab.once(new Searched(lab.batch(size).size()));
  }

  /** One search. */
  private static final class Search {
    private final Lab lab;
    private final Trainer trainer;
    private final Batch batch;
    private final int[] shape;
    private int evaluated;

    Search(Lab lab, Batch batch, int[] shape) {
      this.lab = lab;
      this.trainer = lab.initial();
      this.batch = batch;
      this.shape = shape;
    }

    LowestLoss from(double[][] outputs, double @Nullable [][] targets) {
      double[][] z = outputs;
      double start = loss(z);
      double best = start;
      for (double[][] candidate : candidates(outputs, targets)) {
        double loss = loss(candidate);
        if (loss < best || !Double.isFinite(best)) {
          best = loss;
          z = candidate;
        }
      }
      return Double.isFinite(best) ? descend(z, start, best) : UNKNOWN;
    }

    /** Zeros, and right outputs of the usual kinds: the targets, their logits, their logarithms. */
    private static double[][][] candidates(double[][] outputs, double @Nullable [][] targets) {
      double[][] zeros = new double[outputs.length][outputs[0].length];
      if (targets == null) {
        return new double[][][] {zeros};
      }
      double[][] logits = zeros.clone();
      double[][] logarithms = zeros.clone();
      for (int row = 0; row < targets.length; row++) {
        logits[row] = Arrays.stream(targets[row]).map(t -> t > 0 ? 20 : -20).toArray();
        logarithms[row] =
            Arrays.stream(targets[row]).map(t -> Math.log(Math.max(1e-6, t))).toArray();
      }
      return new double[][][] {zeros, targets, logits, logarithms};
    }

    private LowestLoss descend(double[][] start, double first, double from) {
      double[][] z = new double[start.length][];
      double[][] steps = new double[start.length][];
      for (int row = 0; row < z.length; row++) {
        z[row] = start[row].clone();
        steps[row] = new double[z[row].length];
        Arrays.fill(steps[row], 0.5);
      }
      double best = from;
      while (evaluated < BUDGET) {
        lab.checkpoint();
        double before = best;
        for (int row = 0; row < z.length; row++) {
          for (int k = 0; k < z[row].length; k++) {
            double at = z[row][k];
            double loss = improved(z, steps, row, k, best);
            if (fallsOn(at, z[row][k], best, loss, z.length)) {
              return UNKNOWN;
            }
            best = loss;
          }
        }
        double gain = Double.isFinite(first) ? first - best : from - best;
        if (before - best <= REST * gain && evaluated > 8 * z.length * z[0].length) {
          return new LowestLoss(best, true);
        }
      }
      return new LowestLoss(best, false);
    }

    /**
     * Whether a loss below 0 still gains as much by every unit of an output that is far out, as
     * minus a log-likelihood does of a spread that nears 0.
     */
    private static boolean fallsOn(double from, double to, double before, double after, int rows) {
      double gain = (before - after) / Math.max(1e-9, Math.abs(to - from)) * rows;
      boolean steady = after < 0 && Math.abs(to) > FAR && Math.abs(to) > Math.abs(from);
      return Math.abs(to) > WITHOUT_END || (steady && gain > STEADY_GAIN);
    }

    /** Moves one output by its step either way, while that lowers the loss. */
    private double improved(double[][] z, double[][] steps, int row, int k, double best) {
      double at = z[row][k];
      for (int sign : new int[] {1, -1}) {
        z[row][k] = at + sign * steps[row][k];
        double loss = loss(z);
        if (loss < best) {
          steps[row][k] *= 2 * sign;
          return loss;
        }
      }
      z[row][k] = at;
      steps[row][k] /= 4;
      return best;
    }

    private double loss(double[][] z) {
      evaluated++;
      return trainer.lossGiven(Targets.array(z, shape), batch);
    }
  }
}
