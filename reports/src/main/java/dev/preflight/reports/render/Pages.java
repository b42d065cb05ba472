package dev.preflight.reports.render;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Json;
import dev.preflight.reports.Provenance;
import dev.preflight.reports.Require;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.Status;
import dev.preflight.reports.Suggestion;
import dev.preflight.reports.Table;
import dev.preflight.reports.chart.ChartSvg;
import dev.preflight.reports.chart.Size;
import dev.preflight.reports.render.Page.Album;
import dev.preflight.reports.render.Page.Count;
import dev.preflight.reports.render.Page.Drawn;
import dev.preflight.reports.render.Page.Figure;
import dev.preflight.reports.render.Page.Grid;
import dev.preflight.reports.render.Page.Group;
import dev.preflight.reports.render.Page.Item;
import dev.preflight.reports.render.Page.Section;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Prepares documents for the HTML templates. */
final class Pages {

  /** A way to draw. */
  interface Drawing {
    ChartSvg.Drawing draw(Chart chart, String id, Size size);
  }

  /** Fewer findings than this need no list of their names. */
  private static final int MANY = 6;

  /** Findings shown at the top; more than three are not read. */
  private static final int FIRST = 3;

  private static final int TABLE_ROWS = 200;
  private static final int RESULT_CHARACTERS = 20_000;
  private static final int LONGEST_TITLE = 120;
  private static final int LONGEST_CELL = 300;

  private final Set<String> ids = new HashSet<>();
  private final Drawing drawing;

  Pages(Drawing drawing) {
    this.drawing = drawing;
  }

  List<Section> sections(List<ResultDocument> documents) {
    return documents.stream().map(Shortened::of).map(this::section).toList();
  }

