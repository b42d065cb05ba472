package dev.preflight.sanity.curves;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Rule;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Sentence;
import dev.preflight.training.events.Series;
import java.util.Objects;
import java.util.stream.Stream;

/** R20: losses and gradients stay finite. */
final class FiniteRule implements CurveRule {

  @Override
  public Rule rule() {
    return new Rule(
        "R20",
        "finite curves",
        "losses or gradients that became NaN or infinite",
        """
        Any value of the losses or of the gradient's norm that is not finite fails. Metrics may be \
        undefined and are not judged by this.""",
        "SageMaker Debugger ExplodingTensor; exact");
  }

  @Override
  public Finding judge(Curves curves, CurveOptions options) {
    return Stream.of(curves.loss(), curves.validationLoss(), curves.gradientNorm())
        .filter(Objects::nonNull)
        .filter(series -> series.finite().size() < series.size())
        .findFirst()
        .map(this::broken)
        .orElseGet(() -> finding(Status.PASS, "All losses and gradients are finite.").build());
  }

  private Finding broken(Series series) {
    int i = 0;
    while (Double.isFinite(series.value(i))) {
      i++;
    }
    String before =
        i == 0 ? "" : Sentence.of(", after %s at step %d", series.value(i - 1), series.step(i - 1));
    return finding(
            Status.FAIL,
            Sentence.of(
                "'%s' is %s at step %d%s, expected finite numbers.",
                series.name(), series.value(i), series.step(i), before))
        .measured(series.value(i))
        .expected("finite")
        .where(Sentence.of("step %d", series.step(i)))
        .why("The learning rate is too high, or the loss takes the logarithm of 0 or divides by 0.")
        .fix(
            "Stop the run. Go back to the last checkpoint, lower the rate or clip the gradient's "
                + "norm, and look for an undefined operation with preflight check.")
        .build();
  }
}
