package dev.preflight.sanity.curves;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Rule;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Sentence;
import dev.preflight.training.events.Series;
import java.util.Arrays;

/** R14: a loss that falls while the metric does not move. */
final class MetricRule implements CurveRule {

  private static final int FEWEST = 10;
  private static final double Z = 1.645;

  /** A fall of log loss that should show. */
  private static final double FALL = Math.log(1.25);

  /** Nothing can be gained above this. */
  private static final double SATURATED = 0.97;

  /** A gain of the metric that is none. */
  private static final double NONE = 0.02;

  @Override
  public Rule rule() {
    return new Rule(
        "R14",
        "loss and metric",
        "a loss that falls while the metric stays where it was",
        """
        Over at least 10 points the loss falls by a fifth or more with Kendall's test at 5 %, and \
        the metric on the same data neither rises by that test nor gains two hundredths. Metrics \
        above 0.97 have nowhere to go.""",
        "Kendall 1975; TheDeepChecker: loss and metric must move together");
  }

  @Override
  public Finding judge(Curves curves, CurveOptions options) {
    boolean training = curves.metric() != null && curves.loss() != null;
    Series metric = training ? curves.metric() : curves.validationMetric();
    Series loss = training ? curves.loss() : curves.validationLoss();
    if (metric == null || loss == null) {
      return notLogged("It needs a loss and a metric on the same data.");
    }
    Series values = metric.finite();
    Series losses = loss.finite();
    if (values.size() < FEWEST || losses.size() < FEWEST) {
      return tooShort(
          Sentence.of("'%s' has %,d points; %d are needed.", metric.name(), values.size(), FEWEST));
    }
    Trend fall = Trend.of(losses);
    double[] blocks = blocks(values);
    double gain = blocks[blocks.length - 1] - blocks[0];
    boolean stuck =
        fall.z(0) < -Z
            && fall.change(0) < -FALL
            && Trend.z(blocks) < Z
            && gain < NONE
            && blocks[blocks.length - 1] < SATURATED;
    if (!stuck) {
      return finding(Status.PASS, Sentence.of("'%s' moves with '%s'.", metric.name(), loss.name()))
          .build();
    }
    return finding(
            Status.WARN,
            Sentence.of(
                "'%s' falls from %s to %s while '%s' stays at %s (was %s), expected it to rise.",
                loss.name(),
                fall.value(0),
                fall.value(fall.size() - 1),
                metric.name(),
                blocks[blocks.length - 1],
                blocks[0]))
        .measured(gain)
        .expected("a rise")
        .why(
            """
            The metric compares the wrong things (labels against logits, another axis), one class \
            is far more frequent, or most of the loss is regularization.""")
        .fix(
            "Compute the metric by hand on ten examples; log the loss without its regularization; "
                + "look at the metric of each class.")
        .build();
  }

  /** Means of blocks, so that few ties and little noise are left. */
  private static double[] blocks(Series series) {
    int n = series.size();
    int k = Math.min(Trend.BLOCKS, n);
    double[] blocks = new double[k];
    double[] values = series.values();
    for (int i = 0; i < k; i++) {
      int from = (int) ((long) i * n / k);
      int to = (int) ((long) (i + 1) * n / k);
      blocks[i] = Arrays.stream(values, from, to).average().orElse(Double.NaN);
    }
    return blocks;
  }
}
