package dev.preflight.sanity.graph;

import dev.preflight.reports.Finding;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.trace.Dropout;
import java.util.Set;

/**
 * G16: dropout keeps enough to learn from. The share is measured, by drawing the masks; dropout of
 * 0.9 and more has been published, so that only next to nothing is a fault.
 */
public final class DropoutCheck implements Check {

  private static final double NOTHING = 0.02;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "G16",
        "dropout",
        "a share to drop where the share to keep was meant, or the other way round",
        """
        Draws the dropout masks that the graph computes and measures the share that is kept. \
        Less than 2 % fails; more has been published.""",
        "Srivastava et al. 2014",
        Profile.QUICK);
  }

  @Override
  public Set<String> needs() {
    return Set.of("D01", "D03");
  }

  @Override
  public Finding run(Lab lab) {
    Dropout dropout = lab.once(Dropout.LOWEST).orElse(null);
    if (dropout == null) {
      return Findings.inapplicable(this, "The graph draws no dropout that can be seen.");
    }
    String title =
        Sentence.of(
            "Dropout ('%s') keeps %s of its inputs in training",
            dropout.op(), Numbers.percent(dropout.keeps()));
    if (dropout.keeps() >= Dropout.LITTLE) {
      return Findings.pass(this, title + ".")
          .measured(dropout.keeps())
          .expected(Sentence.of("at least %s", Dropout.LITTLE))
          .build();
    }
    title = Sentence.of("%s, expected half of them or more.", title);
    return (dropout.keeps() < NOTHING ? Findings.fail(this, title) : Findings.warn(this, title))
        .measured(dropout.keeps())
        .expected(Sentence.of("at least %s", Dropout.LITTLE))
        .unit("of the inputs")
        .where(Sentence.of("'%s'", dropout.op()))
        .why(Dropout.WHY)
        .fix(Dropout.FIX)
        .build();
  }
}
