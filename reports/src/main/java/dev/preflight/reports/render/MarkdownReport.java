package dev.preflight.reports.render;

import dev.preflight.reports.Finding;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.Verdict;
import dev.preflight.reports.text.Text;
import java.util.List;

/**
 * The result as Markdown for a comment on a pull request or a job summary: verdict, what needs
 * attention, next steps. Short enough for GitHub's limit of 65,536 characters.
 */
public final class MarkdownReport {
  private static final int FINDINGS = 20;
  private static final int STEPS = 5;
  private static final int LONGEST = 300;
  private static final int LONGEST_COMMAND = 1000;
  private static final int DOCUMENTS = 4;

  private MarkdownReport() {}

  /**
   * Renders documents one after the other.
   *
   * @param documents what to show
   * @return Markdown that ends with a line feed
   */
  public static String render(List<ResultDocument> documents) {
    StringBuilder out = new StringBuilder();
    documents.stream().limit(DOCUMENTS).forEach(document -> one(document, out));
    if (documents.size() > DOCUMENTS) {
      out.append(documents.size() - DOCUMENTS).append(" more results are in the report.\n");
    }
    return out.toString();
  }

  private static void one(ResultDocument document, StringBuilder out) {
    out.append("### ")
        .append(emoji(document.verdict()))
        .append(' ')
        .append(document.verdict().name())
        .append(": ")
        .append(inline(document.program()))
        .append(" (")
        .append(inline(document.kind()))
        .append(")\n\n")
        .append(inline(document.summary()))
        .append("\n\n");
    if (document.interrupted()) {
      out.append("*Interrupted: what is here holds, but more was planned.*\n\n");
    }
    out.append(Verdicts.counts(document.findings())).append(".\n\n");
    findings(Verdicts.attention(document.findings()), out);
    document.next().stream()
        .limit(STEPS)
        .forEach(
            step -> {
              out.append("- ").append(inline(step.text())).append('\n');
              if (step.command() != null) {
                out.append('\n').append(code(step.command())).append('\n');
              }
            });
    if (!document.next().isEmpty()) {
      out.append('\n');
    }
  }

  private static void findings(List<Finding> attention, StringBuilder out) {
    if (attention.isEmpty()) {
      return;
    }
    out.append("| Check | Finding | Fix |\n|---|---|---|\n");
    for (Finding finding : attention.subList(0, Math.min(FINDINGS, attention.size()))) {
      String fix = finding.fix() == null ? "" : inline(finding.fix());
      String cause =
          finding.causedBy() == null ? "" : " (probably follows from " + finding.causedBy() + ")";
      out.append("| **")
          .append(finding.status().name())
          .append("** ")
          .append(inline(finding.label()))
          .append(" | ")
          .append(inline(finding.title()))
          .append(cause)
          .append(" | ")
          .append(fix)
          .append(" |\n");
    }
    if (attention.size() > FINDINGS) {
      out.append("\n").append(attention.size() - FINDINGS).append(" more are in the report.\n");
    }
    out.append('\n');
  }

  private static String emoji(Verdict verdict) {
    return switch (verdict) {
      case PASS -> "✅";
      case WARN -> "⚠️";
      case INCOMPLETE -> "⏸️";
      case FAIL -> "❌";
    };
  }

  /** Plain text on one line: no markup, no HTML, no mention, no table cell of its own. */
  static String inline(String text) {
    StringBuilder out = new StringBuilder();
    Text.cut(Text.line(text), LONGEST)
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                // An empty comment keeps the name from being notified.
                case '@' -> out.append("@<!-- -->");
                case '\\', '`', '*', '_', '[', ']', '(', ')', '|', '#', '~', '!', '$', '{', '}' ->
                    out.append('\\').appendCodePoint(c);
                default -> out.appendCodePoint(c);
              }
            });
    return out.toString();
  }

  /** A fenced block whose fence is longer than any row of backticks inside. */
  private static String code(String text) {
    String clean = Text.clean(text);
    String shown = clean.length() > LONGEST_COMMAND ? "(long; see the report)" : clean;
    int longest = 0;
    int row = 0;
    for (int i = 0; i < shown.length(); i++) {
      row = shown.charAt(i) == '`' ? row + 1 : 0;
      longest = Math.max(longest, row);
    }
    String fence = "`".repeat(Math.max(3, longest + 1));
    return fence + "\n" + shown + "\n" + fence + "\n";
  }
}
