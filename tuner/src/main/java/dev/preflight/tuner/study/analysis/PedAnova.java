package dev.preflight.tuner.study.analysis;

import dev.preflight.tuner.study.sampler.Gauss;
import dev.preflight.tuner.study.space.CategoricalDistribution;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.FloatDistribution;
import dev.preflight.tuner.study.space.IntDistribution;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.ParameterValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How much a parameter decides over belonging to the best tenth: the Pearson divergence between
 * where the best tenth has it and where all trials have it. Linear in the number of trials;
 * parameters under conditions count in the trials that have them.
 *
 * <p>Five trials in the best tenth are the least to rely on, so fifty trials.
 *
 * <p>Sources: Watanabe, Bansal and Hutter, "PED-ANOVA", IJCAI 2023, arXiv:2304.10255; conditions:
 * arXiv:2601.20800. Values are Optuna 5's, to rounding.
 */
public final class PedAnova {

  /** So many trials give five in the best tenth. */
  public static final int RELIABLE = 50;

  private static final double BEST = 0.1;
  private static final int STEPS = 50;
  private static final int LEAST_IN_REGIME = 2;
  private static final double NARROWEST = 0.5 / 1.64;
  private static final double FLOOR = 1e-12;

  private PedAnova() {}

  /**
   * The importance of each parameter, the largest first.
   *
   * @param trials with a finite loss each
   * @param loss what is to become small
   * @return at least 0, without a scale of its own; empty if there are fewer than two trials
   */
  public static Map<String, Double> of(
      List<FrozenTrial> trials, ToDoubleFunction<FrozenTrial> loss) {
    Map<String, Double> importance = new LinkedHashMap<>();
    if (trials.size() < 2) {
      return importance;
    }
    double[] losses = trials.stream().mapToDouble(loss).sorted().toArray();
    double worst = losses[(int) Math.ceil(BEST * losses.length) - 1];
    List<FrozenTrial> best = trials.stream().filter(t -> loss.applyAsDouble(t) <= worst).toList();
    double quantile = (double) best.size() / trials.size();
    for (FrozenTrial trial : trials) {
      trial.params().keySet().forEach(name -> importance.putIfAbsent(name, 0.0));
    }
    importance.replaceAll((name, zero) -> quantile * quantile * divergence(name, trials, best));
    List<Map.Entry<String, Double>> sorted = new ArrayList<>(importance.entrySet());
    sorted.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
    Map<String, Double> ordered = new LinkedHashMap<>();
    sorted.forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
    return ordered;
  }

  private static double divergence(String name, List<FrozenTrial> trials, List<FrozenTrial> best) {
    Map<Distribution, List<FrozenTrial>> regimes = byDistribution(name, trials);
    Map<Distribution, List<FrozenTrial>> bestRegimes = byDistribution(name, best);
    double sum = 0;
    for (Map.Entry<Distribution, List<FrozenTrial>> regime : regimes.entrySet()) {
      List<FrozenTrial> all = regime.getValue();
      List<FrozenTrial> good = bestRegimes.getOrDefault(regime.getKey(), List.of());
      boolean counts =
          all.size() >= LEAST_IN_REGIME && !good.isEmpty() && !regime.getKey().single();
      if (counts) {
        double alpha = (double) good.size() / best.size();
        double beta = (double) all.size() / trials.size();
        double[] top = density(name, regime.getKey(), good);
        double[] local = density(name, regime.getKey(), all);
        double divergence = 0;
        for (int i = 0; i < top.length; i++) {
          double ratio = (top[i] + FLOOR) / (local[i] + FLOOR) - 1;
          divergence += (local[i] + FLOOR) * ratio * ratio;
        }
        sum += alpha * alpha / beta * divergence;
      }
    }
    return sum;
  }

  private static Map<Distribution, List<FrozenTrial>> byDistribution(
      String name, List<FrozenTrial> trials) {
    Map<Distribution, List<FrozenTrial>> regimes = new LinkedHashMap<>();
    for (FrozenTrial trial : trials) {
      ParameterValue value = trial.params().get(name);
      if (value != null) {
        regimes.computeIfAbsent(value.distribution(), k -> new ArrayList<>()).add(trial);
      }
    }
    return regimes;
  }

  private static double[] density(
      String name, Distribution distribution, List<FrozenTrial> trials) {
    double[] counts = counts(name, distribution, trials);
    return distribution instanceof CategoricalDistribution ? choices(counts) : numbers(counts);
  }

