package dev.preflight.reports;

import dev.preflight.reports.ResultDocument.Ending;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the content of a document; {@link ResultDocument#of} and its like start one. */
public final class DocumentBuilder {
  private final int schemaVersion;
  private final String kind;
  private final @Nullable Verdict verdict;
  private final Provenance provenance;
  private String program;
  private String summary;
  private Ending status = Ending.COMPLETE;
  private List<NextStep> next = List.of();
  private List<Finding> findings = List.of();
  private List<Chart> charts = List.of();
  private List<Table> tables = List.of();
  private List<Pictures> pictures = List.of();
  private List<Suggestion> suggestions = List.of();
  private List<Measure> measures = List.of();
  private @Nullable Object result;

  DocumentBuilder(String kind, String program, String summary, Provenance provenance) {
    this(ResultDocument.SCHEMA_VERSION, kind, null, program, summary, provenance);
  }

  /** Without a verdict the findings decide. */
  DocumentBuilder(
      int schemaVersion,
      String kind,
      @Nullable Verdict verdict,
      String program,
      String summary,
      Provenance provenance) {
    this.schemaVersion = schemaVersion;
    this.kind = kind;
    this.verdict = verdict;
    this.program = program;
    this.summary = summary;
    this.provenance = provenance;
  }

  /** Sets the name of the training program. */
  public DocumentBuilder program(String value) {
    program = value;
    return this;
  }

  /** Sets the sentences that say what came out. */
  public DocumentBuilder summary(String value) {
    summary = value;
    return this;
  }

  /** Sets how the command ended; unless set it is complete. */
  public DocumentBuilder status(Ending value) {
    status = value;
    return this;
  }

  /** Sets what to do now. */
  public DocumentBuilder next(List<NextStep> value) {
    next = value;
    return this;
  }

  /** Sets the findings. */
  public DocumentBuilder findings(List<Finding> value) {
    findings = value;
    return this;
  }

  /** Sets the charts. */
  public DocumentBuilder charts(List<Chart> value) {
    charts = value;
    return this;
  }

  /** Sets the tables. */
  public DocumentBuilder tables(List<Table> value) {
    tables = value;
    return this;
  }

  /** Sets the pictures. */
  public DocumentBuilder pictures(List<Pictures> value) {
    pictures = value;
    return this;
  }

  /** Sets the rates to train with. */
  public DocumentBuilder suggestions(List<Suggestion> value) {
    suggestions = value;
    return this;
  }

  /** Sets numbers that another result can be held against. */
  public DocumentBuilder measures(List<Measure> value) {
    measures = value;
    return this;
  }

  /** Sets the command's own result. */
  public DocumentBuilder result(@Nullable Object value) {
    result = value;
    return this;
  }

  /** Makes the document; throws {@link IllegalArgumentException} if a part breaks its rule. */
  public ResultDocument build() {
    return new ResultDocument(
        schemaVersion,
        kind,
        verdict == null ? Verdict.of(findings, status == Ending.INTERRUPTED) : verdict,
        status,
        program,
        summary,
        next,
        findings,
        charts,
        tables,
        pictures,
        suggestions,
        measures,
        result,
        provenance);
  }
}
