package dev.preflight.sanity;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import dev.preflight.sanity.check.Findings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weighs a symptom against evidence: an initial loss out of the ordinary (G02) does not forbid a
 * run where training itself was tried and went well.
 */
final class LoneSymptom {

  private static final String SYMPTOM = "G02";

  /** Memorizing with a known optimizer and with the user's, and a short ordinary run. */
  private static final List<String> EVIDENCE = List.of("M01", "M02", "R01");

  private LoneSymptom() {}

  /** The findings, the symptom as a warning where all the evidence passes. */
  static Map<String, Finding> weighed(Map<String, Finding> findings) {
    Finding symptom = findings.get(SYMPTOM);
    boolean trains =
        EVIDENCE.stream()
            .map(findings::get)
            .allMatch(finding -> finding != null && finding.status() == Status.PASS);
    if (symptom == null || symptom.status() != Status.FAIL || !trains) {
      return findings;
    }
    Map<String, Finding> weighed = new LinkedHashMap<>(findings);
    String title = symptom.title() + " Yet training works: M01, M02 and R01 pass.";
    weighed.put(SYMPTOM, Findings.copy(symptom, Status.WARN, title).build());
    return weighed;
  }
}
