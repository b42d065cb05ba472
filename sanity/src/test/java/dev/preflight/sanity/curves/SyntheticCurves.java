package dev.preflight.sanity.curves;

import dev.preflight.training.events.RunLog;
import dev.preflight.training.events.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.function.LongFunction;

/** Logs of runs that never were, with a cause that is known. */
final class SyntheticCurves {

  static final int N = 1000;

  private SyntheticCurves() {}

  /** Healthy runs by kind; a run for each seed. */
  static Map<String, LongFunction<RunLog>> healthy() {
    Map<String, LongFunction<RunLog>> kinds = new LinkedHashMap<>();
    for (double noise : new double[] {0.02, 0.1, 0.3}) {
      kinds.put(
          "log-normal noise " + noise,
          seed -> one(SyntheticCurves::falling, lognormal(noise, seed)));
    }
    kinds.put("heavy tails", seed -> one(SyntheticCurves::falling, heavy(seed)));
    kinds.put("correlated 0.6", seed -> one(SyntheticCurves::falling, correlated(0.6, 0.1, seed)));
    kinds.put("correlated 0.9", seed -> one(SyntheticCurves::falling, correlated(0.9, 0.05, seed)));
    kinds.put(
        "cosine", seed -> one(t -> 2.3 * Math.pow(1 + t, -0.2) * cosine(t), lognormal(0.1, seed)));
    kinds.put(
        "milestones",
        seed -> one(t -> falling(t) * (t > 750 ? 0.4 : t > 500 ? 0.6 : 1), lognormal(0.1, seed)));
    kinds.put(
        "warm restarts",
        seed ->
            one(t -> falling(t) * (1 + 0.4 * Math.exp(-(t % 250) / 40.0)), lognormal(0.08, seed)));
    kinds.put(
        "cyclic",
        seed ->
            one(t -> falling(t) * (1 + 0.25 * Math.sin(t * Math.PI / 100)), lognormal(0.08, seed)));
    kinds.put("warmup", seed -> one(t -> t < 100 ? 2.3 : falling(t - 100), lognormal(0.05, seed)));
    kinds.put("noise floor", seed -> one(t -> 0.5 + 2 * Math.exp(-t / 60.0), lognormal(0.1, seed)));
    kinds.put(
        "density below zero", seed -> one(t -> -3 + 4 * Math.exp(-t / 150.0), added(0.3, seed)));
    kinds.put("epochs", seed -> epochs(40, 0.02, 0, seed));
    kinds.put("epochs, noisy validation", seed -> epochs(40, 0.06, 0, seed));
    kinds.put("few epochs", seed -> epochs(14, 0.02, 0, seed));
    return kinds;
  }

  /** Runs with a fault, by the rule that should say so. */
  static Map<String, LongFunction<RunLog>> faulty() {
    Map<String, LongFunction<RunLog>> kinds = new LinkedHashMap<>();
    kinds.put(
        "R20 becomes NaN",
        seed -> one(t -> t > 700 ? Double.NaN : falling(t), lognormal(0.1, seed)));
    kinds.put(
        "R02 spikes",
        seed -> one(t -> falling(t) * (t % 150 == 140 ? 5 : 1), lognormal(0.1, seed)));
    kinds.put(
        "R03 diverges",
        seed ->
            one(t -> falling(t) * Math.exp(Math.max(0, t - 600) / 100.0), lognormal(0.1, seed)));
    kinds.put("R03 jumps back", seed -> one(t -> t > 650 ? 2.3 : falling(t), lognormal(0.1, seed)));
    kinds.put("R03 blew up at once", seed -> one(t -> t < 3 ? 2.3 : 40, lognormal(0.2, seed)));
    kinds.put("R04 never learns", seed -> one(t -> 2.3, lognormal(0.05, seed)));
    kinds.put("R04 never learns, quiet", seed -> one(t -> 0.693, lognormal(0.001, seed)));
    kinds.put(
        "R04 dances around a minimum",
        seed -> one(t -> 0.8 + 1.5 * Math.exp(-t / 100.0), lognormal(0.15, seed)));
    kinds.put("R09 overfits", seed -> epochs(40, 0.02, 0.03, seed));
    kinds.put("R09 overfits slowly", seed -> epochs(60, 0.01, 0.012, seed));
    kinds.put(
        "R12 far too slow", seed -> one(t -> 2.3 * Math.exp(-t / 8000.0), lognormal(0.01, seed)));
    kinds.put("R12 cold", seed -> one(t -> 0.69 - t / 400_000.0, lognormal(0.0002, seed)));
    kinds.put("R10 the same examples", SyntheticCurves::same);
    kinds.put("R14 the metric stays", SyntheticCurves::stuckMetric);
    kinds.put("R13 repeats every epoch", SyntheticCurves::periodic);
    kinds.put("R13 jumps late", SyntheticCurves::jumping);
    kinds.put("R12 the rate ends early", SyntheticCurves::earlyRate);
    return kinds;
  }

  private static double falling(int t) {
    return 0.1 + 2.2 * Math.pow(1 + t / 20.0, -0.7);
  }

