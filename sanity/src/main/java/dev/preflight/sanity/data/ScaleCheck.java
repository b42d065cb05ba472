package dev.preflight.sanity.data;

import dev.preflight.reports.Finding;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.check.Statistics;
import dev.preflight.sanity.loss.Outputs;
import dev.preflight.training.Mode;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import java.util.Arrays;
import java.util.Set;

/**
 * D02: features have a scale that a network can start from, just as they are fed.
 *
 * <p>A graph may scale its inputs itself, so bad numbers alone are not a failure: it takes initial
 * outputs that show that the graph does not undo them.
 */
public final class ScaleCheck implements Check {

  private static final int SAMPLE = 4_096;
  private static final int CHUNK = 512;
  private static final double MAX_MEAN = 10;
  private static final double MIN_DEVIATION = 0.05;
  private static final double MAX_DEVIATION = 20;
  private static final double LOW_DEVIATION = 0.3;
  private static final double HIGH_DEVIATION = 3;

  /** Images scaled to [0, 1] have deviations down to here, and train well. */
  private static final double LOW_DEVIATION_IN_UNIT_RANGE = 0.1;

  /** Spread of initial outputs (in nats, for classes) of a graph that takes its inputs well. */
  private static final double SANE_OUTPUTS_LOW = 0.02;

