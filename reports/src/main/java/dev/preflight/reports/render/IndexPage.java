package dev.preflight.reports.render;

import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.text.Text;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.util.Comparator;
import java.util.List;

/** A page that lists reports, the newest first. */
public final class IndexPage {

  private static final Comparator<Entry> NEWEST =
      Comparator.comparing((Entry e) -> e.document().provenance().started())
          .reversed()
          .thenComparing(Entry::link);

  private IndexPage() {}

  /**
   * One report.
   *
   * @param link its address, relative to this page
   * @param document what it shows
   */
  public record Entry(String link, ResultDocument document) {}

  /** What the template shows. */
  record View(String policy, String style, List<Entry> entries) {}

  /**
   * Renders the page; the same entries give the same bytes.
   *
   * @param entries in any order, possibly none
   */
  @SuppressWarnings("NullAway") // jte takes null for "no interceptor".
  public static String render(List<Entry> entries) {
    List<Entry> sorted =
        entries.stream()
            .map(e -> new Entry(e.link(), Shortened.of(e.document())))
            .sorted(NEWEST)
            .toList();
    StringOutput out = new StringOutput();
    JteindexGenerated.render(
        new OwaspHtmlTemplateOutput(out),
        null,
        new View(HtmlReport.policy(), HtmlReport.STYLE, sorted));
    return Text.clean(out.toString());
  }
}
