package dev.preflight.benchmarks;

import dev.preflight.tuner.study.Trial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Problems without data and with known optima, for comparing samplers: the same formulas as in
 * {@code benchmarks/studies.py}. Their noise is a hash of seed and trial, so that both languages
 * have the same.
 */
final class StudyProblems {

  private static final double[][] HARTMANN_A = {
    {10, 3, 17, 3.5, 1.7, 8},
    {.05, 10, 17, .1, 8, 14},
    {3, 3.5, 1.7, 10, 17, 8},
    {17, 8, .05, 10, .1, 14}
  };
  private static final double[][] HARTMANN_P = {
    {.1312, .1696, .5569, .0124, .8283, .5886},
    {.2329, .4135, .8307, .3736, .1004, .9991},
    {.2348, .1451, .3522, .2883, .3047, .6650},
    {.4047, .8828, .8732, .5743, .1091, .0381}
  };
  private static final double[] HARTMANN_C = {1, 1.2, 3, 3.2};
  private static final double BRANIN = 0.397887357729738;
  private static final double HARTMANN = -3.32236801141551;

  private StudyProblems() {}

  /**
   * What a trial sees and what is true.
   *
   * @param observed what the sampler is told; NaN if the trial fails
   * @param truth what counts
   */
  record Outcome(double observed, double truth) {
    static Outcome exact(double value) {
      return new Outcome(value, value);
    }
  }

  /** A problem of one objective. */
  interface Problem {
    Outcome evaluate(Trial trial, long seed);
  }

  /** A problem with its optimum. */
  record Known(Problem problem, double optimum) {}

  static Map<String, Known> all() {
    Map<String, Known> problems = new LinkedHashMap<>();
    problems.put("lrvalley3", new Known((t, s) -> valley(t), 0));
    problems.put(
        "branin2",
        new Known(
            (t, s) ->
                Outcome.exact(branin(t.suggestFloat("x", -5, 10), t.suggestFloat("y", 0, 15))),
            BRANIN));
    problems.put("hartmann6", new Known((t, s) -> Outcome.exact(hartmann(t)), HARTMANN));
    problems.put(
        "hartmann6-noisy",
        new Known(
            (t, s) -> {
              double f = hartmann(t);
              return new Outcome(f + .2 * gauss(s, t.number()), f);
            },
            HARTMANN));
    problems.put("rosenbrock5", new Known((t, s) -> rosenbrock(t), 0));
    problems.put("rastrigin5-shift", new Known((t, s) -> rastrigin(t), 0));
    problems.put("ackley10-shift", new Known((t, s) -> ackley(t), 0));
    problems.put("ellipsoid10-rot-log", new Known((t, s) -> ellipsoid(t), -12));
    problems.put("mixed6", new Known((t, s) -> mixed(t), 0));
    problems.put("cond-opt", new Known((t, s) -> conditional(t), 0));
    problems.put("branin-in-25d", new Known((t, s) -> braninIn25(t), BRANIN));
    problems.put("diverging", new Known(StudyProblems::diverging, 0.0500000001));
    problems.put("diverging-edge", new Known((t, s) -> edge(t), 0));
    return problems;
  }

  private static double[] floats(Trial trial, int count, double low, double high) {
    double[] x = new double[count];
    for (int i = 0; i < count; i++) {
      x[i] = trial.suggestFloat("x" + i, low, high);
    }
    return x;
  }