  private static final double SANE_OUTPUTS_HIGH = 5;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "D02",
        "input scale",
        "inputs not scaled, scaled twice, or constant",
        """
        Takes up to 4,096 items just as they are fed. A constant input fails. A mean beyond \
        10, or a deviation below 0.05 or above 20, fails only if the initial outputs show \
        that the graph does not scale it away (deviation of the outputs below 0.02 or above \
        5); milder scales are a warning.""",
        "UMLAUT (Schoop et al. 2021); TheDeepChecker (Ben Braiek and Khomh 2023)",
        Profile.QUICK);
  }

  @Override
  public Set<String> needs() {
    return Set.of("D01", "D03");
  }

  /** Statistics of a sample of features. */
  private record Scale(Statistics.Moments all, int constant, int features, int items) {}

  @Override
  public Finding run(Lab lab) {
    Dataset train = lab.graph().data().train();
    if (!train.features().type().isFloating()) {
      FirstLayer first = FirstLayer.of(lab);
      if (first != null && (isLarge(first.values()) || isSmall(first.values()))) {
        return inGraph(lab, first);
      }
      return Findings.inapplicable(
          this,
          Sentence.of(
              "The graph takes %s features, so it scales or looks them up itself.",
              train.features().type()));
    }
    Scale scale = measure(lab, train);
    double mean = scale.all.mean();
    double deviation = scale.all.deviation();
    String numbers =
        Sentence.of(
            "Inputs have mean %s, standard deviation %s, from %s to %s%s",
            mean, deviation, scale.all.min(), scale.all.max(), likeBytes(scale.all));
    String scope = Sentence.of("a sample of %,d train items as they are fed", scale.items);
    if (scale.constant >= 0.99 * scale.features && scale.items > 1) {
      return Findings.fail(
              this,
              Sentence.of(
                  "%s of %s features are the same in every item: the input is lost.",
                  scale.constant, scale.features))
          .measured((double) scale.constant)
          .expected("less than 99 % of the features")
          .unit("features")
          .where(scope)
          .why("Integer division while scaling, a wrong column, or an array that was never filled.")
          .fix("Print one item just before it is fed, and follow it back to the file.")
          .build();
    }
    if (isLarge(scale.all) || isSmall(scale.all)) {
      return outside(lab, numbers, scope, deviation, isLarge(scale.all));
    }
    boolean unitRange = scale.all.min() >= -1 && scale.all.max() <= 1;
    double low = unitRange ? LOW_DEVIATION_IN_UNIT_RANGE : LOW_DEVIATION;
    if (deviation < low || deviation > HIGH_DEVIATION) {
      return Findings.warn(this, Sentence.of("%s; expected about mean 0 and deviation 1.", numbers))
          .measured(deviation)
          .expected(Sentence.of("deviation %s to %s", low, HIGH_DEVIATION))
          .where(scope)
          .why("Scaling forgotten or applied twice.")
          .fix("Standardise: (x - mean) / deviation, with the numbers of the training set.")
          .build();
    }
    if (scale.constant > 0.5 * scale.features && scale.items >= 1_000) {
      return Findings.warn(
              this,
              Sentence.of(
                  "%s of %s features are the same in all of %,d items.",
                  scale.constant, scale.features, scale.items))
          .measured((double) scale.constant)
          .expected("at most half")
          .unit("features")
          .where(scope)
          .why("Wide borders, unused columns, or features lost on the way.")
          .fix("Leave out features that never change, if they are not what you meant to feed.")
          .build();
    }
    return Findings.pass(this, Sentence.of("%s.", numbers))
        .measured(deviation)
        .where(scope)
        .build();
  }

  /** What the numbers look like, where that says how the scaling went wrong. */
  private static String likeBytes(Statistics.Moments all) {
    double high = all.max();
    boolean fromZero = all.min() >= 0;
    if (fromZero && high > 200 && high <= 255) {
      return ", as bytes that were not divided by 255";
    }
    return fromZero && high > 200 * 255.0 && high <= 255 * 255.0
        ? ", as bytes that were multiplied by 255"
        : "";
  }

  private static boolean isLarge(Statistics.Moments values) {
    return Math.abs(values.mean()) > MAX_MEAN || values.deviation() > MAX_DEVIATION;
  }

  private static boolean isSmall(Statistics.Moments values) {
    return values.deviation() < MIN_DEVIATION;
  }

  /** Whether outputs of this spread show that the graph makes up for how it is fed. */
  private static boolean isUndone(double outputs, boolean large) {
    if (large) {
      return outputs < SANE_OUTPUTS_HIGH;
    }
    // A last layer of zeros tells nothing.
    return outputs == 0 || (outputs > SANE_OUTPUTS_LOW && outputs < 50);
  }

  /** A graph that takes bytes and hands them on too large or too small. */
  private Finding inGraph(Lab lab, FirstLayer first) {
    double outputs = outputSpread(lab);
    boolean large = isLarge(first.values());
    String title =
        Sentence.of(
            """
            What enters the first layer ('%s') has mean %s, standard deviation %s, from %s to %s; \
            expected about mean 0 and deviation 1.%s""",
            first.layer(),
            first.values().mean(),
            first.values().deviation(),
            first.values().min(),
            first.values().max(),
            Double.isNaN(outputs)
                ? ""
                : Sentence.of(" The initial outputs have a spread of %s.", outputs));
    return (isUndone(outputs, large) ? Findings.warn(this, title) : Findings.fail(this, title))
        .measured(first.values().deviation())
        .expected(
            Sentence.of(
                "deviation %s to %s, mean within %s", MIN_DEVIATION, MAX_DEVIATION, MAX_MEAN))
        .where(Sentence.of("'%s'", first.input()))
        .why(
            large
                ? "Bytes were not scaled in the graph, or multiplied where they should be divided."
                : "Bytes were divided twice in the graph.")
        .fix("Divide the bytes by 255 in the graph, once, or by 127.5 and subtract 1.")
        .build();
  }

  private Finding outside(Lab lab, String numbers, String scope, double deviation, boolean large) {
    double outputs = outputSpread(lab);
    boolean undone = isUndone(outputs, large);
    String expected =
        Sentence.of("deviation %s to %s, mean within %s", MIN_DEVIATION, MAX_DEVIATION, MAX_MEAN);
    String seen =
        Double.isNaN(outputs)
            ? ""
            : Sentence.of(" The initial outputs have a spread of %s.", outputs);
    Finding.Builder finding =
        undone
            ? Findings.warn(
                this,
                Sentence.of(
                    """
                    %s; expected about mean 0 and deviation 1. The graph seems to scale them: its \
                    initial outputs have a spread of %s.""",
                    numbers, outputs))
            : Findings.fail(
                this, Sentence.of("%s; expected about mean 0 and deviation 1.%s", numbers, seen));
    return finding
        .measured(deviation)
        .expected(expected)
        .where(scope)
        .why(
            large
                ? "Scaling was forgotten, or multiplies instead of divides."
                : "Scaling was applied twice, such as dividing by 255 again.")
        .fix(
            large
                ? """
                Feed x / 255 for bytes, or (x - mean) / deviation with the numbers of the \
                training set."""
                : """
                Scale once: bytes that Preflight feeds to a float placeholder are already in \
                [0, 1] (scale=none turns that off).""")
        .build();
  }

  /** Deviation of the initial outputs within rows, relative to the targets' for regression. */
  private static double outputSpread(Lab lab) {
    if (!lab.namesOutputs()) {
      return Double.NaN;
    }
    Batch batch = lab.batch(lab.initialSample());
    HostArray outputs = lab.initial().outputs(batch, Mode.EVALUATE);
    if (lab.classifies() && Outputs.areProbabilities(outputs)) {
      return Double.NaN;
    }
    if (lab.classifies()) {
      return Outputs.differenceBetweenExamples(outputs);
    }
    return Outputs.differenceBetweenExamples(outputs)
        / Statistics.Moments.of(batch.labels()).deviation();
  }

  private static Scale measure(Lab lab, Dataset train) {
    int[] indices = lab.shuffledItems();
    int items = Math.min(SAMPLE, indices.length);
    int features = train.features().size();
    double[] min = new double[features];
    double[] max = new double[features];
    Arrays.fill(min, Double.POSITIVE_INFINITY);
    Arrays.fill(max, Double.NEGATIVE_INFINITY);
    Statistics.Moments all = new Statistics.Moments();
    for (int from = 0; from < items; from += CHUNK) {
      lab.checkpoint();
      int[] part = Arrays.copyOfRange(indices, from, Math.min(from + CHUNK, items));
      HostArray values = train.batch(part).features();
      for (int i = 0; i < values.size(); i++) {
        double v = values.get(i);
        all.add(v);
        min[i % features] = Math.min(min[i % features], v);
        max[i % features] = Math.max(max[i % features], v);
      }
    }
    int constant = 0;
    for (int f = 0; f < features; f++) {
      constant += min[f] == max[f] ? 1 : 0;
    }
    return new Scale(all, constant, features, items);
  }
}
