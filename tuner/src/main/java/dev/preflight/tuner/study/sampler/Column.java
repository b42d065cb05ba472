package dev.preflight.tuner.study.sampler;

import dev.preflight.tuner.study.space.CategoricalDistribution;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.FloatDistribution;
import dev.preflight.tuner.study.space.IntDistribution;
import java.util.Arrays;

/**
 * What the trials had for one parameter, on the axis it is modelled on, and sorted: so that a
 * sampler does not sort and measure ten thousand trials anew for each trial.
 */
final class Column {

  private static final int FIRST_SIZE = 64;

  final Distribution distribution;
  final boolean log;

  /** Distance of the values of a grid, on the original axis; 0 if there is none. */
  final double step;

  /** Ends of the modelled axis: half a step beyond the range. */
  final double low;

  final double high;

  /** By trial number: the value on the modelled axis, or the index of the choice; NaN if none. */
  private double[] at = new double[0];

  /** Trial numbers, smallest value first, equal ones in their order. */
  private int[] order = new int[FIRST_SIZE];

  /** Values in that order. */
  private double[] sorted = new double[FIRST_SIZE];

  private int size;

  /** By trial number: the bandwidth that {@link #norm} was worked out for. */
  private double[] sigma = new double[0];

  private double[] norm = new double[0];

  Column(Distribution distribution) {
    this.distribution = distribution;
    if (distribution instanceof FloatDistribution f) {
      log = f.log();
      step = f.step();
      low = scale(f.low() - step / 2);
      high = scale(f.high() + step / 2);
    } else if (distribution instanceof IntDistribution i) {
      log = i.log();
      step = i.step();
      low = scale(i.low() - step / 2);
      high = scale(i.high() + step / 2);
    } else {
      log = false;
      step = 1;
      low = 0;
      high = ((CategoricalDistribution) distribution).choices().size() - 1;
    }
  }

  boolean categorical() {
    return distribution instanceof CategoricalDistribution;
  }

  /** The modelled axis. */
  double scale(double internal) {
    return log ? Math.log(internal) : internal;
  }

  /** Adds what a trial had; a trial that is there already keeps its value. */
  void add(int trial, double internal) {
    if (trial >= at.length) {
      int length = Math.max(FIRST_SIZE, Math.max(trial + 1, at.length * 2));
      int before = at.length;
      at = Arrays.copyOf(at, length);
      sigma = Arrays.copyOf(sigma, length);
      norm = Arrays.copyOf(norm, length);
      Arrays.fill(at, before, length, Double.NaN);
      Arrays.fill(sigma, before, length, Double.NaN);
    }
    if (!Double.isNaN(at[trial])) {
      return;
    }
    at[trial] = scale(internal);
    if (size == order.length) {
      order = Arrays.copyOf(order, size * 2);
      sorted = Arrays.copyOf(sorted, size * 2);
    }
    int place = place(at[trial], trial);
    System.arraycopy(order, place, order, place + 1, size - place);
    System.arraycopy(sorted, place, sorted, place + 1, size - place);
    order[place] = trial;
    sorted[place] = at[trial];
    size++;
  }

  /** Forgets what a trial had. */
  void remove(int trial) {
    if (!has(trial)) {
      return;
    }
    int place = place(at[trial], trial);
    System.arraycopy(order, place + 1, order, place, size - place - 1);
    System.arraycopy(sorted, place + 1, sorted, place, size - place - 1);
    size--;
    at[trial] = Double.NaN;
    sigma[trial] = Double.NaN;
  }

  /** How many entries come before this one. */
  private int place(double value, int trial) {
    int from = 0;
    int to = size;
    while (from < to) {
      int middle = (from + to) >>> 1;
      boolean before = sorted[middle] < value || (sorted[middle] == value && order[middle] < trial);
      from = before ? middle + 1 : from;
      to = before ? to : middle;
    }
    return from;
  }

  boolean has(int trial) {
    return trial < at.length && !Double.isNaN(at[trial]);
  }

  double at(int trial) {
    return at[trial];
  }

  /** Takes every trial with its value on the modelled axis, smallest first. */
  void forEach(Visitor visitor) {
    for (int rank = 0; rank < size; rank++) {
      visitor.visit(order[rank], sorted[rank]);
    }
  }

  /** Something that takes a trial with its value. */
  @FunctionalInterface
  interface Visitor {
    void visit(int trial, double value);
  }

  /** Draws around a centre within the ends: a value on the original axis. */
  double draw(double centre, double width, double uniform) {
    double drawn =
        Gauss.truncatedQuantile(uniform, (low - centre) / width, (high - centre) / width) * width
            + centre;
    return log ? Math.exp(drawn) : drawn;
  }

  /** What the kernel of a trial is to be divided by, as a logarithm, remembered for its width. */
  double norm(int trial, double width) {
    if (sigma[trial] != width) {
      sigma[trial] = width;
      norm[trial] = logNorm(at[trial], width);
    }
    return norm[trial];
  }

  /** The logarithm of the whole of a kernel without its exponential. */
  double logNorm(double centre, double width) {
    return Gauss.LOG_ROOT_TWO_PI + Math.log(width) + logMass(centre, width);
  }

  /** The logarithm of the share of a kernel that lies within the ends. */
  double logMass(double centre, double width) {
    return Gauss.logMass((low - centre) / width, (high - centre) / width);
  }
}
