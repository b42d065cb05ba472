package dev.preflight.recipe.stages;

import dev.preflight.reports.Advice;
import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Measure;
import dev.preflight.reports.Pictures;
import dev.preflight.reports.Report;
import dev.preflight.reports.Table;
import dev.preflight.reports.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stage came to, as it is kept on disk.
 *
 * @param key all that determines it: it is made again where that changed
 * @param summary one or two sentences
 * @param advice what to do about it, sentences
 * @param measures what the trained net reaches, of the stage that trains it
 * @param facts what later stages go on with
 * @param seconds it took
 */
record StageOutcome(
    String key,
    Stage stage,
    String summary,
    List<String> advice,
    List<Finding> findings,
    List<Chart> charts,
    List<Table> tables,
    List<Pictures> pictures,
    List<Measure> measures,
    Facts facts,
    double seconds) {

  /**
   * What is known so far.
   *
   * @param rate for a constant rate; null if unknown
   * @param peak for a schedule that decays; null if unknown
   * @param weightDecay null for the optimizer's own
   * @param schedule with its peak; null if none was chosen
   */
  record Facts(
      @Nullable Double rate,
      @Nullable Double peak,
      @Nullable Double weightDecay,
      @Nullable String schedule) {

    static final Facts NONE = new Facts(null, null, null, null);

    Facts withRates(@Nullable Double newRate, @Nullable Double newPeak) {
      return new Facts(newRate, newPeak, weightDecay, schedule);
    }

    Facts withPeak(double value, @Nullable Double decay) {
      return new Facts(rate, value, decay, schedule);
    }

    Facts withSchedule(String value) {
      return new Facts(rate, peak, weightDecay, value);
    }
  }

  /** Copies. */
  StageOutcome {
    advice = List.copyOf(advice);
    findings = List.copyOf(findings);
    charts = List.copyOf(charts);
    tables = List.copyOf(tables);
    pictures = List.copyOf(pictures);
    measures = List.copyOf(measures);
  }

  /** Of a report, whose charts and tables get the stage's name before theirs. */
  static StageOutcome of(String key, Stage stage, Report<?> report, Facts facts, double seconds) {
    String before = stage.word() + "-";
    List<Chart> charts = new ArrayList<>();
    for (Chart c : report.charts()) {
      charts.add(c.named(before + c.id(), c.title()));
    }
    List<Table> tables = new ArrayList<>();
    for (Table t : report.tables()) {
      tables.add(new Table(before + t.id(), t.title(), t.columns(), t.rows()));
    }
    return new StageOutcome(
        key,
        stage,
        report.summary(),
        report.next().stream().map(Advice::text).toList(),
        report.findings(),
        charts,
        tables,
        report.pictures(),
        stage == Stage.TRAIN ? report.measures() : List.of(),
        facts,
        seconds);
  }

  Verdict verdict() {
    return Verdict.of(findings, false);
  }

  boolean failed() {
    return verdict() == Verdict.FAIL;
  }
}
