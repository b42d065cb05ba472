package dev.preflight.reports.render;

import dev.preflight.reports.Finding;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.Skip;
import dev.preflight.reports.Status;
import dev.preflight.reports.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How every renderer orders, counts and names findings. */
final class Verdicts {
  /** What needs a reader first. */
  static final List<Status> ORDER =
      List.of(Status.FAIL, Status.ERROR, Status.WARN, Status.INFO, Status.SKIP, Status.PASS);

  private Verdicts() {}

  /** Findings by status, in {@link #ORDER}, in their own order, without empty ones. */
  static Map<Status, List<Finding>> byStatus(List<Finding> findings) {
    Map<Status, List<Finding>> groups = new EnumMap<>(Status.class);
    for (Finding finding : findings) {
      groups.computeIfAbsent(finding.status(), s -> new ArrayList<>()).add(finding);
    }
    return groups;
  }

  /**
   * What needs attention: failed, broken, needed but skipped, and warning findings, causes before
   * their effects.
   */
  static List<Finding> attention(List<Finding> findings) {
    Map<Status, List<Finding>> groups = byStatus(findings);
    List<Finding> sorted = new ArrayList<>();
    for (Status status : List.of(Status.FAIL, Status.ERROR, Status.SKIP, Status.WARN)) {
      groups.getOrDefault(status, List.of()).stream()
          .filter(finding -> status != Status.SKIP || isNeeded(finding))
          .filter(finding -> finding.causedBy() == null)
          .forEach(sorted::add);
    }
    for (Status status : List.of(Status.FAIL, Status.ERROR, Status.WARN)) {
      for (Finding finding : groups.getOrDefault(status, List.of())) {
        if (finding.causedBy() != null) {
          sorted.add(afterCause(sorted, finding), finding);
        }
      }
    }
    return sorted;
  }

  /** Whether it is missing for the verdict. */
  static boolean isNeeded(Finding finding) {
    return finding.skipped() == Skip.NEEDED;
  }

  private static int afterCause(List<Finding> sorted, Finding effect) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < sorted.size(); i++) {
      String root = sorted.get(i).causedBy();
      places.put(sorted.get(i).id(), i + 1);
      if (root != null && root.equals(effect.causedBy())) {
        places.put(root, i + 1);
      }
    }
    return places.getOrDefault(String.valueOf(effect.causedBy()), sorted.size());
  }

  /** Whether charts and tables are evidence for findings, rather than the answer itself. */
  static boolean isEvidence(ResultDocument document) {
    return document.kind().equals("check") || document.kind().equals("data");
  }

  /** Counts in words: {@code 2 failed, 1 warning, 7 passed}. */
  static String counts(List<Finding> findings) {
    Map<Status, List<Finding>> groups = byStatus(findings);
    List<String> words = new ArrayList<>();
    for (Status status : ORDER) {
      int number = groups.getOrDefault(status, List.of()).size();
      if (number > 0) {
        words.add(number + " " + word(status, number));
      }
    }
    return words.isEmpty() ? "no checks" : String.join(", ", words);
  }

  /** What a number of findings of a status are called. */
  static String word(Status status, int number) {
    return switch (status) {
      case PASS -> "passed";
      case WARN -> number == 1 ? "warning" : "warnings";
      case FAIL -> "failed";
      case INFO -> "informative";
      case SKIP -> "skipped";
      case ERROR -> "broken";
    };
  }

  /** A sign that carries the status without colour. */
  static String sign(Status status) {
    return switch (status) {
      case PASS -> "✓";
      case WARN -> "!";
      case FAIL -> "✕";
      case INFO -> "i";
      case SKIP -> "–";
      case ERROR -> "?";
    };
  }

  /** The sign of a verdict. */
  static String sign(Verdict verdict) {
    return switch (verdict) {
      case PASS -> sign(Status.PASS);
      case WARN -> sign(Status.WARN);
      case INCOMPLETE -> "…";
      case FAIL -> sign(Status.FAIL);
    };
  }

  /** The name of a constant as documents write it: lower case. */
  static String css(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT);
  }
}
