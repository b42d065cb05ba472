package dev.preflight.sanity.check;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Skip;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Sentence;

/** Makes findings, and findings from findings. */
public final class Findings {

  private Findings() {}

  /** A start of a finding that all is well. */
  public static Finding.Builder pass(Check check, String title) {
    return Finding.of(check.info().rule(), Status.PASS, title);
  }

  /** A start of a finding to look at. */
  public static Finding.Builder warn(Check check, String title) {
    return Finding.of(check.info().rule(), Status.WARN, title);
  }

  /** A start of a finding that speaks against the run. */
  public static Finding.Builder fail(Check check, String title) {
    return Finding.of(check.info().rule(), Status.FAIL, title);
  }

  /** A start of a finding for information. */
  public static Finding.Builder info(Check check, String title) {
    return Finding.of(check.info().rule(), Status.INFO, title);
  }

  /** Not run, and nothing is missing: the rule has no meaning here. The reason is a sentence. */
  public static Finding inapplicable(Check check, String reason) {
    return skip(check, Skip.INAPPLICABLE, reason).build();
  }

  /**
   * Not run because it could not be measured. Whether the verdict is sound without it, the runner
   * decides (see {@link Skip}).
   */
  public static Finding unmeasured(Check check, String reason) {
    return skip(check, Skip.UNMEASURED, reason).build();
  }

  /** As above, with what the user can do to have it measured: a sentence. */
  public static Finding unmeasured(Check check, String reason, String fix) {
    return skip(check, Skip.UNMEASURED, reason).fix(fix).build();
  }

  /** Not run, because of what another finding says. */
  public static Finding caused(Check check, String cause, String reason) {
    return skip(check, Skip.CAUSED, reason).causedBy(cause).build();
  }

  private static Finding.Builder skip(Check check, Skip kind, String reason) {
    return Finding.of(check.info().rule(), Status.SKIP, "Not checked").skipped(kind).why(reason);
  }

  /** Not run, because there is no learning rate to judge; see {@link Lab#hasLearningRate}. */
  public static Finding skipWithoutRate(Check check, Lab lab) {
    double rate = lab.learningRate();
    return unmeasured(
        check,
        Double.isNaN(rate)
            ? Sentence.of(
                "The learning rate could not be read%s.",
                lab.graph().unknownRate().map(why -> ": " + why).orElse(""))
            : Sentence.of("The learning rate is %s.", rate),
        """
        Give --learning-rate RATE, or feed what the graph's own hangs on ("feeds" in the \
        descriptor).""");
  }

  /** A copy to change; every part is taken over, the status and title replaced. */
  public static Finding.Builder copy(Finding f, Status status, String title) {
    return Finding.of(f.id(), status, title)
        .name(f.name())
        .measured(f.measured())
        .expected(f.expected())
        .unit(f.unit())
        .where(f.where())
        .why(f.why())
        .fix(f.fix())
        .silence(f.silence())
        .skipped(status == Status.SKIP ? f.skipped() : null)
        .causedBy(f.causedBy())
        .source(f.source())
        .seconds(f.seconds());
  }

  /** Whether the finding says that something is or may be wrong. */
  public static boolean isBad(Finding f) {
    return f.status() == Status.FAIL || f.status() == Status.WARN;
  }
}
