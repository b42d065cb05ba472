package dev.preflight.reports;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one command: what {@code result.json} holds and every renderer shows.
 *
 * @param schemaVersion version of this format, {@value #SCHEMA_VERSION} for documents made now
 * @param kind the command that made it, such as {@code check} or {@code lr-find}
 * @param verdict the judgement; never milder than {@link Verdict#INCOMPLETE} where evidence is
 *     missing
 * @param status whether the command ran to its end
 * @param program name of the training program judged
 * @param summary one or two sentences that say what came out
 * @param next what to do now, most important first
 * @param findings the checks, in the order they ran; one check may have several
 * @param charts pictures as data
 * @param tables rows of values
 * @param pictures small pictures, of the data above all; left out of the JSON where there are none
 * @param suggestions rates to train with; left out of the JSON where there are none
 * @param measures numbers that another result can be held against; left out of the JSON where there
 *     are none
 * @param result the command's own typed result, an immutable record or map that Jackson can write;
 *     a document that was read back holds it as maps and lists
 * @param provenance how to repeat it
 */
public record ResultDocument(
    int schemaVersion,
    String kind,
    Verdict verdict,
    Ending status,
    String program,
    String summary,
    List<NextStep> next,
    List<Finding> findings,
    List<Chart> charts,
    List<Table> tables,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Pictures> pictures,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Suggestion> suggestions,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Measure> measures,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Object result,
    Provenance provenance) {

  /** The version of the format that this class writes. */
  public static final int SCHEMA_VERSION = 2;

  /** How a command ended. In JSON the names are lower case. */
  public enum Ending {
    /** It ran to its end. */
    COMPLETE,
    /** It was stopped; what is in its document holds, but more was planned. */
    INTERRUPTED
  }

  /**
   * Validates and copies.
   *
   * <p>Version 1 had no word for missing evidence: a document of it whose verdict is milder than
   * that becomes one of this version, with the verdict {@link Verdict#INCOMPLETE}.
   */
  public ResultDocument {
    if (schemaVersion < 1 || schemaVersion > SCHEMA_VERSION) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "schemaVersion must be in [1, %d], was %d",
              SCHEMA_VERSION,
              schemaVersion));
    }
    Require.id(kind, "kind");
    Require.present(verdict, "verdict");
    Require.present(status, "status");
    Require.text(program, "program");
    Require.text(summary, "summary");
    next = Require.list(next, "next");
    findings = Require.list(findings, "findings");
    boolean missing =
        Verdict.of(findings, status == Ending.INTERRUPTED).compareTo(Verdict.INCOMPLETE) >= 0;
    if (missing && verdict.compareTo(Verdict.INCOMPLETE) < 0) {
      verdict = Verdict.INCOMPLETE;
      schemaVersion = SCHEMA_VERSION;
    }
    charts = Require.list(charts, "charts");
    tables = Require.list(tables, "tables");
    pictures = pictures == null ? List.of() : Require.list(pictures, "pictures");
    suggestions = suggestions == null ? List.of() : Require.list(suggestions, "suggestions");
    measures = measures == null ? List.of() : Require.list(measures, "measures");
    Require.present(provenance, "provenance");
    unique(charts.stream().map(Chart::id).toList(), "chart");
    unique(tables.stream().map(Table::id).toList(), "table");
    unique(measures.stream().map(Measure::name).toList(), "measure");
    unique(pictures.stream().map(Pictures::id).toList(), "pictures");
  }

  /**
   * Starts a document of a command that judged nothing yet.
   *
   * @param kind the command
   * @param program name of the training program
   * @param summary what came out
   * @param provenance how to repeat it
   * @return a builder without any other content; its verdict will be that of its findings
   */
  public static DocumentBuilder of(
      String kind, String program, String summary, Provenance provenance) {
    return new DocumentBuilder(kind, program, summary, provenance);
  }

  /**
   * Starts a document from what a command's work came to.
   *
   * @return a builder with all parts of the report but what to do next, which the command says
   */
  public static DocumentBuilder of(
      String kind, String program, Report<?> report, Provenance provenance) {
    return of(kind, program, report.summary(), provenance)
        .status(report.interrupted() ? Ending.INTERRUPTED : Ending.COMPLETE)
        .findings(report.findings())
        .charts(report.charts())
        .tables(report.tables())
        .pictures(report.pictures())
        .suggestions(report.suggestions())
        .measures(report.measures())
        .result(report.result());
  }

  /** A builder with all that this document has, its verdict included, to change some of it. */
  public DocumentBuilder with() {
    return new DocumentBuilder(schemaVersion, kind, verdict, program, summary, provenance)
        .status(status)
        .next(next)
        .findings(findings)
        .charts(charts)
        .tables(tables)
        .pictures(pictures)
        .suggestions(suggestions)
        .measures(measures)
        .result(result);
  }

  private static void unique(List<String> ids, String what) {
    Set<String> seen = new HashSet<>();
    for (String id : ids) {
      if (!seen.add(id)) {
        throw new IllegalArgumentException(what + " ids must be unique, \"" + id + "\" is not");
      }
    }
  }

  /** Whether the command was stopped before its end. */
  public boolean interrupted() {
    return status == Ending.INTERRUPTED;
  }
}
