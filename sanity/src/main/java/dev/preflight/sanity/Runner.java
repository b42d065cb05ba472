package dev.preflight.sanity;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Skip;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Allowance;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Interrupted;
import dev.preflight.training.data.InputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs checks in order: skips what a failure makes meaningless, survives what breaks. */
final class Runner {

  private static final String STOPPED = "Stopped before it was measured.";

  private final Subject subject;
  private final CheckupOptions options;
  private final Placed progress;
  private final Map<String, Finding> findings = new LinkedHashMap<>();
  private final long started = System.nanoTime();

  Runner(Subject subject, CheckupOptions options, Placed progress) {
    this.subject = subject;
    this.options = options;
    this.progress = progress;
  }

  Report<@Nullable Void> run(List<Check> checks) {
    boolean interrupted = false;
    boolean outOfTime = false;
    try {
      String cost = subject.cost(checks);
      if (!cost.isEmpty()) {
        progress.note(cost);
      }
      for (Check check : checks) {
        if (progress.cancelled()) {
          interrupted = true;
          break;
        }
        progress.at(findings.size() + 1, checks.size());
        findings.put(check.info().id(), finding(check));
      }
    } catch (Interrupted e) {
      outOfTime = e.outOfTime();
      interrupted = !outOfTime;
    }
    int done = findings.size();
    String enough = enough(checks);
    for (Check check : checks) {
      Finding left = outOfTime ? late(check, enough) : Findings.unmeasured(check, STOPPED);
      findings.putIfAbsent(check.info().id(), left);
    }
    List<Finding> whole = List.copyOf(LoneSymptom.weighed(findings).values());
    // The user who stopped knows what is missing: all that was left.
    List<Finding> all = interrupted ? whole : Core.marked(whole);
    Conclusion conclusion = Conclusion.of(subject, all, done, interrupted);
    List<Chart> charts = new ArrayList<>(subject.data().charts());
    charts.addAll(subject.charts());
    return Report.withoutResult(
            all,
            charts,
            subject.data().tables(),
            conclusion.summary() + subject.told(),
            conclusion.next(),
            interrupted)
        .withPictures(subject.data().pictures());
  }

  /** What was not begun, for it would not come to its end. */
  private Finding tooLong(Check check, Duration needed) {
    Finding left =
        Findings.unmeasured(
            check,
            Sentence.of(
                "It would take about %s here, and less is left of the time limit of %s.",
                Times.rounded(needed), Times.rounded(options.timeLimit())),
            Sentence.of("Give it time with --timeout %s.", Times.option(needed.plus(spent()))));
    return Findings.copy(left, left.status(), left.title()).skipped(Skip.NEEDED).build();
  }

  /** What the time limit left out; no verdict is sound without it, for the user asked for it. */
  private Finding late(Check check, String enough) {
    Finding left =
        Findings.unmeasured(
            check,
            Sentence.of(
                "The time limit of %s passed before it was measured.",
                Times.rounded(options.timeLimit())),
            Sentence.of(
                "Give a longer --timeout, such as %s, or do less with --profile quick or --only.",
                enough));
    return Findings.copy(left, left.status(), left.title()).skipped(Skip.NEEDED).build();
  }

  private Finding finding(Check check) {
    String cause = cause(check);
    if (cause != null) {
      return Findings.caused(
          check,
          cause,
          Sentence.of("Skipped because %s failed, which probably affects this too.", label(cause)));
    }
    Duration usual = subject.usual(check);
    if (usual.compareTo(subject.left()) > 0 && !usual.isZero()) {
      return tooLong(check, usual);
    }
    long start = System.nanoTime();
    Finding found =
        check.seeds() == Check.Seeds.ONE || subject.seeds() == 1
            ? attempt(check, 0)
            : overSeeds(check);
    Finding.Builder result =
        Findings.isBad(found)
            ? bad(found, options.allowed().get(found.id()))
            : Findings.copy(found, found.status(), found.title());
    return result.seconds((System.nanoTime() - start) / 1e9).build();
  }

  /** What is wrong, as information where the user allows it. */
  private static Finding.Builder bad(Finding found, @Nullable Allowance allowance) {
    if (allowance == null) {
      return Findings.copy(found, found.status(), found.title())
          .silence(
              Sentence.of(
                  "--allow %s=REASON shows this as information, with your reason", found.id()));
    }
    String until = allowance.until() == null ? "" : " until " + allowance.until();
    String reason = allowance.reason();
    if (!allowance.expired()) {
      return Findings.copy(
          found, Status.INFO, Sentence.of("Allowed%s (%s): %s", until, reason, found.title()));
    }
    return Findings.copy(
            found,
            found.status(),
            Sentence.of("No longer allowed, only%s (%s): %s", until, reason, found.title()))
        .silence(
            Sentence.of("--allow %s:DATE=REASON with a later date allows it again", found.id()));
  }

  /** A limit that would have been long enough for what is left too, as an option takes it. */
  private String enough(List<Check> checks) {
    Duration needed = spent();
    for (Check check : checks) {
      if (!findings.containsKey(check.info().id())) {
        needed = needed.plus(subject.usual(check));
      }
    }
    return Times.option(needed);
  }

  private Duration spent() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  private String label(String id) {
    Finding finding = findings.get(id);
    return finding == null ? id : finding.label();
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

  private Finding attempt(Check check, int lab) {
    try {
      return subject.run(check, lab);
    } catch (Interrupted e) {
      throw e;
    } catch (InputException e) {
      return unreadable(check, e);
    } catch (RuntimeException e) {
      return Finding.of(check.info().rule(), Status.ERROR, "The check itself broke")
          .why(Sentence.of("%s: %s", e.getClass().getSimpleName(), e.getMessage()))
          .where(e.getStackTrace().length == 0 ? null : e.getStackTrace()[0].toString())
          .fix("Report it with the program; the other findings stand.")
          .build();
    }
  }

  /** What the user gave cannot be read or run after all: their fault, and none of the check's. */
  private static Finding unreadable(Check check, InputException fault) {
    return Findings.fail(
            check, Sentence.of("%s: %s", check.info().name(), String.valueOf(fault.getMessage())))
        .why("The check met input that cannot be used, where a training run would meet it too.")
        .fix(fault.hint().isEmpty() ? "Replace or remove it." : fault.hint())
        .build();
  }

  /** One finding for all seeds: the worst, unless seeds disagree about a failure. */
  private Finding overSeeds(Check check) {
    List<Finding> all = new ArrayList<>();
    for (int lab = 0; lab < subject.seeds(); lab++) {
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
