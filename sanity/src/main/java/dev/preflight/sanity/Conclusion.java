package dev.preflight.sanity;

import dev.preflight.reports.Advice;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Skip;
import dev.preflight.reports.Status;
import dev.preflight.reports.Verdict;
import dev.preflight.reports.text.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What follows from all findings together.
 *
 * @param summary the verdict and its first reason
 * @param next what to do now
 */
record Conclusion(String summary, List<Advice> next) {

  /**
   * Concludes.
   *
   * @param subject what was checked
   * @param findings one for each check that was planned
   * @param done how many of these checks came to their end
   */
  static Conclusion of(Subject subject, List<Finding> findings, int done, boolean interrupted) {
    List<Finding> failed = withStatus(findings, Status.FAIL);
    List<Finding> needed = findings.stream().filter(f -> f.skipped() == Skip.NEEDED).toList();
    StringBuilder summary = new StringBuilder();
    if (interrupted) {
      summary.append(Sentence.of("Interrupted after %d of %d checks. ", done, findings.size()));
    }
    if (!failed.isEmpty()) {
      summary.append("Not worth starting: ").append(failed.get(0).title());
    } else if (interrupted) {
      summary.append("Not judged: what was left can still fail.");
    } else {
      summary.append(unlessFailed(subject, findings, needed));
    }
    summary.append(' ').append(counts(findings));
    return new Conclusion(summary.toString(), next(subject, findings, failed, needed, interrupted));
  }

  private static String unlessFailed(
      Subject subject, List<Finding> findings, List<Finding> needed) {
    List<Finding> broken = withStatus(findings, Status.ERROR);
    List<Finding> warned = withStatus(findings, Status.WARN);
    if (!needed.isEmpty()) {
      return missing(needed.get(0), findings);
    }
    if (!broken.isEmpty()) {
      return "Inconclusive: " + broken.get(0).label() + ": " + broken.get(0).title();
    }
    if (Verdict.of(findings, false) == Verdict.INCOMPLETE) {
      return "Not judged: nothing could be measured.";
    }
    if (!warned.isEmpty()) {
      return "May start, but look first: " + warned.get(0).title();
    }
    return subject.fine();
  }

  /** What is missing, what to do about it, and all checks that are left out. */
  private static String missing(Finding first, List<Finding> findings) {
    String remedy = first.fix() == null ? "." : "; " + continued(first.fix()) + ".";
    List<String> out =
        findings.stream()
            .filter(f -> f.skipped() == Skip.NEEDED || f.skipped() == Skip.UNMEASURED)
            .map(Finding::label)
            .toList();
    return "Not judged: "
        + continued(first.why())
        + remedy
        + " Left out: "
        + String.join(", ", out)
        + ".";
  }

  /** A sentence as a part of another. */
  private static String continued(@Nullable String sentence) {
    if (sentence == null || sentence.isEmpty()) {
      return "it could not be measured";
    }
    String bare = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    return bare.substring(0, 1).toLowerCase(Locale.ROOT) + bare.substring(1);
  }

  private static String counts(List<Finding> findings) {
    StringJoiner parts = new StringJoiner(", ", "(", ")");
    parts.add(findings.size() + (findings.size() == 1 ? " check" : " checks"));
    for (Status status : Status.values()) {
      int count = withStatus(findings, status).size();
      if (count > 0) {
        parts.add(count + " " + word(status));
      }
    }
    return parts.toString();
  }

  private static String word(Status status) {
    return switch (status) {
      case PASS -> "passed";
      case WARN -> "to look at";
      case FAIL -> "failed";
      case INFO -> "for information";
      case SKIP -> "not checked";
      case ERROR -> "broken";
    };
  }

  private static List<Advice> next(
      Subject subject,
      List<Finding> findings,
      List<Finding> failed,
      List<Finding> needed,
      boolean interrupted) {
    List<Advice> steps = new ArrayList<>();
    List<Finding> first = new ArrayList<>(failed.isEmpty() ? needed : failed);
    if (failed.isEmpty()) {
      first.addAll(withStatus(findings, Status.WARN));
    }
    for (Finding finding : first) {
      if (finding.fix() != null && steps.size() < 3) {
        steps.add(Advice.of(finding.label() + ": " + finding.fix()));
      }
    }
    if (interrupted) {
      steps.add(Advice.of("Start the same command again: nothing of a stopped check-up is kept."));
    } else if (failed.isEmpty() && withStatus(findings, Status.ERROR).isEmpty()) {
      steps.add(subject.next());
    }
    return steps;
  }

  private static List<Finding> withStatus(List<Finding> findings, Status status) {
    return findings.stream().filter(f -> f.status() == status).toList();
  }
}
