package dev.preflight.reports.compare;

import dev.preflight.reports.Finding;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.ResultDocument.Ending;
import dev.preflight.reports.Status;
import dev.preflight.reports.Verdict;
import java.util.List;

/** What one result holds against a run that another did not. Findings belong together by id. */
public final class NewFindings {

  private NewFindings() {}

  /** Findings that are worse than the worst of their id was before, in order. */
  public static List<Finding> since(ResultDocument before, ResultDocument now) {
    return now.findings().stream()
        .filter(f -> severity(f.status()) > worst(before, f.id()))
        .toList();
  }

  /**
   * The verdict on what is new alone: failures and warnings that were there before are let pass.
   * What was not measured stays incomplete.
   */
  public static Verdict verdict(ResultDocument before, ResultDocument now) {
    List<Finding> counted =
        now.findings().stream()
            .map(f -> severity(f.status()) <= worst(before, f.id()) ? knownAs(f) : f)
            .toList();
    return Verdict.of(counted, now.status() == Ending.INTERRUPTED);
  }

  /** What was bad before stays something that was judged, so that not all seem left out. */
  private static Finding knownAs(Finding f) {
    return severity(f.status()) == 0 ? f : Finding.of(f.id(), Status.INFO, f.title()).build();
  }

  private static int worst(ResultDocument document, String id) {
    return document.findings().stream()
        .filter(f -> f.id().equals(id))
        .mapToInt(f -> severity(f.status()))
        .max()
        .orElse(0);
  }

  /** How much a finding speaks against a run. */
  static int severity(Status status) {
    return switch (status) {
      case FAIL -> 2;
      case WARN -> 1;
      case PASS, INFO, SKIP, ERROR -> 0;
    };
  }
}
