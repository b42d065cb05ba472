package dev.preflight.sanity.curves;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Rule;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Sentence;
import dev.preflight.training.events.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** R13: validation that jumps more than its size explains, and losses that repeat every epoch. */
final class LateVarianceRule implements CurveRule {

  private static final int FEWEST = 8;

  /** Standard errors of sampling. */
  private static final double TIMES = 2;

  /** A deviation of an accuracy that is worth a word. */
  private static final double LEAST = 0.005;

  /** One that is a warning whatever the size of the set. */
  private static final double LARGE = 0.05;

  /** The same for a loss, as a ratio. */
  private static final double LARGE_RATIO = 0.2;

  /** A rate that rises by this factor explains jumps. */
  private static final double RESTARTED = 1.5;

  private static final int EPOCHS = 4;
  private static final int POINTS_PER_EPOCH = 8;

  /** Autocorrelation at the length of an epoch. */
  private static final double REPEATS = 0.5;

  @Override
  public Rule rule() {
    return new Rule(
        "R13",
        "late variance",
        "validation that jumps late in the run; a loss that repeats every epoch",
        """
        The deviation between neighbours in the last third of the evaluations. With \
        --validation-size more than twice the standard error of sampling is a warning (and at \
        least half a point); without it 5 points of a metric, or a fifth of a loss; a rate that rises meanwhile explains it. Where epochs \
        were logged, a training loss whose deviations correlate by 0.5 at the length of an epoch \
        is one too: the order of the examples is the same every time.""",
        "Tuning Playbook: step-to-step variance, periodic curves; binomial standard error");
  }

  @Override
  public boolean judgesTheEnd() {
    return true;
  }

  @Override
  public Finding judge(Curves curves, CurveOptions options) {
    double repeats = repeats(curves);
    if (repeats > REPEATS) {
      return finding(
              Status.WARN,
              Sentence.of(
                  "The training loss repeats itself every epoch: correlation %s, expected below %s.",
                  repeats, REPEATS))
          .measured(repeats)
          .expected(Sentence.of("below %s", REPEATS))
          .why("The examples come in the same order every epoch, or are sorted.")
          .fix("Shuffle anew every epoch, with a buffer as large as the data set.")
          .build();
    }
    Series metric = curves.validationMetric();
    Series validation = metric != null ? metric : curves.validationLoss();
    if (validation == null) {
      return notLogged("Nothing was logged of validation.");
    }
    Series series = validation.finite();
    int n = series.size();
    int late = Math.max(FEWEST, n / 3);
    if (n < late) {
      return tooShort(Sentence.of("There are %,d evaluations; %d are needed.", n, FEWEST));
    }
    if (restarts(curves, series.step(n - late))) {
      return notLogged("The learning rate rises late in the run, as after a restart.");
    }
    double[] end = Arrays.copyOfRange(series.values(), n - late, n);
    double deviation = deviation(end);
    double level = Trend.median(end);
    boolean isShare = metric != null && level >= 0 && level <= 1;
    double expected;
    if (isShare && options.validationSize() > 0) {
      double error = Math.sqrt(level * (1 - level) / options.validationSize());
      expected = Math.max(LEAST, TIMES * error);
    } else {
      expected = isShare ? LARGE : LARGE_RATIO * Math.abs(level);
    }
    boolean jumps = deviation > expected;
    return finding(
            jumps ? Status.WARN : Status.PASS,
            Sentence.of(
                "'%s' jumps by %s from one evaluation to the next late in the run%s %s.",
                series.name(), deviation, jumps ? ", expected at most" : ", at most", expected))
        .measured(deviation)
        .expected(Sentence.of("at most %s", expected))
        .why(jumps ? "The rate is still high at the end, or the validation set is small." : null)
        .fix(
            jumps
                ? "Let the rate decay to zero, average the weights, or validate on more examples; "
                    + "do not choose the best checkpoint by such numbers."
                : null)
        .build();
  }

  /** Whether the rate rises by much anywhere after a step. */
  private static boolean restarts(Curves curves, long from) {
    Series rates = curves.learningRate();
    if (rates == null) {
      return false;
    }
    double lowest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < rates.size(); i++) {
      if (rates.step(i) >= from) {
        lowest = Math.min(lowest, rates.value(i));
        if (rates.value(i) > RESTARTED * lowest) {
          return true;
        }
      }
    }
    return false;
  }

  /** The standard deviation around the curve, from neighbours. */
  private static double deviation(double[] values) {
    double sum = 0;
    for (int i = 1; i < values.length; i++) {
      sum += (values[i] - values[i - 1]) * (values[i] - values[i - 1]);
    }
    return Math.sqrt(sum / (2.0 * (values.length - 1)));
  }

  /** The correlation of the training loss with itself an epoch before; NaN if nobody can say. */
  private static double repeats(Curves curves) {
    Series epochs = curves.epoch();
    if (epochs == null || curves.loss() == null) {
      return Double.NaN;
    }
    Series loss = curves.loss().finite();
    if (epochs.size() < 2 || loss.size() < EPOCHS * POINTS_PER_EPOCH) {
      return Double.NaN;
    }
    int length = pointsPerEpoch(epochs, loss);
    if (length < POINTS_PER_EPOCH || loss.size() < EPOCHS * length) {
      return Double.NaN;
    }
    boolean logarithmic = Trend.of(loss).isLogarithmic();
    double[] y = Arrays.stream(loss.values()).map(v -> logarithmic ? Math.log(v) : v).toArray();
    double[] rest = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      int from = Math.max(0, i - length / 2);
      int to = Math.min(y.length, i + length / 2 + 1);
      rest[i] = y[i] - Trend.median(Arrays.copyOfRange(y, from, to));
    }
    return correlation(rest, length);
  }

  /** Points of the loss between two changes of the epoch, the median; 0 without two changes. */
  private static int pointsPerEpoch(Series epochs, Series loss) {
    List<Double> counts = new ArrayList<>();
    int at = 0;
    int before = -1;
    for (int i = 1; i < epochs.size(); i++) {
      if (Math.floor(epochs.value(i)) == Math.floor(epochs.value(i - 1))) {
        continue;
      }
      while (at < loss.size() && loss.step(at) < epochs.step(i)) {
        at++;
      }
      if (before >= 0) {
        counts.add((double) (at - before));
      }
      before = at;
    }
    return counts.isEmpty()
        ? 0
        : (int) Math.round(Trend.median(counts.stream().mapToDouble(c -> c).toArray()));
  }

  private static double correlation(double[] y, int lag) {
    double product = 0;
    double square = 0;
    for (int i = 0; i < y.length; i++) {
      square += y[i] * y[i];
      product += i >= lag ? y[i] * y[i - lag] : 0;
    }
    return square == 0 ? 0 : product / square * y.length / (y.length - lag);
  }
}
