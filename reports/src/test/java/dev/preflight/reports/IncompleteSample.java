package dev.preflight.reports;

import java.util.List;

/** A check-up that could not judge the rate it was to judge. */
public final class IncompleteSample {
  private IncompleteSample() {}

  /** With a core check that is missing, one that does not apply, and a warning beside. */
  public static ResultDocument check() {
    return ResultDocument.of(
            "check",
            "mlp",
            "Not judged: the learning rate could not be read; give --learning-rate RATE. Left out:"
                + " M02, M06.",
            Samples.provenance("./preflight check net.json"))
        .next(
            List.of(
                new NextStep("M02: Give --learning-rate RATE.", null),
                new NextStep("Find the rate.", "./preflight lr-find net.json")))
        .findings(
            List.of(
                Finding.of("D01", Status.PASS, "All values are finite.").build(),
                Finding.of("D05", Status.SKIP, "Class balance: not checked")
                    .skipped(Skip.INAPPLICABLE)
                    .why("The labels are numbers to predict, not classes.")
                    .build(),
                Finding.of("D08", Status.WARN, "800 validation items are few.")
                    .fix("Validate with 4,000.")
                    .build(),
                Finding.of("M02", Status.SKIP, "Memorizing with your optimizer: not checked")
                    .skipped(Skip.NEEDED)
                    .why("The learning rate could not be read.")
                    .fix("Give --learning-rate RATE.")
                    .build(),
                Finding.of("M06", Status.SKIP, "Learning-rate range: not checked")
                    .skipped(Skip.UNMEASURED)
                    .why("The learning rate could not be read.")
                    .fix("Give --learning-rate RATE.")
                    .build()))
        .build();
  }

  /** The same stopped after its first check. */
  public static ResultDocument interrupted() {
    ResultDocument whole = check();
    return ResultDocument.of(
            "check",
            "mlp",
            "Interrupted after 1 of 2 checks. Not judged: what was left can still fail.",
            whole.provenance())
        .status(ResultDocument.Ending.INTERRUPTED)
        .findings(List.of(whole.findings().get(0), whole.findings().get(4)))
        .build();
  }
}
