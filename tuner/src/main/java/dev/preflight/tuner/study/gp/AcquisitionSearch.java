package dev.preflight.tuner.study.gp;

import dev.preflight.tuner.study.sampler.Uniforms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.random.SobolSequenceGenerator;

/**
 * Finds the point of which most is to be hoped: candidates all over the space and beside the best
 * trials, and from the most promising ones uphill, along the slope where there is one and value by
 * value where there is none.
 */
final class AcquisitionSearch {

  private static final int SPREAD = 512;
  private static final int BESIDE = 128;
  private static final int STARTS = 6;
  private static final int ROUNDS = 4;
  private static final int ITERATIONS = 40;
  private static final double TOLERANCE = 1e-2;
  private static final int MOST_DIMENSIONS = 1000;

  /**
   * How far beside a good trial a candidate lies, in shares of the range: a tenth to a thousandth.
   */
  private static final double[] DISTANCES = {0.1, 0.03, 0.01, 0.001};

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Found(double[] point, double value) {}

  private final Structure structure;
  private final Acquisition acquisition;
  private final double[] lengths;
  private final Uniforms uniforms;

  /**
   * @param lengths along each coordinate, over which the acquisition changes
   */
  AcquisitionSearch(
      Structure structure, Acquisition acquisition, double[] lengths, Uniforms uniforms) {
    this.structure = structure;
    this.acquisition = acquisition;
    this.lengths = lengths;
    this.uniforms = uniforms;
  }

  /**
   * The best points that were found, the best first.
   *
   * @param good the best trials' points, the best first; may be empty
   */
  List<double[]> best(List<double[]> good) {
    List<Found> candidates = new ArrayList<>();
    for (double[] point : spread()) {
      candidates.add(found(point));
    }
    for (int i = 0; !good.isEmpty() && i < BESIDE; i++) {
      candidates.add(found(beside(good.get(i % good.size()), DISTANCES[i % DISTANCES.length])));
    }
    List<Found> starts = starts(candidates);
    good.stream().limit(1).map(this::found).forEach(starts::add);
    List<Found> all = new ArrayList<>(candidates);
    starts.forEach(start -> all.add(climbed(start)));
    return all.stream()
        .sorted((a, b) -> Double.compare(b.value(), a.value()))
        .limit(2L * SPREAD)
        .map(found -> structure.settled(found.point()))
        .toList();
  }

  private Found found(double[] point) {
    return new Found(point, acquisition.at(structure.settled(point)));
  }

  private List<double[]> spread() {
    int d = structure.dimensions();
    double[] shift = new double[d];
    for (int i = 0; i < d; i++) {
      shift[i] = uniforms.next();
    }
    SobolSequenceGenerator sobol = d <= MOST_DIMENSIONS ? new SobolSequenceGenerator(d) : null;
    List<double[]> points = new ArrayList<>();
    for (int k = 0; k < SPREAD; k++) {
      double[] point = sobol == null ? new double[d] : sobol.nextVector();
      for (int i = 0; i < d; i++) {
        double moved = sobol == null ? uniforms.next() : point[i] + shift[i];
        point[i] = moved >= 1 ? moved - 1 : moved;
      }
      points.add(structure.drawn(point));
    }
    return points;
  }

  /** A point with a few coordinates moved a little, or drawn anew where there is no little. */
  private double[] beside(double[] good, double distance) {
    double[] point = good.clone();
    int d = point.length;
    double share = Math.max(1.0 / d, Math.min(1, 5.0 / d));
    for (int i = 0; i < d; i++) {
      Axis axis = structure.axes.get(i);
      boolean nowhere = axis.choice() && point[i] < 0;
      if (nowhere || (axis.few() && uniforms.next() < 1.0 / d)) {
        point[i] = axis.drawn(uniforms.next());
      } else if (!axis.few() && uniforms.next() < share) {
        double moved = point[i] + distance * 2 * (uniforms.next() + uniforms.next() - 1);
        point[i] = axis.snapped(Math.max(0, Math.min(1, moved)));
      }
    }
    return point;
  }

