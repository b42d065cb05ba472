package dev.preflight.reports.render;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Pictures;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.Status;
import dev.preflight.reports.Table;
import dev.preflight.reports.Verdict;
import dev.preflight.reports.chart.ChartSvg;
import dev.preflight.reports.text.Numbers;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the HTML templates show: documents with every choice made, every id given and every number
 * written, so that the templates only place them.
 *
 * @param title title of the window
 * @param verdict the worst of all verdicts
 * @param policy the content security policy
 * @param style the style sheet
 * @param script the script
 * @param suggestions the rates that the documents suggest, or {@code null} where there are less
 *     than two
 * @param sections one per document
 */
record Page(
    String title,
    Verdict verdict,
    String policy,
    String style,
    String script,
    @Nullable Grid suggestions,
    List<Section> sections) {

  /** Whether the page shows more than one document. */
  boolean merged() {
    return sections.size() > 1;
  }

  /**
   * One document.
   *
   * @param id anchor
   * @param document the document itself, for what needs no preparation
   * @param counts findings per status, in the order of {@link Verdicts#ORDER}, without empty ones
   * @param first the findings to look at first
   * @param checks all findings, to go through by name; empty where there are few
   * @param more how many more findings need attention
   * @param figures its charts
   * @param tables its tables
   * @param albums its pictures
   * @param groups all findings by status
   * @param facts provenance
   * @param config options in force
   * @param result its typed result as JSON, or {@code null} if it has none or it is too large
   */
  record Section(
      String id,
      ResultDocument document,
      List<Count> counts,
      List<Item> first,
      List<Item> checks,
      int more,
      List<Figure> figures,
      List<Grid> tables,
      List<Album> albums,
      List<Group> groups,
      Map<String, String> facts,
      Map<String, String> config,
      @Nullable String result) {}

  /** How many findings have a status; the anchor leads to them. */
  record Count(Status status, int number, String anchor) {}

  /**
   * A finding with its anchor.
   *
   * @param anchor id of the element
   * @param finding the finding
   * @param cause anchor of the finding that probably caused it, or {@code null}
   * @param link address of its source if that is a link, or {@code null}
   */
  record Item(String anchor, Finding finding, @Nullable String cause, @Nullable String link) {
    /** The number measured with its unit, or {@code null}. */
    @Nullable String measured() {
      Double measured = finding.measured();
      if (measured == null) {
        return null;
      }
      String unit = finding.unit();
      return Numbers.format(measured.doubleValue()) + (unit == null ? "" : " " + unit);
    }
  }

  /** Findings of one status. */
  record Group(String anchor, Status status, List<Item> items) {
    /** Whether the group is folded at first: nobody has to act on it. */
    boolean folded() {
      return status == Status.PASS || status == Status.SKIP;
    }
  }

  /**
   * A chart, drawn.
   *
   * @param id anchor
   * @param chart the chart itself
   * @param drawings the pictures, each for a width of the page; empty if drawing failed
   * @param lead whether it goes across the page where that is wide
   * @param data its numbers
   * @param note why there is no picture, or {@code null}
   */
  record Figure(
      String id,
      Chart chart,
      List<Drawn> drawings,
      boolean lead,
      Grid data,
      @Nullable String note) {}

  /**
   * A picture of a chart.
   *
   * @param width the class that says for which width of the page it is
   * @param svg the picture
   * @param legend keys and remarks
   */
  record Drawn(String width, String svg, List<ChartSvg.Legend> legend) {}

  /**
   * Pictures with their anchor.
   *
   * @param id anchor
   * @param pictures the pictures themselves
   */
  record Album(String id, Pictures pictures) {

    /** How many screen pixels a pixel of these pictures takes: tiny ones are enlarged. */
    int zoom() {
      int side =
          pictures.items().stream().mapToInt(p -> Math.max(p.width(), p.height())).max().orElse(1);
      return Math.max(1, ENLARGED / side);
    }

    private static final int ENLARGED = 96;
  }

  /**
   * A table, written.
   *
   * @param id anchor
   * @param title caption
   * @param columns headings
   * @param rows cells as text
   * @param left how many rows are in the document but not here
   */
  record Grid(
      String id, String title, List<Table.Column> columns, List<List<String>> rows, int left) {

    /** Whether a telephone shows each row as a card, for it has no room for so many columns. */
    boolean stacked() {
      return columns.size() > BESIDE;
    }

    private static final int BESIDE = 3;
  }
}
