package dev.preflight.tuner.study.gp;

import dev.preflight.tuner.study.gp.GaussianProcess.Belief;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.SearchSpace;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What a study's trials tell of the objective around the best one, with the uncertainty: lines
 * along each parameter, and the noise.
 *
 * <p>Values are losses where they are in the better half of the trials; what is worse is drawn
 * together, as {@link Warp} does. It is fitted to at most {@value #MOST} trials, half of them the
 * best.
 */
public final class ResponseSurface {

  /** Fewer trials say little of the shape of anything. */
  private static final int LEAST = 15;

  static final int MOST = 200;

  /**
   * How much likelier noise must make what was seen, as a logarithm, to be believed: one in three
   * thousand.
   */
  private static final double BELIEVED = 8;

  /** Less noise than this share of the spread is no concern, and may be the surface's roughness. */
  private static final double NOTABLE = 0.03;

  /**
   * The objective along one parameter through the best trial.
   *
   * @param parameter its name
   * @param distribution of it
   * @param at values in the internal form, ascending
   * @param place of each in the unit interval of the axis that is searched; of a choice its index
   * @param loss expected, what is worse than the middle trial drawn together
   * @param deviation of it
   * @param shown what is expected, as a loss
   * @param low two deviations less
   * @param high two deviations more
   * @param best the place of the best trial's value among them
   */
  public record Line(
      String parameter,
      Distribution distribution,
      List<Double> at,
      List<Double> place,
      List<Double> loss,
      List<Double> deviation,
      List<Double> shown,
      List<Double> low,
      List<Double> high,
      int best) {}

  private static final int STEPS = 24;
  private static final int FIRST = 10;

  private final Structure structure;
  private final GaussianProcess process;
  private final double[] best;
  private final double scale;
  private final double shift;
  private final OptionalDouble noise;
  private final double spread;
  private final List<Line> lines;
  private final double[] sorted;
  private final double[] sortedWarped;

  private ResponseSurface(
      Structure structure, double[][] points, double[] losses, double[] warped, double chance) {
    this.structure = structure;
    KernelFit fit = new KernelFit(structure.choice(), points, warped);
    Kernel kernel = fit.best();
    this.process = GaussianProcess.of(kernel, points, warped);
    int least = 0;
    for (int i = 1; i < warped.length; i++) {
      least = process.smoothed(i) < process.smoothed(least) ? i : least;
    }
    this.best = points[least];
    this.sorted = losses.clone();
    this.sortedWarped = warped.clone();
    Arrays.sort(sorted);
    Arrays.sort(sortedWarped);
    int middle = (sorted.length - 1) / 2;
    double width = sortedWarped[middle] - sortedWarped[0];
    this.scale = width > 0 ? (sorted[middle] - sorted[0]) / width : 0;
    this.spread = scale * (Math.max(chance, sortedWarped[middle]) - sortedWarped[0]);
    this.shift = sorted[0] - scale * sortedWarped[0];
    this.noise = noise(structure, points, losses, sorted[middle]);
    boolean[] active = structure.active(best);
    this.lines =
        IntStream.range(0, best.length).filter(i -> active[i]).mapToObj(this::line).toList();
  }

  /** Of the better half alone, which no warp has bent. */
  private OptionalDouble noise(Structure space, double[][] points, double[] losses, double middle) {
    int[] better = IntStream.range(0, losses.length).filter(i -> losses[i] <= middle).toArray();
    double[][] at = IntStream.of(better).mapToObj(i -> points[i]).toArray(double[][]::new);
    double[] seen = IntStream.of(better).mapToDouble(i -> losses[i]).toArray();
    double[] standard = Warp.standardised(seen);
    int last = IntStream.range(0, seen.length).reduce(0, (a, b) -> seen[b] > seen[a] ? b : a);
    int first = IntStream.range(0, seen.length).reduce(0, (a, b) -> seen[b] < seen[a] ? b : a);
    if (seen[last] == seen[first]) {
      return OptionalDouble.empty();
    }
    double unit = (seen[last] - seen[first]) / (standard[last] - standard[first]);
    KernelFit fit = new KernelFit(space.choice(), at, standard);
    Kernel kernel = fit.best();
    double deviation = unit * Math.sqrt(kernel.noise());
    boolean believed =
        fit.loss(fit.calm()) - fit.loss(kernel) > BELIEVED && deviation > NOTABLE * spread;
    return believed ? OptionalDouble.of(deviation) : OptionalDouble.empty();
  }

  /**
   * The surface of a study of one objective; empty if it has too few complete trials, or they all
   * came to the same.
   */
  public static Optional<ResponseSurface> of(History history, Optional<SearchSpace> declared) {
    List<FrozenTrial> complete =
        history.trials().stream()
            .filter(t -> t.state() == TrialState.COMPLETE && t.violation() <= 0)
            .filter(t -> Double.isFinite(t.value()) && !t.params().isEmpty())
            .toList();
    SearchSpace space = declared.orElseGet(() -> Conditions.shown(complete));
    Structure structure = new Structure(space);
    List<FrozenTrial> known =
        complete.stream().filter(t -> structure.point(t).isPresent()).toList();
    if (history.directions().size() > 1 || known.size() < LEAST || structure.dimensions() == 0) {
      return Optional.empty();
    }
    double[] all =
        known.stream().mapToDouble(t -> history.directions().get(0).loss(t.value())).toArray();
    double[] allWarped = Warp.of(all);
    int[] chosen = Surrogate.some(allWarped, MOST);
    double[][] points = new double[chosen.length][];
    double[] losses = new double[chosen.length];
    double[] warped = new double[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      points[i] = structure.point(known.get(chosen[i])).orElseThrow();
      losses[i] = all[chosen[i]];
      warped[i] = allWarped[chosen[i]];
    }
    boolean varied = Arrays.stream(losses).distinct().count() > 2;
    return varied
        ? Optional.of(new ResponseSurface(structure, points, losses, warped, chance(allWarped)))
        : Optional.empty();
  }

  /** What a trial by chance comes to: the middle of the first ones, before a sampler learnt. */
  private static double chance(double[] warped) {
    double[] first = Arrays.stream(warped).limit(FIRST).sorted().toArray();
    return first[first.length / 2];
  }

  /** The standard deviation of a loss, if what was seen cannot be explained without noise. */
  public OptionalDouble noise() {
    return noise;
  }

  /** How far a trial by chance is from the best: what there is to gain over one. */
  public double spread() {
    return spread;
  }

  /** Lines along the parameters that the best trial has. */
  public List<Line> lines() {
    return lines;
  }

  /** The loss of a warped one, between those of the trials; the worst for all beyond. */
  private double unwarped(double value) {
    int n = sortedWarped.length;
    if (value <= sortedWarped[0]) {
      return scale * value + shift;
    }
    for (int i = 1; i < n; i++) {
      if (value <= sortedWarped[i]) {
        double part = (value - sortedWarped[i - 1]) / (sortedWarped[i] - sortedWarped[i - 1]);
        return sorted[i - 1] + part * (sorted[i] - sorted[i - 1]);
      }
    }
    return sorted[n - 1];
  }

  private Line line(int i) {
    Axis axis = structure.axes.get(i);
    int steps = axis.few() ? axis.levels() : STEPS + 1;
    double[] places = new double[steps + 1];
    for (int k = 0; k < steps; k++) {
      places[k] = axis.few() ? axis.level(k) : axis.snapped(k / (double) STEPS);
    }
    places[steps] = best[i];
    double[] distinct = Arrays.stream(places).sorted().distinct().toArray();
    List<Double> at = new ArrayList<>();
    List<Double> place = new ArrayList<>();
    List<Double> loss = new ArrayList<>();
    List<Double> deviation = new ArrayList<>();
    List<Double> shown = new ArrayList<>();
    List<Double> low = new ArrayList<>();
    List<Double> high = new ArrayList<>();
    for (double p : distinct) {
      double[] point = best.clone();
      point[i] = p;
      Belief belief = process.at(structure.settled(point));
      at.add(axis.internal(p));
      place.add(p);
      loss.add(scale * belief.mean() + shift);
      deviation.add(scale * belief.deviation());
      shown.add(unwarped(belief.mean()));
      low.add(unwarped(belief.mean() - 2 * belief.deviation()));
      high.add(unwarped(belief.mean() + 2 * belief.deviation()));
    }
    return new Line(
        axis.name(),
        axis.distribution(),
        List.copyOf(at),
        List.copyOf(place),
        List.copyOf(loss),
        List.copyOf(deviation),
        List.copyOf(shown),
        List.copyOf(low),
        List.copyOf(high),
        place.indexOf(best[i]));
  }
}