  /** The rates of all documents in one table; null where there is nothing to set side by side. */
  @Nullable Grid suggestions(List<ResultDocument> documents) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (ResultDocument document : documents) {
      for (Suggestion suggestion : document.suggestions()) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(document.program());
        row.add(document.kind());
        row.add(suggestion.what());
        row.add(brief(suggestion.learningRate()));
        row.add(brief(suggestion.low()));
        row.add(brief(suggestion.high()));
        row.add(suggestion.basis());
        rows.add(row);
      }
    }
    return rows.size() < 2
        ? null
        : grid(
            new Table(
                "suggestions",
                "Suggested learning rates",
                List.of(
                    Table.Column.text("program"),
                    Table.Column.text("command"),
                    Table.Column.text("what"),
                    Table.Column.number("rate"),
                    Table.Column.number("as good from"),
                    Table.Column.number("to"),
                    Table.Column.text("rests on")),
                rows));
  }

  private static @Nullable String brief(@Nullable Double value) {
    return value == null ? null : Numbers.rough(value);
  }

  static String title(List<ResultDocument> documents) {
    String all =
        String.join(", ", documents.stream().map(d -> d.program() + " " + d.kind()).toList());
    return Text.cut(all, LONGEST_TITLE) + " – Preflight";
  }

  private Section section(ResultDocument document) {
    String id = anchor(document.kind());
    List<Item> items = items(document.findings());
    Map<Finding, Item> byFinding = new HashMap<>();
    items.forEach(item -> byFinding.putIfAbsent(item.finding(), item));
    List<Group> groups = groups(items);
    List<Finding> attention = Verdicts.attention(document.findings());
    List<Item> first =
        attention.stream()
            .filter(finding -> finding.causedBy() == null)
            .limit(FIRST)
            .map(finding -> Require.present(byFinding.get(finding), "item"))
            .toList();
    return new Section(
        id,
        document,
        groups.stream().map(g -> new Count(g.status(), g.items().size(), g.anchor())).toList(),
        first,
        items.size() < MANY ? List.of() : items,
        attention.size() - first.size(),
        figures(document),
        document.tables().stream().map(this::grid).toList(),
        document.pictures().stream().map(p -> new Album(anchor("pictures-" + p.id()), p)).toList(),
        groups,
        facts(document.provenance()),
        config(document.provenance()),
        result(document));
  }

  /** An id that no other element of the page has: the wish itself if it is free. */
  private String anchor(String wish) {
    String id = wish;
    for (int n = 2; !ids.add(id); n++) {
      id = wish + "-" + n;
    }
    return id;
  }

  private List<Item> items(List<Finding> findings) {
    List<String> anchors = findings.stream().map(f -> anchor("check-" + f.id())).toList();
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < findings.size(); i++) {
      Finding finding = findings.get(i);
      String cause = null;
      for (int j = 0; j < findings.size() && cause == null; j++) {
        cause = findings.get(j).id().equals(finding.causedBy()) ? anchors.get(j) : null;
      }
      items.add(new Item(anchors.get(i), finding, cause, link(finding.source())));
    }
    return items;
  }

  private static @Nullable String link(@Nullable String source) {
    return source != null && source.startsWith("https://") && source.indexOf(' ') < 0
        ? source
        : null;
  }

  private List<Group> groups(List<Item> items) {
    List<Group> groups = new ArrayList<>();
    for (Status status : Verdicts.ORDER) {
      List<Item> of = items.stream().filter(item -> item.finding().status() == status).toList();
      if (!of.isEmpty()) {
        groups.add(new Group(anchor(Verdicts.css(status)), status, of));
      }
    }
    return groups;
  }

  private static Drawn drawn(String width, ChartSvg.Drawing drawing) {
    return new Drawn(width, drawing.svg(), drawing.legend());
  }

  /** The first chart is the answer, unless what was done is to judge: then charts are evidence. */
  private List<Figure> figures(ResultDocument document) {
    boolean evidence = Verdicts.isEvidence(document);
    List<Figure> figures = new ArrayList<>();
    for (Chart chart : document.charts()) {
      figures.add(figure(chart, !evidence && figures.isEmpty()));
    }
    return figures;
  }

  private Figure figure(Chart chart, boolean lead) {
    String id = anchor("chart-" + chart.id());
    Grid data = new ChartData(chart).grid(anchor("data-" + chart.id()));
    try {
      List<Drawn> drawings = new ArrayList<>();
      if (lead) {
        drawings.add(drawn("wide", drawing.draw(chart, id + "-wide", Size.WIDE)));
      }
      drawings.add(drawn("narrow", drawing.draw(chart, id + "-narrow", Size.NARROW)));
      return new Figure(id, chart, drawings, lead, data, null);
    } catch (RuntimeException | LinkageError e) {
      // A host without fonts or graphics must not cost the engineer the result of a long run.
      String note = "This chart could not be drawn here (" + e.getClass().getSimpleName() + ").";
      return new Figure(id, chart, List.of(), lead, data, note);
    }
  }

  private Grid grid(Table table) {
    List<List<String>> rows =
        table.rows().stream()
            .limit(TABLE_ROWS)
            .map(
                row ->
                    row.stream().map(cell -> Text.cut(Numbers.format(cell), LONGEST_CELL)).toList())
            .toList();
    int left = table.rows().size() - rows.size();
    List<Integer> filled =
        IntStream.range(0, table.columns().size())
            .filter(c -> rows.isEmpty() || rows.stream().anyMatch(row -> !row.get(c).isBlank()))
            .boxed()
            .toList();
    return new Grid(
        anchor("table-" + table.id()),
        table.title(),
        filled.stream().map(table.columns()::get).toList(),
        rows.stream().map(row -> filled.stream().map(row::get).toList()).toList(),
        left);
  }

  private static Map<String, String> facts(Provenance p) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Preflight", p.preflight());
    facts.put("TensorFlow", p.tensorflow());
    facts.put("Java", p.java());
    facts.put("System", p.os());
    facts.put("Device", p.device());
    facts.put("Threads", p.threads() == 0 ? "TensorFlow's choice" : Integer.toString(p.threads()));
    facts.put("Seed", Long.toString(p.seed()));
    facts.put("Program", p.programFingerprint());
    facts.put("Data", p.dataFingerprint());
    facts.put("Git commit", p.gitCommit() == null ? "none" : p.gitCommit());
    facts.put("Started", p.started());
    facts.put("Took", Numbers.seconds(p.seconds()));
    facts.replaceAll((name, value) -> Text.cut(value, LONGEST_CELL));
    return facts;
  }

  private static Map<String, String> config(Provenance p) {
    Map<String, String> config = new LinkedHashMap<>();
    p.config()
        .forEach(
            (key, value) ->
                config.put(Shortened.name(key), Text.cut(Numbers.format(value), LONGEST_CELL)));
    return config;
  }

  private static @Nullable String result(ResultDocument document) {
    if (document.result() == null) {
      return null;
    }
    String json = Json.write(document.result()).stripTrailing();
    return json.length() > RESULT_CHARACTERS || json.equals("{ }") ? null : json;
  }
}