  private static double sum(int count, IntToDoubleFunction term) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += term.applyAsDouble(i);
    }
    return sum;
  }

  private static double square(double x) {
    return x * x;
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }

  private static Outcome valley(Trial t) {
    double lr = t.suggestLog("lr", 1e-6, 1);
    double wd = t.suggestLog("wd", 1e-8, 1e-1);
    double m = t.suggestFloat("mom", 0, .99);
    double u = Math.log10(lr / (1 - m)) + 1.5;
    double v = Math.log10(wd) + 4;
    return Outcome.exact(u * u + .1 * v * v + .5 * square(m - .9));
  }

  private static double branin(double x, double y) {
    return square(y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6)
        + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x)
        + 10;
  }

  private static double hartmann(Trial t) {
    double[] x = floats(t, 6, 0, 1);
    return -sum(
        4,
        i ->
            HARTMANN_C[i]
                * Math.exp(-sum(6, j -> HARTMANN_A[i][j] * square(x[j] - HARTMANN_P[i][j]))));
  }

  private static Outcome rosenbrock(Trial t) {
    double[] x = floats(t, 5, -5, 10);
    return Outcome.exact(sum(4, i -> 100 * square(x[i + 1] - x[i] * x[i]) + square(1 - x[i])));
  }

  private static Outcome rastrigin(Trial t) {
    double[] shift = {1.2, -2.3, .7, 2.9, -1.1};
    double[] x = floats(t, 5, -5, 5);
    return Outcome.exact(
        50 + sum(5, i -> square(x[i] - shift[i]) - 10 * Math.cos(2 * Math.PI * (x[i] - shift[i]))));
  }

  private static Outcome ackley(Trial t) {
    double[] x = floats(t, 10, -15, 30);
    for (int i = 0; i < 10; i++) {
      x[i] -= (i % 2 == 0 ? 1 : -1) * (i + 1) * .7;
    }
    return Outcome.exact(
        -20 * Math.exp(-.2 * Math.sqrt(sum(10, i -> x[i] * x[i]) / 10))
            - Math.exp(sum(10, i -> Math.cos(2 * Math.PI * x[i])) / 10)
            + 20
            + Math.E);
  }

  private static Outcome ellipsoid(Trial t) {
    double[] z = floats(t, 10, -5, 5);
    for (int i = 0; i < 10; i++) {
      z[i] -= (i % 2 == 0 ? 1 : -1) * (i + 1) * .35;
    }
    double along = sum(10, i -> (i + 1) * z[i]) / sum(10, i -> square(i + 1));
    for (int i = 0; i < 10; i++) {
      z[i] -= 2 * (i + 1) * along;
    }
    return Outcome.exact(Math.log10(sum(10, i -> Math.pow(10, 6.0 * i / 9) * z[i] * z[i]) + 1e-12));
  }

  private static Outcome mixed(Trial t) {
    long layers = t.suggestInt("layers", 1, 5);
    double units = number(t.suggest("units", StudySpaces.logInt(16, 1024)));
    String act = String.valueOf(t.suggestChoice("act", "relu", "tanh", "elu", "gelu"));
    double dropout = number(t.suggest("dropout", StudySpaces.stepped(0, .5, .05)));
    double lr = t.suggestLog("lr", 1e-5, 1e-1);
    double batch = number(t.suggestChoice("batch", 16, 32, 64, 128, 256));
    double f =
        .05 * square((double) layers - 3)
            + .1 * square(log2(units) - 8) * (1 + .2 * Math.abs(layers - 3))
            + Map.of("relu", .1, "tanh", .4, "elu", .15, "gelu", 0.).getOrDefault(act, 0.)
            + 2 * square(dropout - .2);
    return Outcome.exact(
        f
            + .5 * square(Math.log10(lr) + 3 - .5 * Math.log10(batch / 64))
            + .05 * Math.abs(log2(batch) - 6));
  }

  private static double number(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalStateException("no number: " + value);
  }

  private static Outcome conditional(Trial t) {
    String optimizer = String.valueOf(t.suggestChoice("opt", "sgd", "momentum", "adam"));
    double rate = Math.log10(t.suggestLog("lr", 1e-6, 1));
    double f;
    if (optimizer.equals("sgd")) {
      f = .3 + .3 * square(rate + 1);
    } else if (optimizer.equals("momentum")) {
      double m = t.suggestFloat("mom", 0, .99);
      f = .1 + .3 * square(rate + 2 - .5 * Math.log10((1 - m) / .1)) + .5 * square(m - .9);
    } else {
      double b1 = t.suggestFloat("beta1", .5, .999);
      double eps = t.suggestLog("eps", 1e-10, 1e-2);
      f = .3 * square(rate + 3) + 2 * square(b1 - .9) + .01 * square(Math.log10(eps) + 7);
    }
    long layers = t.suggestInt("layers", 1, 3);
    f += .1 * square((double) layers - 2);
    for (int i = 0; i < layers; i++) {
      double units = number(t.suggest("units" + i, StudySpaces.logInt(8, 512)));
      f += .05 * square(log2(units) - (7 - i));
    }
    return Outcome.exact(f);
  }

  private static Outcome braninIn25(Trial t) {
    double[] x = floats(t, 25, 0, 1);
    return Outcome.exact(branin(-5 + 15 * x[7], 15 * x[18]));
  }

  /** The end of a training run whose loss stops being a number at a high effective rate. */
  private static Outcome diverging(Trial t, long seed) {
    Curve curve = curve(t, seed);
    double end = curve.at(81, false);
    return new Outcome(curve.diverges() ? Double.NaN : end, curve.at(81, true));
  }

  /** The higher the effective rate the better, until the loss stops being a number. */
  private static Outcome edge(Trial t) {
    Curve curve = curve(t, 0, 100);
    double f = curve.floor() - .05 - .25 * square(Math.max(0, curve.effective() + 1));
    f += .25 * square(.5 - curve.effective());
    return new Outcome(curve.diverges() ? Double.NaN : f, f);
  }

  /** A learning curve of 81 steps; small rates are ahead at first and behind in the end. */
  record Curve(double effective, double floor, long seed, int trial) {

    boolean diverges() {
      return effective >= .5;
    }

    double at(int step, boolean truth) {
      double speed = .3 * Math.pow(10, .8 * (effective + 1));
      double value =
          diverges() ? 2.3 + .05 * step : floor + (2.3 - floor) * Math.exp(-speed * step);
      return truth ? value : value + .01 * gauss(seed * 104729 + trial, step);
    }
  }

  static Curve curve(Trial t, long seed) {
    return curve(t, seed, 1);
  }

  private static Curve curve(Trial t, long seed, double highestRate) {
    double lr = t.suggestLog("lr", 1e-5, highestRate);
    double m = t.suggestFloat("mom", 0, .99);
    double wd = t.suggestLog("wd", 1e-8, 1e-1);
    double width = number(t.suggest("width", StudySpaces.logInt(16, 512)));
    double u = Math.log10(lr / (1 - m));
    double floor =
        .05
            + .02 * square(Math.log10(wd) + 4)
            + .01 * square(log2(width) - 8)
            + .25 * square(Math.max(0, u + 1));
    return new Curve(u, floor, seed, t.number());
  }

  /** Two objectives: ZDT1 in ten dimensions. */
  static List<Double> zdt1(Trial t) {
    double[] x = floats(t, 10, 0, 1);
    double g = 1 + 9 * sum(9, i -> x[i + 1]) / 9;
    return List.of(x[0], g * (1 - Math.sqrt(x[0] / g)));
  }

  /** Gramacy's problem; the constraints are those of the trial. */
  static double gramacy(Trial t) {
    double x = t.suggestFloat("x", 0, 1);
    double y = t.suggestFloat("y", 0, 1);
    t.setConstraint("c0", 1.5 - x - 2 * y - .5 * Math.sin(2 * Math.PI * (x * x - 2 * y)));
    t.setConstraint("c1", x * x + y * y - 1.5);
    return x + y;
  }

  /** Counting ones: eight bits, eight probabilities; after each step, nine draws more of each. */
  static final class Counting {
    final double bits;
    private final double[] x;
    private final long key;

    private Counting(double bits, double[] x, long key) {
      this.bits = bits;
      this.x = x;
      this.key = key;
    }

    double truth() {
      return -(bits + sum(8, i -> x[i])) / 16;
    }

    /** Successes of one step. */
    int draws(int step) {
      int total = 0;
      for (int i = 0; i < 8; i++) {
        for (int b = 0; b < 9; b++) {
          if (uniform(key, (i * 81L + step) * 9 + b) < x[i]) {
            total++;
          }
        }
      }
      return total;
    }
  }

  static Counting counting(Trial t, long seed) {
    double bits = 0;
    for (int i = 0; i < 8; i++) {
      bits += number(t.suggestChoice("c" + i, 0, 1));
    }
    return new Counting(bits, floats(t, 8, 0, 1), seed * 7919 + t.number());
  }

  private static double uniform(long seed, long k) {
    long z = seed * 0x100000001B3L + k + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return ((z >>> 11) + 0.5) / (1L << 53);
  }

  private static double gauss(long seed, long k) {
    return Math.sqrt(-2 * Math.log(uniform(seed, 2 * k)))
        * Math.cos(2 * Math.PI * uniform(seed, 2 * k + 1));
  }
}
