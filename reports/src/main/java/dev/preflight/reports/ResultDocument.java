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
 * @param verdict the judgement
 * @param status {@value #COMPLETE} or {@value #INTERRUPTED}
 * @param program name of the training program judged
 * @param summary one or two sentences that say what came out
 * @param next what to do now, most important first
 * @param findings the checks, in the order they ran; one check may have several
 * @param charts pictures as data
 * @param tables rows of values
 * @param result the command's own typed result, an immutable record or map that Jackson can write;
 *     a document that was read back holds it as maps and lists
 * @param provenance how to repeat it
 */
public record ResultDocument(
    int schemaVersion,
    String kind,
    Verdict verdict,
    String status,
    String program,
    String summary,
    List<NextStep> next,
    List<Finding> findings,
    List<Chart> charts,
    List<Table> tables,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Object result,
    Provenance provenance) {

  /** The version of the format that this class writes. */
  public static final int SCHEMA_VERSION = 1;

  /** Status of a document whose command ran to its end. */
  public static final String COMPLETE = "complete";

  /** Status of a document whose command was stopped; what is in it holds, but more was planned. */
  public static final String INTERRUPTED = "interrupted";

  /** Validates and copies. */
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
    if (!COMPLETE.equals(status) && !INTERRUPTED.equals(status)) {
      throw new IllegalArgumentException(
          "status must be \"complete\" or \"interrupted\", was \"" + status + '"');
    }
    Require.text(program, "program");
    Require.text(summary, "summary");
    next = Require.list(next, "next");
    findings = Require.list(findings, "findings");
    charts = Require.list(charts, "charts");
    tables = Require.list(tables, "tables");
    Require.present(provenance, "provenance");
    unique(charts.stream().map(Chart::id).toList(), "chart");
    unique(tables.stream().map(Table::id).toList(), "table");
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
    return INTERRUPTED.equals(status);
  }
}
