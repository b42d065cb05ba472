package dev.preflight.reports.render;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.reports.NextStep;
import dev.preflight.reports.Picture;
import dev.preflight.reports.Pictures;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.Table;
import dev.preflight.reports.text.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document whose texts are short enough to be laid out. Names come from files and may be of any
 * length; whoever needs all of a text finds it in the document. Commands stay whole, because half a
 * command is worse than none.
 */
final class Shortened {
  private static final int NAME = 100;
  private static final int SENTENCE = 600;
  private static final int PARAGRAPH = 1500;

  private Shortened() {}

  static ResultDocument of(ResultDocument d) {
    return d.with()
        .program(name(d.program()))
        .summary(sentence(d.summary()))
        .next(d.next().stream().map(n -> new NextStep(sentence(n.text()), n.command())).toList())
        .findings(d.findings().stream().map(Shortened::finding).toList())
        .charts(d.charts().stream().map(Shortened::chart).toList())
        .tables(d.tables().stream().map(Shortened::table).toList())
        .pictures(d.pictures().stream().map(Shortened::pictures).toList())
        .build();
  }

  private static Finding finding(Finding f) {
    return new Finding(
        f.id(),
        f.name() == null ? null : name(f.name()),
        f.status(),
        sentence(f.title()),
        f.measured(),
        paragraph(f.expected()),
        f.unit() == null ? null : name(f.unit()),
        paragraph(f.where()),
        paragraph(f.why()),
        paragraph(f.fix()),
        paragraph(f.silence()),
        f.skipped(),
        f.causedBy(),
        paragraph(f.source()),
        f.seconds());
  }

  static Chart chart(Chart c) {
    return new Chart(
        c.id(),
        name(c.title()),
        sentence(c.description()),
        axis(c.x()),
        axis(c.y()),
        c.series().stream()
            .map(s -> new Chart.Series(name(s.name()), s.role(), s.style(), s.x(), s.y()))
            .toList(),
        c.bands().stream()
            .map(b -> new Chart.Band(name(b.name()), b.x(), b.low(), b.high()))
            .toList(),
        c.markers().stream().map(m -> new Chart.Marker(name(m.label()), m.x())).toList(),
        c.rugs().stream().map(r -> new Chart.Rug(name(r.name()), r.xs())).toList());
  }

  private static Chart.Axis axis(Chart.Axis a) {
    List<String> rows = a.categories();
    return new Chart.Axis(
        name(a.label()),
        a.log(),
        a.min(),
        a.max(),
        rows == null ? null : rows.stream().map(Shortened::name).toList());
  }

  private static Pictures pictures(Pictures p) {
    return new Pictures(
        p.id(),
        name(p.title()),
        sentence(p.description()),
        p.items().stream()
            .map(i -> new Picture(name(i.caption()), i.width(), i.height(), i.png()))
            .toList());
  }

  private static Table table(Table t) {
    List<Table.Column> columns =
        t.columns().stream()
            .map(
                c ->
                    new Table.Column(
                        name(c.name()), c.unit() == null ? null : name(c.unit()), c.numeric()))
            .toList();
    return new Table(t.id(), name(t.title()), columns, t.rows());
  }

  /** A cell, a fact or an option. */
  static String name(String text) {
    return Text.cut(text, NAME);
  }

  private static String sentence(String text) {
    return Text.cut(text, SENTENCE);
  }

  private static @Nullable String paragraph(@Nullable String text) {
    return text == null ? null : Text.cut(text, PARAGRAPH);
  }
}
