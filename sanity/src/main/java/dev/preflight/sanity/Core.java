package dev.preflight.sanity;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Skip;
import dev.preflight.reports.Status;
import dev.preflight.sanity.check.Findings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The checks that no verdict is sound without: that the data can be read, that the labels fit, that
 * the loss is sound and that the net learns a batch with the optimizer it is to be trained with.
 */
final class Core {

  /** Core checks, each with those that show as much or more in its stead. */
  private static final Map<String, Set<String>> STAND_INS =
      Map.of(
          "D01", Set.of(),
          "D03", Set.of(),
          "G02", Set.of("G05"),
          "G05", Set.of("G02"),
          "M01", Set.of("M02"),
          "M02", Set.of());

  private Core() {}

  /** The findings, those of core checks that could not be measured marked as needed. */
  static List<Finding> marked(List<Finding> findings) {
    Set<String> measured =
        findings.stream()
            .filter(f -> f.status() != Status.SKIP && f.status() != Status.ERROR)
            .map(Finding::id)
            .collect(Collectors.toSet());
    return findings.stream().map(finding -> marked(finding, measured)).toList();
  }

  private static Finding marked(Finding finding, Set<String> measured) {
    Set<String> instead = STAND_INS.get(finding.id());
    boolean missing =
        instead != null
            && finding.skipped() == Skip.UNMEASURED
            && instead.stream().noneMatch(measured::contains);
    return missing
        ? Findings.copy(finding, finding.status(), finding.title()).skipped(Skip.NEEDED).build()
        : finding;
  }
}