  /** Trials by choice, or by cell of an even grid along the axis that is searched. */
  private static double[] counts(String name, Distribution distribution, List<FrozenTrial> trials) {
    double[] ends = ends(distribution);
    int cells = cells(distribution);
    double[] counts = new double[cells];
    boolean log = isLog(distribution);
    double step = (ends[1] - ends[0]) / (cells - 1);
    for (FrozenTrial trial : trials) {
      ParameterValue value = trial.params().get(name);
      if (value != null) {
        double x = log ? Math.log(value.internal()) : value.internal();
        int cell = (int) Math.ceil((x - ends[0]) / step - 0.5);
        counts[Math.max(0, Math.min(cells - 1, cell))]++;
      }
    }
    return counts;
  }

  private static double[] ends(Distribution distribution) {
    if (distribution instanceof FloatDistribution f) {
      return f.log()
          ? new double[] {Math.log(f.low()), Math.log(f.high())}
          : new double[] {f.low(), f.high()};
    }
    if (distribution instanceof IntDistribution i) {
      double low = i.low();
      double high = i.high();
      return i.log() ? new double[] {Math.log(low), Math.log(high)} : new double[] {low, high};
    }
    return new double[] {0, cells(distribution) - 1.0};
  }

  private static boolean isLog(Distribution distribution) {
    return (distribution instanceof FloatDistribution f && f.log())
        || (distribution instanceof IntDistribution i && i.log());
  }

  private static int cells(Distribution distribution) {
    if (distribution instanceof CategoricalDistribution c) {
      return c.choices().size();
    }
    if (distribution instanceof IntDistribution i && i.log()) {
      double width = (double) (i.high() - i.low() + 1);
      return Math.min(STEPS, (int) Math.ceil(Math.log(width) / Math.log(2)) + 1);
    }
    return (int) Math.min(STEPS, distribution.size().orElse(STEPS));
  }

  /** Kernels of one choice each, and an even one. */
  private static double[] choices(double[] counts) {
    long kernels = Arrays.stream(counts).filter(c -> c > 0).count() + 1;
    double each = 1.0 / kernels;
    double norm = 1 + each * counts.length;
    double all = Arrays.stream(counts).sum() + 1;
    double[] density = new double[counts.length];
    for (int k = 0; k < counts.length; k++) {
      for (int i = 0; i < counts.length; i++) {
        density[i] += counts[k] / all * (each + (i == k ? 1 : 0)) / norm;
      }
    }
    for (int i = 0; i < counts.length; i++) {
      density[i] += 1.0 / all / counts.length;
    }
    return density;
  }

  /** Normal kernels on the cells of a grid, cut off at its ends, and one as wide as the grid. */
  private static double[] numbers(double[] counts) {
    int n = counts.length;
    double all = Arrays.stream(counts).sum();
    double sigma = Math.max(scott(counts), NARROWEST);
    double[] density = new double[n];
    for (int k = 0; k < n; k++) {
      if (counts[k] > 0) {
        add(density, counts[k] / (all + 1), k, sigma);
      }
    }
    add(density, 1 / (all + 1), (n - 1) / 2.0, n);
    return density;
  }

  private static void add(double[] density, double weight, double mean, double sigma) {
    int n = density.length;
    double whole = Gauss.logMass((-0.5 - mean) / sigma, (n - 0.5 - mean) / sigma);
    for (int i = 0; i < n; i++) {
      double part = Gauss.logMass((i - 0.5 - mean) / sigma, (i + 0.5 - mean) / sigma);
      density[i] += weight * Math.exp(part - whole);
    }
  }

  /** Scott's rule for the width of a kernel. */
  private static double scott(double[] counts) {
    double all = Arrays.stream(counts).sum();
    double mean = 0;
    for (int i = 0; i < counts.length; i++) {
      mean += counts[i] * i / all;
    }
    double squares = 0;
    for (int i = 0; i < counts.length; i++) {
      squares += counts[i] * (i - mean) * (i - mean);
    }
    double deviation = Math.sqrt(squares / Math.max(1, all - 1));
    double quarter = Math.floor(all / 4);
    double threeQuarters = Math.floor(all * 3 / 4);
    int low = -1;
    int high = -1;
    int last = 0;
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        sum += counts[i];
        low = low < 0 && sum >= quarter ? i : low;
        high = high < 0 && sum > threeQuarters ? i : high;
        last = i;
      }
    }
    double range = (high < 0 ? last : high) - low;
    return 1.059 * Math.min(range / 1.34, deviation) * Math.pow(all, -0.2);
  }
}
