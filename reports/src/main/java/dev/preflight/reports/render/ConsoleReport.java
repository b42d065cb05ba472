package dev.preflight.reports.render;

import dev.preflight.reports.Finding;
import dev.preflight.reports.NextStep;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.Status;
import dev.preflight.reports.Suggestion;
import dev.preflight.reports.Table;
import dev.preflight.reports.Verdict;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result as a few lines for a terminal: the verdict first, what needs attention in full, the
 * rest in a line each. Layout and words of its own are ASCII.
 */
public final class ConsoleReport {
  private static final int NARROWEST = 40;
  private static final int LONGEST = 400;
  private static final int TABLE_ROWS = 10;
  private static final int LABEL = 10;
  private static final int FRAMEWORK = 18;

  /** What ANSI calls these. */
  private static final String BOLD = "1";

  private static final String DIM = "2";

  private final ResultDocument document;
  private final boolean colour;
  private final int width;
  private final StringBuilder out = new StringBuilder();

  private ConsoleReport(ResultDocument document, boolean colour, int width) {
    this.document = document;
    this.colour = colour;
    this.width = Math.max(NARROWEST, width);
  }

  /**
   * Renders a document.
   *
   * @param document what to show
   * @param colour whether to use ANSI colours; the caller knows about terminals and NO_COLOR
   * @param width columns of the terminal; less than 40 is taken as 40
   * @return lines, each ended by a line feed
   */
  public static String render(ResultDocument document, boolean colour, int width) {
    return new ConsoleReport(document, colour, width).render();
  }

  private String render() {
    head();
    List<Finding> attention = Verdicts.attention(document.findings());
    for (Finding finding : attention) {
      if (finding.causedBy() == null || !known(finding.causedBy())) {
        out.append('\n');
        full(finding);
      } else {
        wrapped(
            "  " + word(finding.status()) + " " + clean(finding.id()) + "  ",
            finding.title() + " (probably follows from " + finding.causedBy() + ")");
      }
    }
    folded();
    // A check's tables are evidence, and stay in the report; elsewhere they are the result.
    if (document.verdict() != Verdict.FAIL && !Verdicts.isEvidence(document)) {
      document.tables().forEach(this::table);
    }
    code();
    next();
    return out.toString();
  }

  private void head() {
    Verdict verdict = document.verdict();
    String name = clean(document.program()) + " " + clean(document.kind());
    out.append(paint(colour(verdict), verdict.name()))
        .append("  ")
        .append(paint(BOLD, name))
        .append('\n');
    wrapped("", document.summary());
    if (document.interrupted()) {
      wrapped("", "Interrupted: what is here holds, but more was planned.");
    }
    wrapped(
        "",
        Verdicts.counts(document.findings())
            + " in "
            + Numbers.seconds(document.provenance().seconds()));
  }

  private String label(String id) {
    return document.findings().stream()
        .filter(finding -> finding.id().equals(id))
        .findFirst()
        .map(Finding::label)
        .orElse(id);
  }

  private boolean known(@Nullable String id) {
    return document.findings().stream().anyMatch(finding -> finding.id().equals(id));
  }

  private void full(Finding finding) {
    wrapped(word(finding.status()) + " " + clean(finding.id()) + "  ", named(finding));
    measured(finding);
    part("where", finding.where());
    part("why", finding.why());
    part("fix", finding.fix());
    part("accept", finding.silence());
  }

  /** The sentence, with what it is about before it. */
  private static String named(Finding finding) {
    return finding.name() == null ? finding.title() : finding.name() + ": " + finding.title();
  }

  /** The numbers, unless the sentence already says them. */
  private void measured(Finding finding) {
    String expected = finding.expected();
    Double number = finding.measured();
    if (number == null) {
      part("expected", expected);
      return;
    }
    String measured = Numbers.format(number.doubleValue());
    boolean said = finding.title().contains(measured);
    if (said && (expected == null || finding.title().contains(expected))) {
      return;
    }
    String unit = finding.unit() == null ? "" : " " + finding.unit();
    part("measured", measured + unit + (expected == null ? "" : ", expected " + expected));
  }

  private void part(String label, @Nullable String text) {
    if (text != null && !text.isBlank()) {
      String padded = "     " + label + " ".repeat(Math.max(1, LABEL - label.length()));
      wrapped(paint(DIM, padded), text);
    }
  }