  /** The best candidate, and others by chance, as much as is to be hoped of them. */
  private List<Found> starts(List<Found> candidates) {
    double most = candidates.stream().mapToDouble(Found::value).max().orElse(0);
    double[] weights = candidates.stream().mapToDouble(f -> Math.exp(f.value() - most)).toArray();
    List<Found> starts = new ArrayList<>();
    for (int k = 0; k < STARTS; k++) {
      int chosen = k == 0 ? indexOfMost(weights) : drawn(weights);
      if (chosen < 0) {
        break;
      }
      starts.add(candidates.get(chosen));
      weights[chosen] = 0;
    }
    return starts;
  }

  private static int indexOfMost(double[] weights) {
    int most = 0;
    for (int i = 1; i < weights.length; i++) {
      most = weights[i] > weights[most] ? i : most;
    }
    return most;
  }

  private int drawn(double[] weights) {
    double left = uniforms.next() * Arrays.stream(weights).sum();
    int last = -1;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        last = i;
        left -= weights[i];
        if (left < 0) {
          break;
        }
      }
    }
    return last;
  }

  private Found climbed(Found start) {
    Found best = start;
    for (int round = 0; round < ROUNDS; round++) {
      Found before = best;
      best = alongSlope(best);
      for (int i = 0; i < structure.dimensions(); i++) {
        best = structure.axes.get(i).few() ? everyValue(best, i) : neighbours(best, i);
      }
      if (best.value() <= before.value() || !hasFew()) {
        break;
      }
    }
    return best;
  }

  private boolean hasFew() {
    return structure.axes.stream().anyMatch(Axis::few);
  }

  private Found alongSlope(Found from) {
    boolean[] active = structure.active(from.point());
    int d = active.length;
    double[] start = new double[d];
    double[] low = new double[d];
    double[] high = new double[d];
    boolean moves = false;
    for (int i = 0; i < d; i++) {
      boolean free = active[i] && !structure.axes.get(i).few();
      start[i] = from.point()[i] / lengths[i];
      low[i] = free ? 0 : start[i];
      high[i] = free ? 1 / lengths[i] : start[i];
      moves |= free;
    }
    if (!moves) {
      return from;
    }
    double[] rest = structure.settled(from.point());
    BoxedMinimizer.Minimum minimum =
        new BoxedMinimizer(
                (scaled, slope) -> {
                  double[] x = unscaled(scaled, rest, active);
                  double value = acquisition.at(x, slope);
                  for (int i = 0; i < slope.length; i++) {
                    slope[i] *= low[i] < high[i] ? -lengths[i] : 0;
                  }
                  return -value;
                },
                low,
                high)
            .from(start, ITERATIONS, TOLERANCE);
    double[] moved = from.point().clone();
    for (int i = 0; i < d; i++) {
      if (low[i] < high[i]) {
        moved[i] = structure.axes.get(i).snapped(Math.min(1, minimum.x()[i] * lengths[i]));
      }
    }
    return better(from, moved);
  }

  private double[] unscaled(double[] scaled, double[] rest, boolean[] active) {
    double[] x = rest.clone();
    for (int i = 0; i < x.length; i++) {
      if (active[i] && !structure.axes.get(i).few()) {
        x[i] = scaled[i] * lengths[i];
      }
    }
    return x;
  }

  private Found better(Found than, double[] point) {
    Found other = found(point);
    return other.value() > than.value() ? other : than;
  }

  private Found everyValue(Found from, int i) {
    Axis axis = structure.axes.get(i);
    Found best = from;
    if (structure.active(from.point())[i]) {
      for (int k = 0; k < axis.levels(); k++) {
        double[] point = from.point().clone();
        point[i] = axis.level(k);
        best = point[i] == from.point()[i] ? best : better(best, point);
      }
    }
    return best;
  }

  /** The values beside, of a number with many. */
  private Found neighbours(Found from, int i) {
    Axis axis = structure.axes.get(i);
    Found best = from;
    if (axis.levels() > 0 && structure.active(from.point())[i]) {
      double step = 1.0 / axis.levels();
      for (double by : new double[] {-step, step}) {
        double[] point = from.point().clone();
        point[i] = axis.snapped(Math.max(0, Math.min(1, point[i] + by)));
        best = point[i] == from.point()[i] ? best : better(best, point);
      }
    }
    return best;
  }
}
