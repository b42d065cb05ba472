package dev.preflight.sanity;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Interrupted;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Profile;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs checks in order: skips what a failure makes meaningless, survives what breaks. */
final class Runner {

  private static final int PARANOID_SEEDS = 3;

  private final TrainingGraph graph;
  private final CheckupOptions options;
  private final Progress progress;
  private final Map<String, Finding> findings = new LinkedHashMap<>();

  Runner(TrainingGraph graph, CheckupOptions options, Progress progress) {
    this.graph = graph;
    this.options = options;
    this.progress = progress;
  }

  Report<@Nullable Void> run(List<Check> checks) {
    List<Lab> labs = new ArrayList<>();
    boolean interrupted = false;
    try {
      Set<String> chosen =
          checks.stream().map(check -> check.info().id()).collect(Collectors.toSet());
      int seeds = options.profile() == Profile.PARANOID ? PARANOID_SEEDS : 1;
      for (int i = 0; i < seeds; i++) {
        labs.add(new Lab(graph, options, progress, options.seed() + i, chosen));
      }
      for (Check check : checks) {
        if (progress.cancelled()) {
          interrupted = true;
          break;
        }
        findings.put(check.info().id(), finding(check, labs));
      }
    } catch (Interrupted e) {
      interrupted = true;
    } finally {
      labs.forEach(Lab::close);
    }
    List<Finding> all = List.copyOf(LoneSymptom.weighed(findings).values());
    Conclusion conclusion = Conclusion.of(all, checks.size(), interrupted);
    return Report.withoutResult(
        all,
        labs.get(0).charts(),
        labs.get(0).tables(),
        conclusion.summary(),
        conclusion.next(),
        interrupted);
  }

  private Finding finding(Check check, List<Lab> labs) {
    String cause = cause(check);
    if (cause != null) {
      return Findings.copy(
              Findings.skip(
                  check,
                  Sentence.of(
                      "Skipped because %s failed, which probably affects this too.", cause)),
              Status.SKIP,
              Sentence.of("%s: not checked", check.info().name()))
          .causedBy(cause)
          .build();
    }
    long start = System.nanoTime();
    Finding found =
        check.seeds() == Check.Seeds.ONE || labs.size() == 1
            ? attempt(check, labs.get(0))
            : overSeeds(check, labs);
    String reason = options.allowed().get(check.info().id());
    Finding.Builder result =
        reason != null && Findings.isBad(found)
            ? Findings.copy(
                found, Status.INFO, Sentence.of("Allowed (%s): %s", reason, found.title()))
            : Findings.copy(found, found.status(), found.title());
    if (Findings.isBad(found) && reason == null) {
      result.silence(
          Sentence.of(
              "--allow %s=REASON shows this as information, with your reason", check.info().id()));
    }
    return result.seconds((System.nanoTime() - start) / 1e9).build();
  }

  /** The failure that makes a check meaningless: the first, and the first behind that one. */
  private @Nullable String cause(Check check) {
    for (String need : check.needs().stream().sorted().toList()) {
      Finding finding = findings.get(need);
      if (finding == null) {
        continue;
      }
      if (finding.status() == Status.FAIL) {
        return finding.causedBy() == null ? need : finding.causedBy();
      }
      if (finding.status() == Status.SKIP && finding.causedBy() != null) {
        return finding.causedBy();
      }
    }
    return null;
  }

  private static Finding attempt(Check check, Lab lab) {
    try {
      return check.run(lab);
    } catch (Interrupted e) {
      throw e;
    } catch (RuntimeException e) {
      return Finding.of(
              check.info().id(),
              Status.ERROR,
              Sentence.of("%s: the check itself broke", check.info().name()))
          .why(Sentence.of("%s: %s", e.getClass().getSimpleName(), e.getMessage()))
          .where(e.getStackTrace().length == 0 ? null : e.getStackTrace()[0].toString())
          .fix("Report it with the program; the other findings stand.")
          .build();
    }
  }

  /** One finding for all seeds: the worst, unless seeds disagree about a failure. */
  private static Finding overSeeds(Check check, List<Lab> labs) {
    List<Finding> all = new ArrayList<>();
    for (Lab lab : labs) {
      all.add(attempt(check, lab));
    }
    Finding worst = all.get(0);
    for (Finding finding : all) {
      if (severity(finding) > severity(worst)) {
        worst = finding;
      }
    }
    Status status = worst.status();
    long same = all.stream().filter(f -> f.status() == status).count();
    if (!Findings.isBad(worst) || same == all.size()) {
      return worst;
    }
    boolean stands = status == Status.WARN || check.seeds() == Check.Seeds.ANY;
    return Findings.copy(
            worst,
            stands ? status : Status.WARN,
            Sentence.of("%s (with %s of %s seeds)", worst.title(), same, all.size()))
        .build();
  }

  private static int severity(Finding finding) {
    return switch (finding.status()) {
      case FAIL -> 5;
      case ERROR -> 4;
      case WARN -> 3;
      case INFO -> 2;
      case SKIP -> 1;
      case PASS -> 0;
    };
  }
}
