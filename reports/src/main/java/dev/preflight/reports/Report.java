package dev.preflight.reports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a piece of work came to, in the parts of a {@link ResultDocument}, before it is known which
 * command asked for it and where it ran.
 *
 * @param <R> type of the result as scripts read it
 * @param findings what was judged, in order
 * @param charts pictures of what was measured
 * @param tables measurements behind the findings
 * @param pictures small pictures, of the data above all
 * @param suggestions rates to train with
 * @param measures numbers that another result can be held against
 * @param summary one or two sentences: the answer
 * @param next what to do now, most important first
 * @param result the typed result; null for work whose findings say it all
 * @param interrupted whether the user stopped it before the end; what there is stands
 */
public record Report<R extends @Nullable Object>(
    List<Finding> findings,
    List<Chart> charts,
    List<Table> tables,
    List<Pictures> pictures,
    List<Suggestion> suggestions,
    List<Measure> measures,
    String summary,
    List<Advice> next,
    R result,
    boolean interrupted) {

  /** Copies. */
  public Report {
    findings = List.copyOf(findings);
    charts = List.copyOf(charts);
    tables = List.copyOf(tables);
    pictures = List.copyOf(pictures);
    suggestions = List.copyOf(suggestions);
    measures = List.copyOf(measures);
    next = List.copyOf(next);
  }

  /** Without pictures, suggestions and measures. */
  public Report(
      List<Finding> findings,
      List<Chart> charts,
      List<Table> tables,
      String summary,
      List<Advice> next,
      R result,
      boolean interrupted) {
    this(
        findings,
        charts,
        tables,
        List.of(),
        List.of(),
        List.of(),
        summary,
        next,
        result,
        interrupted);
  }

  /** The same with other findings. */
  public Report<R> withFindings(List<Finding> value) {
    return new Report<>(
        value, charts, tables, pictures, suggestions, measures, summary, next, result, interrupted);
  }

  /** The same with pictures. */
  public Report<R> withPictures(List<Pictures> value) {
    return new Report<>(
        findings, charts, tables, value, suggestions, measures, summary, next, result, interrupted);
  }

  /** The same with rates to train with. */
  public Report<R> withSuggestions(List<Suggestion> value) {
    return new Report<>(
        findings, charts, tables, pictures, value, measures, summary, next, result, interrupted);
  }

  /** The same with numbers that another result can be held against. */
  public Report<R> withMeasures(List<Measure> value) {
    return new Report<>(
        findings, charts, tables, pictures, suggestions, value, summary, next, result, interrupted);
  }

  /** Of work whose findings say it all. */
  @SuppressWarnings("NullAway") // It does not see that the type of the result allows null.
  public static Report<@Nullable Void> withoutResult(
      List<Finding> findings,
      List<Chart> charts,
      List<Table> tables,
      String summary,
      List<Advice> next,
      boolean interrupted) {
    return new Report<>(findings, charts, tables, summary, next, null, interrupted);
  }

  /** The verdict that follows from the findings and from how the work ended. */
  public Verdict verdict() {
    return Verdict.of(findings, interrupted);
  }
}
