package dev.preflight.sanity.graph;

import dev.preflight.reports.Finding;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.check.Statistics;
import dev.preflight.sanity.loss.InitialLoss;
import dev.preflight.sanity.loss.LossForm;
import dev.preflight.sanity.loss.LossKind;
import dev.preflight.sanity.loss.LossProbe;
import dev.preflight.sanity.loss.Outputs;
import dev.preflight.sanity.loss.Targets;
import dev.preflight.sanity.trace.FirstNonFinite;
import dev.preflight.training.Accuracy;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * G02: the loss starts where a network that knows nothing must start.
 *
 * <p>The regularization part is separated, and what the spread of the logits adds is said: for
 * softmax cross-entropy, ln K + s^2 / 2 (1 - 1/K) for logits of deviation s up to about 1.
 */
public final class InitialLossCheck implements Check {

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "G02",
        "initial loss",
        "weights drawn too large, a wrong loss or number of classes, heavy regularization",
        """
        Compares the first loss with that of a network that knows nothing: ln K for K \
        classes, ln 2 for a binary loss, that of predicting the mean for a regression. \
        Regularization is separated. For classes, above 2 times it and 0.5 (or below half of \
        what the class shares allow) fails, above 1.25 times it and 0.25 is a warning; for a \
        regression above 10 times it is a warning.""",
        "Karpathy, A Recipe for Training Neural Networks (2019); CS231n, sanity checks",
        Profile.QUICK);
  }

  @Override
  public Set<String> needs() {
    return Set.of("D01", "D02", "D03", "G04", "G05", "G12", "G16");
  }

  @Override
  public Seeds seeds() {
    return Seeds.ALL;
  }

  @Override
  public Finding run(Lab lab) {
    Batch batch = lab.sample(lab.initialSample());
    double loss = lab.initialLoss(batch);
    if (!Double.isFinite(loss)) {
      return Findings.fail(
              this,
              Sentence.of(
                  "The initial loss is %s, expected a finite number.%s",
                  loss, FirstNonFinite.told(lab, lab.initial(), batch)))
          .measured(loss)
          .expected("finite")
          .where(Sentence.of("%s training examples, before any update", batch.size()))
          .why("log 0 or 0 / 0 in the loss, an overflow, or weights drawn far too large.")
          .fix("Use a loss that takes logits; add a small number inside logarithms.")
          .build();
    }
    if (lab.graph().isPretrained()) {
      return Findings.info(
              this,
              Sentence.of(
                  """
                  The loss starts at %s; no value is expected, because training starts from given \
                  weights.""",
                  loss))
          .measured(loss)
          .build();
    }
    double regularization = InitialLoss.regularization(lab, batch);
    return InitialLoss.isOfClasses(lab, InitialLoss.form(lab, lab.initialSample()))
        ? classification(lab, batch, loss, regularization)
        : regression(lab, batch, loss, regularization);
  }

  private Finding classification(Lab lab, Batch batch, double loss, double regularization) {
    LossForm form = InitialLoss.form(lab, lab.initialSample());
    LossProbe probe = InitialLoss.probe(lab, lab.initialSample());
    int width = lab.graph().outputs().orElse(lab.classes().orElse(2));
    double uniform =
        form == null ? Math.log(Math.max(2, width)) : form.kind().ofUniformGuess(width);
    if (Double.isNaN(uniform)) {
      return Findings.info(
              this,
              Sentence.of(
                  "The loss starts at %s; no starting value is known for %s.",
                  loss, form == null ? "it" : form.kind().label()))
          .measured(loss)
          .build();
    }
    boolean known = !Double.isNaN(regularization);
    double part = known ? regularization : 0;
    double scale = form == null ? scale(probe, part, uniform) : form.scale();
    double data = (loss - part) / scale;
    Reading reading = new Reading(lab, batch, loss, part, known, data, uniform, scale, width, form);
    double prior = prior(lab, batch);
    // Label smoothing leaves the loss of a uniform guess where it is.
    if (data > 2 * uniform + 0.5) {
      return reading.high(this, true);
    }
    if (data < 0.5 * prior) {
      return reading.low(this, true);
    }
    if (data - uniform > 0.25 * uniform + 0.25) {
      return reading.high(this, false);
    }
    if (data < 0.75 * prior) {
      return reading.low(this, false);
    }
    if (known && part / scale > uniform) {
      return Findings.warn(this, reading.title())
          .measured(loss)
          .expected(Sentence.of("regularization below the data loss of %s", uniform))
          .where(Sentence.of("'%s'", lab.graph().ends().loss()))
          .why("A regularization factor that outweighs the data at the start, or large weights.")
          .fix("Reduce the factor, or the deviation that weights are drawn with.")
          .build();
    }
    return Findings.pass(this, reading.title()).measured(data).expected(reading.expected()).build();
  }

  /** What a loss of unknown form is multiplied with, from its value for equal outputs. */
  private static double scale(@Nullable LossProbe probe, double regularization, double uniform) {
    if (probe == null || probe.reading() == LossProbe.Reading.IGNORES || !probe.shiftInvariant()) {
      return 1;
    }
    double scale = (probe.atZero() - regularization) / uniform;
    return scale > 0 && Double.isFinite(scale) ? scale : 1;
  }

  private static double prior(Lab lab, Batch batch) {
    if (!lab.classifies()) {
      LossForm form = InitialLoss.form(lab, lab.initialSample());
      double[][] targets = Targets.of(batch.labels(), lab.initialOutputs(batch), false);
      return form == null || targets == null ? 0 : form.ofConstantGuess(targets) / form.scale();
    }
    long[] counts = new long[Math.max(1, lab.classes().orElse(1))];
    for (int id : Accuracy.classesOf(batch.labels())) {
      if (id >= 0 && id < counts.length) {
        counts[id]++;
      }
    }
    return Statistics.entropy(counts);
  }

  /** The initial loss in parts, and how to say it. */
  private record Reading(
      Lab lab,
      Batch batch,
      double loss,
      double regularization,
      boolean known,
      double data,
      double uniform,
      double scale,
      int width,
      @Nullable LossForm form) {

    String expected() {
      return form != null && form.kind() == LossKind.SIGMOID
          ? Sentence.of("%s (ln 2)", uniform)
          : Sentence.of("%s (ln %s)", uniform, Math.max(2, width));
    }

    String title() {
      String total = Sentence.of("The initial loss is %s", loss);
      boolean parts = known && Math.abs(regularization) > 0.005 * Math.abs(loss);
      boolean scaled = Math.abs(scale - 1) > 0.01;
      if (!parts && !scaled) {
        return Sentence.of("%s, expected about %s.", total, expected());
      }
      return Sentence.of(
          "%s: %s from the data%s, expected about %s%s",
          total,
          data,
          scaled ? Sentence.of(" (times %s)", scale) : "",
          expected(),
          parts
              ? Sentence.of(
                  ", and %s (%s) from regularization.",
                  regularization, Numbers.percent(regularization / loss))
              : ".");
    }

    Finding high(Check check, boolean fails) {
      String kernels = LargeKernels.told(lab);
      String title =
          kernels.isEmpty()
              ? title()
              : Sentence.of("%s Kernels are drawn too large: %s.", title(), kernels);
      return finding(check, fails, title)
          .why(
              kernels.isEmpty()
                  ? """
                  Outputs that are sure before the network has seen anything: a last layer without \
                  a normalization before it, features of a wide range, or a wrong loss or sign."""
                  : """
                  Weights drawn too large make the network sure before it has seen anything.""")
          .fix(
              """
              Draw the kernels with deviation sqrt(2 / inputs), the last one with at most \
              sqrt(1 / inputs).""")
          .build();
    }

    Finding low(Check check, boolean fails) {
      return finding(check, fails, title())
          .why(
              """
              The network knows the labels before training: they leak into the features, or \
              the loss is averaged over more than the batch.""")
          .fix("Check what the loss is averaged over, and that features hold no label.")
          .build();
    }

    private Finding.Builder finding(Check check, boolean fails, String title) {
      return (fails ? Findings.fail(check, title) : Findings.warn(check, title))
          .measured(data)
          .expected(expected())
          .where(
              Sentence.of("%s training examples, before any update; %s", batch.size(), spread()));
    }

    private String spread() {
      if (!lab.namesOutputs()) {
        return "no logits named, so their spread is not known";
      }
      HostArray outputs = lab.initialOutputs(batch);
      if (width < 2 || Outputs.areProbabilities(outputs)) {
        return Sentence.of(
            "outputs from %s to %s", -Outputs.largest(outputs), Outputs.largest(outputs));
      }
      double deviation = Outputs.deviationWithinRows(outputs);
      double explained = uniform + deviation * deviation / 2 * (1 - 1.0 / width);
      return Sentence.of(
          "the logits have deviation %s%s",
          deviation,
          deviation <= 1.5
              ? Sentence.of(", which explains a data loss of %s", explained)
              : ", where at most 1 is usual: that spread alone explains a loss this high");
    }
  }

  private Finding regression(Lab lab, Batch batch, double loss, double regularization) {
    boolean known = !Double.isNaN(regularization);
    double part = known ? regularization : 0;
    LossProbe probe = InitialLoss.probe(lab, lab.initialSample());
    double baseline = probe == null ? Double.NaN : probe.atMean() - part;
    double data = loss - part;
    if (Double.isNaN(baseline) || !(baseline > 0)) {
      return Findings.info(
              this,
              Sentence.of("The loss starts at %s; what the mean would give is unknown.", loss))
          .measured(loss)
          .build();
    }
    String title =
        Sentence.of(
            "The initial loss is %s%s, predicting the mean target would give %s.",
            data,
            known && part > 0.005 * loss ? Sentence.of(" without regularization of %s", part) : "",
            baseline);
    if (data > MAX_TIMES_BASELINE * baseline) {
      return Findings.warn(this, title)
          .measured(data)
          .expected(Sentence.of("at most %s", MAX_TIMES_BASELINE * baseline))
          .where(Sentence.of("%s training examples, before any update", batch.size()))
          .why("Targets that are not standardised (a large mean), or weights drawn too large.")
          .fix("Standardise the targets, or start the last bias at their mean.")
          .build();
    }
    return Findings.pass(this, title).measured(data).expected(Numbers.format(baseline)).build();
  }

  /** A network drawn well starts within a few times the loss of the mean. */
  private static final double MAX_TIMES_BASELINE = 10;
}