  private static double cosine(int t) {
    return 0.15 + 0.85 * (1 + Math.cos(Math.PI * t / N)) / 2;
  }

  private static IntToDoubleFunction lognormal(double sd, long seed) {
    Random random = new Random(seed);
    return t -> Math.exp(sd * random.nextGaussian());
  }

  /** Student's t with 3 degrees of freedom. */
  private static IntToDoubleFunction heavy(long seed) {
    Random random = new Random(seed);
    return t -> {
      double square = 0;
      for (int i = 0; i < 3; i++) {
        double g = random.nextGaussian();
        square += g * g;
      }
      return Math.exp(0.08 * random.nextGaussian() / Math.sqrt(square / 3));
    };
  }

  private static IntToDoubleFunction correlated(double phi, double sd, long seed) {
    Random random = new Random(seed);
    double[] state = new double[1];
    return t -> {
      state[0] = phi * state[0] + Math.sqrt(1 - phi * phi) * sd * random.nextGaussian();
      return Math.exp(state[0]);
    };
  }

  /** Marked by values above 100, which {@link #one} takes as summands. */
  private static IntToDoubleFunction added(double sd, long seed) {
    Random random = new Random(seed);
    return t -> 1000 + sd * random.nextGaussian();
  }

  private static RunLog one(IntToDoubleFunction level, IntToDoubleFunction noise) {
    double[] loss = new double[N];
    for (int t = 0; t < N; t++) {
      double factor = noise.applyAsDouble(t);
      double value = level.applyAsDouble(t);
      loss[t] = factor > 900 ? value + factor - 1000 : value * factor;
    }
    return log(Series.of("loss", loss));
  }

  private static RunLog log(Series... series) {
    return new RunLog(List.of(series), List.of());
  }

  private static RunLog epochs(int n, double noise, double rise, long seed) {
    Random random = new Random(seed);
    double[] loss = new double[n];
    double[] validation = new double[n];
    double[] metric = new double[n];
    double[] validationMetric = new double[n];
    for (int t = 0; t < n; t++) {
      double level = 0.05 + 1.5 * Math.exp(-t / 6.0);
      loss[t] = level * Math.exp(noise * random.nextGaussian());
      validation[t] =
          (0.3 + level + rise * Math.max(0, t - 10)) * Math.exp(noise * random.nextGaussian());
      metric[t] = 0.97 - 0.5 * Math.exp(-t / 6.0) + 0.002 * random.nextGaussian();
      validationMetric[t] = 0.9 - 0.5 * Math.exp(-t / 6.0) + noise / 5 * random.nextGaussian();
    }
    return log(
        Series.of("loss", loss),
        Series.of("val_loss", validation),
        Series.of("accuracy", metric),
        Series.of("val_accuracy", validationMetric));
  }

  private static RunLog same(long seed) {
    RunLog log = epochs(20, 0.02, 0, seed);
    double[] loss = log.find("loss").orElseThrow().values();
    return log(Series.of("loss", loss), Series.of("val_loss", loss));
  }

  private static RunLog stuckMetric(long seed) {
    Random random = new Random(seed);
    double[] metric = new double[40];
    for (int t = 0; t < metric.length; t++) {
      metric[t] = 0.1 + 0.01 * random.nextGaussian();
    }
    RunLog log = epochs(40, 0.02, 0, seed);
    return log(log.find("loss").orElseThrow(), Series.of("accuracy", metric));
  }

  private static RunLog periodic(long seed) {
    Random order = new Random(5);
    double[] hard = new double[50];
    for (int i = 0; i < hard.length; i++) {
      hard[i] = Math.exp(0.2 * order.nextGaussian());
    }
    IntToDoubleFunction noise = lognormal(0.05, seed);
    RunLog log = one(t -> falling(t) * hard[t % 50], noise);
    double[] epoch = new double[N];
    for (int t = 0; t < N; t++) {
      epoch[t] = Math.floor(t / 50.0);
    }
    return log(log.find("loss").orElseThrow(), Series.of("epoch", epoch));
  }

  private static RunLog jumping(long seed) {
    Random random = new Random(seed);
    RunLog log = epochs(40, 0.02, 0, seed);
    double[] metric = new double[40];
    for (int t = 0; t < metric.length; t++) {
      metric[t] = 0.8 - 0.5 * Math.exp(-t / 6.0) + 0.1 * random.nextGaussian();
    }
    return log(
        log.find("loss").orElseThrow(),
        log.find("val_loss").orElseThrow(),
        Series.of("val_accuracy", metric));
  }

  private static RunLog earlyRate(long seed) {
    RunLog log = one(SyntheticCurves::falling, lognormal(0.1, seed));
    double[] rate = new double[N];
    for (int t = 0; t < N; t++) {
      rate[t] = t < 200 ? 0.1 : 1e-4;
    }
    List<Series> series = new ArrayList<>(log.series());
    series.add(Series.of("lr", rate));
    return new RunLog(series, List.of());
  }
}