  /** What needs no attention: one line for passes, one for each of the others. */
  private void folded() {
    Map<Status, List<Finding>> groups = Verdicts.byStatus(document.findings());
    List<Finding> passed = groups.getOrDefault(Status.PASS, List.of());
    List<Finding> info = groups.getOrDefault(Status.INFO, List.of());
    List<Finding> skipped =
        groups.getOrDefault(Status.SKIP, List.of()).stream()
            .filter(finding -> !Verdicts.isNeeded(finding))
            .toList();
    if (passed.size() + info.size() + skipped.size() > 0) {
      out.append('\n');
    }
    for (Finding finding : info) {
      wrapped(word(Status.INFO) + " " + finding.id() + "  ", named(finding));
    }
    Map<String, List<Finding>> caused = new LinkedHashMap<>();
    for (Finding finding : skipped) {
      String cause = finding.causedBy();
      if (cause != null && known(cause)) {
        caused.computeIfAbsent(cause, c -> new ArrayList<>()).add(finding);
        continue;
      }
      String reason = finding.why() == null ? finding.title() : finding.why();
      String name = finding.name() == null ? "" : finding.name() + ": ";
      wrapped(word(Status.SKIP) + " " + finding.id() + "  ", name + reason);
    }
    caused.forEach(
        (cause, left) -> {
          wrapped(
              word(Status.SKIP) + " ",
              "left out because " + label(cause) + " failed, which probably affects them too:");
          columns("      ", left.stream().map(f -> clean(f.label())).toList());
        });
    if (!Verdicts.isEvidence(document)) {
      // Here a pass is the answer, and not one of two dozen mistakes that were not made.
      passed.forEach(f -> wrapped(word(Status.PASS) + " " + f.id() + "  ", named(f)));
      return;
    }
    columns(word(Status.PASS) + " ", passed.stream().map(f -> clean(f.label())).toList());
  }

  /** Short texts beside each other, in columns, read line by line. */
  private void columns(String first, List<String> texts) {
    int indent = visible(first);
    int cell = 2 + texts.stream().mapToInt(String::length).max().orElse(0);
    int across = Math.max(1, (width - indent) / Math.max(1, cell));
    for (int from = 0; from < texts.size(); from += across) {
      StringBuilder line = new StringBuilder(from == 0 ? first : " ".repeat(indent));
      for (String text : texts.subList(from, Math.min(texts.size(), from + across))) {
        line.append(text).append(" ".repeat(cell - text.length()));
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
  }

  private void table(Table table) {
    if (table.rows().size() > TABLE_ROWS) {
      return;
    }
    List<List<String>> cells = new ArrayList<>();
    cells.add(table.columns().stream().map(ConsoleReport::heading).toList());
    table
        .rows()
        .forEach(row -> cells.add(row.stream().map(c -> clean(Numbers.format(c))).toList()));
    int[] widths = new int[table.columns().size()];
    int total = 0;
    for (int column = 0; column < widths.length; column++) {
      for (List<String> row : cells) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
      total += widths[column] + 2;
    }
    if (total > width) {
      return;
    }
    out.append('\n').append(paint(BOLD, clean(table.title()))).append('\n');
    for (List<String> row : cells) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        String pad = " ".repeat(widths[column] - row.get(column).length());
        boolean numeric = table.columns().get(column).numeric();
        line.append("  ").append(numeric ? pad + row.get(column) : row.get(column) + pad);
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
  }

  private static String heading(Table.Column column) {
    String unit = column.unit() == null ? "" : " [" + clean(column.unit()) + "]";
    return clean(column.name()) + unit;
  }

  /** The first suggestion as code. */
  private void code() {
    document.suggestions().stream()
        .filter(suggestion -> !suggestion.code().isEmpty())
        .findFirst()
        .ifPresent(
            suggestion -> {
              out.append('\n')
                  .append(paint(BOLD, clean(suggestion.what()) + " as code"))
                  .append('\n');
              for (Suggestion.Snippet snippet : suggestion.code()) {
                out.append("  ")
                    .append(clean(snippet.framework()))
                    .append(" ".repeat(Math.max(1, FRAMEWORK - snippet.framework().length())))
                    .append(clean(snippet.line()))
                    .append('\n');
              }
            });
  }

  private void next() {
    if (document.next().isEmpty()) {
      return;
    }
    out.append('\n').append(paint(BOLD, "Next")).append('\n');
    for (NextStep step : document.next()) {
      wrapped("  ", step.text());
      if (step.command() != null) {
        // Never wrapped: a command is there to be copied.
        out.append("    ").append(clean(step.command())).append('\n');
      }
    }
  }

  private static String clean(String text) {
    return Text.cut(Text.line(text), LONGEST);
  }

  private String word(Status status) {
    String name = status.name();
    return paint(colour(status), name) + " ".repeat(5 - name.length());
  }

  private static String colour(Status status) {
    return switch (status) {
      case FAIL -> "1;31";
      case WARN, ERROR -> "1;33";
      case PASS -> "1;32";
      case INFO -> "36";
      case SKIP -> DIM;
    };
  }

  private static String colour(Verdict verdict) {
    return switch (verdict) {
      case FAIL -> colour(Status.FAIL);
      case INCOMPLETE -> "1;37";
      case WARN -> colour(Status.WARN);
      case PASS -> colour(Status.PASS);
    };
  }

  /** Text after the numbers of an ANSI sequence. */
  private String paint(String code, String text) {
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /** Text after a prefix, broken at spaces, later lines indented to where the first began. */
  private void wrapped(String prefix, String text) {
    int indent = visible(prefix);
    StringBuilder line = new StringBuilder(prefix);
    int length = indent;
    boolean empty = true;
    for (String word : clean(text).split(" ", -1)) {
      int needed = word.codePointCount(0, word.length());
      if (!empty && length + 1 + needed > width) {
        out.append(line).append('\n');
        line = new StringBuilder(" ".repeat(indent));
        length = indent;
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      length += needed + (empty ? 0 : 1);
      empty = false;
    }
    out.append(line).append('\n');
  }

  private static int visible(String text) {
    return text.replaceAll("\u001b\\[[0-9;]*m", "").length();
  }
}
