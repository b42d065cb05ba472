package dev.preflight.sanity.check;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;

/** Makes findings, and findings from findings. */
public final class Findings {

  /** The catalogue that most rules come from. */
  public static final String CATALOGUE = "Preflight catalogue of checks";

  private Findings() {}

  /** A start of a finding that all is well. */
  public static Finding.Builder pass(Check check, String title) {
    return Finding.of(check.info().id(), Status.PASS, title);
  }

  /** A start of a finding to look at. */
  public static Finding.Builder warn(Check check, String title) {
    return Finding.of(check.info().id(), Status.WARN, title);
  }

  /** A start of a finding that speaks against the run. */
  public static Finding.Builder fail(Check check, String title) {
    return Finding.of(check.info().id(), Status.FAIL, title);
  }

  /** A start of a finding for information. */
  public static Finding.Builder info(Check check, String title) {
    return Finding.of(check.info().id(), Status.INFO, title);
  }

  /** Not run; the reason is a sentence. */
  public static Finding skip(Check check, String reason) {
    return Finding.of(check.info().id(), Status.SKIP, check.info().name() + ": not checked")
        .why(reason)
        .build();
  }

  /** Not run, with what the user can do to have it run. */
  public static Finding skip(Check check, String reason, String fix) {
    return Finding.of(check.info().id(), Status.SKIP, check.info().name() + ": not checked")
        .why(reason)
        .fix(fix)
        .build();
  }

  /** Not run, because there is no learning rate to judge; see {@link Lab#hasLearningRate}. */
  public static Finding skipWithoutRate(Check check, Lab lab) {
    return skip(
        check,
        Sentence.of(
            "Not judged, for no learning rate is known: %s.",
            lab.graph()
                .unknownRate()
                .orElse(Sentence.of("it is %s", Numbers.format(lab.learningRate())))),
        """
        Give the rate you mean to train with (--learning-rate), or feed what the graph's own hangs \
        on ("feeds" in the descriptor).""");
  }

  /** A copy to change; every part is taken over, the status and title replaced. */
  public static Finding.Builder copy(Finding f, Status status, String title) {
    return Finding.of(f.id(), status, title)
        .measured(f.measured())
        .expected(f.expected())
        .unit(f.unit())
        .where(f.where())
        .why(f.why())
        .fix(f.fix())
        .silence(f.silence())
        .causedBy(f.causedBy())
        .source(f.source())
        .seconds(f.seconds());
  }

  /** Whether the finding says that something is or may be wrong. */
  public static boolean isBad(Finding f) {
    return f.status() == Status.FAIL || f.status() == Status.WARN;
  }
}
