package dev.preflight.sanity.curves;

import dev.preflight.reports.Advice;
import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Sentence;
import dev.preflight.training.events.RunLog;
import dev.preflight.training.events.Series;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges the curves of a run by what it has logged so far. */
public final class CurveWatch {

  private CurveWatch() {}

  /**
   * Judges all that was logged. Pure: the same log gives the same report.
   *
   * @throws dev.preflight.training.data.InputException if no loss is found in it
   */
  public static Report<CurvesResult> judge(RunLog log, CurveOptions options) {
    Curves curves = Curves.of(log, options);
    List<Finding> findings = new ArrayList<>();
    for (CurveRule rule : CurveRules.rules()) {
      findings.add(rule.judge(curves, options));
    }
    List<Chart> charts = CurveCharts.of(curves);
    return new Report<>(
        findings,
        charts,
        List.of(),
        summary(curves, findings),
        advice(findings),
        result(log, curves),
        false);
  }

  /**
   * What is wrong with a run that goes on: failures and warnings of the rules that do not speak of
   * its end.
   *
   * @throws dev.preflight.training.data.InputException if no loss is found in it
   */
  public static List<Finding> soFar(RunLog log, CurveOptions options) {
    Curves curves = Curves.of(log, options);
    return CurveRules.rules().stream()
        .filter(rule -> !rule.judgesTheEnd())
        .map(rule -> rule.judge(curves, options))
        .filter(f -> f.status() == Status.FAIL || f.status() == Status.WARN)
        .toList();
  }

  /**
   * Whether losses and gradients are finite so far: exact, so that it may be asked at every look.
   *
   * @throws dev.preflight.training.data.InputException if no loss is found in it
   */
  public static boolean isFinite(RunLog log, CurveOptions options) {
    Finding finite = new FiniteRule().judge(Curves.of(log, options), options);
    return finite.status() == Status.PASS;
  }

  private static String summary(Curves curves, List<Finding> findings) {
    Series loss = curves.anyLoss();
    String read =
        Sentence.of(
            "%,d points of '%s' to step %d", loss.size(), loss.name(), loss.step(loss.size() - 1));
    return findings.stream()
        .filter(f -> f.status() == Status.FAIL)
        .findFirst()
        .or(() -> findings.stream().filter(f -> f.status() == Status.WARN).findFirst())
        .map(f -> read + ". " + f.title())
        .orElseGet(() -> read + ": nothing speaks against the run.");
  }

  private static List<Advice> advice(List<Finding> findings) {
    List<Advice> advice = new ArrayList<>();
    for (Status status : List.of(Status.FAIL, Status.WARN, Status.INFO)) {
      findings.stream()
          .filter(f -> f.status() == status && f.fix() != null)
          .map(f -> Advice.of(f.id() + ": " + f.fix()))
          .forEach(advice::add);
    }
    return advice.subList(0, Math.min(3, advice.size()));
  }

  private static CurvesResult result(RunLog log, Curves curves) {
    long last =
        log.series().stream()
            .filter(s -> s.size() > 0)
            .mapToLong(s -> s.step(s.size() - 1))
            .max()
            .orElse(0);
    return new CurvesResult(
        name(curves.loss()),
        name(curves.validationLoss()),
        name(curves.metric()),
        name(curves.validationMetric()),
        name(curves.learningRate()),
        curves.others(),
        last,
        log.points(),
        log.notes());
  }

  private static @Nullable String name(@Nullable Series series) {
    return series == null ? null : series.name();
  }
}
