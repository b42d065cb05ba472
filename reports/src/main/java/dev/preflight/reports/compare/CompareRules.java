package dev.preflight.reports.compare;

import dev.preflight.reports.Rule;
import java.util.List;

/** What is told of the difference between results. */
public final class CompareRules {

  private static final String SOURCE = "by id; exact";

  static final Rule NEW =
      new Rule(
          "V01",
          "new findings",
          "failures and warnings that the first result did not have",
          """
          A finding is new in a result if it is worse than any of the same id in the first one. A \
          new failure fails, a new warning warns; what was there before is let pass.""",
          SOURCE);

  static final Rule GONE =
      new Rule(
          "V02",
          "findings that went",
          "failures and warnings of the first result that a later one no longer has",
          """
          A check that did not run in the later result is not gone, and is said so.""",
          SOURCE);

  static final Rule CONFIGURATION =
      new Rule(
          "V03",
          "configuration",
          "which options, versions and machines differ",
          "All options in force, the program's fingerprint, versions, device and seed.",
          "exact");

  static final Rule DATA =
      new Rule(
          "V04",
          "same data",
          "results on other data, whose numbers must not be compared",
          """
          Compares the fingerprints of the data. Where they differ, losses and metrics differ for \
          that reason alone, and their curves are not drawn into one picture.""",
          "SHA-256 of the data, exact");

  static final Rule DIFFERENCE =
      new Rule(
          "V05",
          "differences of numbers",
          "whether losses and metrics differ by more than chance",
          """
          The later number minus the first with its 95 % interval: of accuracies on the same \
          items by which items changed (Agresti and Min); of means over seeds by Student's test, in \
          pairs where the seeds are the same, else Welch's. An interval with zero is a tie. One run \
          each has no interval, and is said so. On other data nothing is compared.""",
          "Agresti and Min, Statistics in Medicine 24 (2005); Welch, Biometrika 34 (1947)");

  private CompareRules() {}

  /** All of them, by id. */
  public static List<Rule> all() {
    return List.of(NEW, GONE, CONFIGURATION, DATA, DIFFERENCE);
  }
}
