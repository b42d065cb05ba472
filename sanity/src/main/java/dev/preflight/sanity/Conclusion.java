package dev.preflight.sanity;

import dev.preflight.reports.Advice;
import dev.preflight.reports.Call;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import dev.preflight.reports.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * What follows from all findings together.
 *
 * @param summary the verdict and its first reason
 * @param next what to do now
 */
record Conclusion(String summary, List<Advice> next) {

  static Conclusion of(List<Finding> findings, int planned, boolean interrupted) {
    List<Finding> failed = withStatus(findings, Status.FAIL);
    List<Finding> warned = withStatus(findings, Status.WARN);
    List<Finding> broken = withStatus(findings, Status.ERROR);
    StringBuilder summary = new StringBuilder();
    if (interrupted) {
      summary
          .append("Interrupted after ")
          .append(findings.size())
          .append(" of ")
          .append(planned)
          .append(" checks. ");
    }
    if (!failed.isEmpty()) {
      summary.append("Not worth starting: ").append(failed.get(0).title());
    } else if (!warned.isEmpty()) {
      summary.append("May start, but look first: ").append(warned.get(0).title());
    } else if (!broken.isEmpty()) {
      summary.append("Inconclusive: ").append(broken.get(0).title());
    } else {
      summary.append("Nothing found that speaks against starting the run.");
    }
    summary.append(' ').append(counts(findings));
    return new Conclusion(
        summary.toString(), next(failed, warned, broken.isEmpty() && !interrupted));
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

  private static List<Advice> next(List<Finding> failed, List<Finding> warned, boolean complete) {
    List<Advice> steps = new ArrayList<>();
    for (Finding finding : failed.isEmpty() ? warned : failed) {
      if (finding.fix() != null && steps.size() < 3) {
        steps.add(Advice.of(finding.id() + ": " + finding.fix()));
      }
    }
    if (failed.isEmpty() && complete) {
      steps.add(
          new Advice("Find the learning rate for the length of your run.", Call.of(Verb.LR_FIND)));
    }
    return steps;
  }

  private static List<Finding> withStatus(List<Finding> findings, Status status) {
    return findings.stream().filter(f -> f.status() == status).toList();
  }
}
