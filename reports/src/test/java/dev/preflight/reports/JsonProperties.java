package dev.preflight.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Chart.Axis;
import dev.preflight.reports.Chart.Role;
import dev.preflight.reports.Chart.Style;
import dev.preflight.reports.render.ConsoleReport;
import dev.preflight.reports.render.HtmlReport;
import dev.preflight.reports.render.JunitXmlReport;
import dev.preflight.reports.render.MarkdownReport;
import dev.preflight.reports.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonProperties {
  @Property(tries = 300)
  void documents_surviveTheRoundTrip(@ForAll("documents") ResultDocument document)
      throws IOException {
    Path file = Files.createTempFile("preflight", ".json");
    try {
      Json.write(file, document);
      ResultDocument read = Json.read(file);

      assertThat(Json.write(read)).isEqualTo(Json.write(document));
      assertThat(read).isEqualTo(document);
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 200)
  void anyDocument_isRendered(@ForAll("documents") ResultDocument document) {
    String html = HtmlReport.render(List.of(document));

    assertThat(html).contains("</html>").doesNotContain("could not be drawn");
    assertThat(ConsoleReport.render(document, false, 80)).isNotBlank();
    assertThat(MarkdownReport.render(List.of(document))).hasSizeLessThan(65_536);
    assertThat(JunitXmlReport.render(List.of(document))).endsWith("</testsuites>\n");
  }

  @Provide
  Arbitrary<ResultDocument> documents() {
    Arbitrary<Finding> findings =
        Combinators.combine(
                Arbitraries.of(Status.values()),
                Arbitraries.of(Skip.values()).injectNull(0.3),
                text(),
                number().injectNull(0.3),
                text().injectNull(0.3),
                Arbitraries.doubles().between(0, 1e4).ofScale(3))
            .as(
                (status, skip, text, number, fix, seconds) ->
                    Finding.of("A", status, text)
                        .skipped(status == Status.SKIP ? skip : null)
                        .measured(number)
                        .fix(fix)
                        .where(fix)
                        .expected(fix)
                        .seconds(seconds)
                        .build());
    Arbitrary<Chart> charts =
        Combinators.combine(
                Arbitraries.of(Style.values()),
                Arbitraries.of(Role.values()),
                number().list().ofMaxSize(12),
                Arbitraries.of(true, false),
                Arbitraries.of(true, false),
                text())
            .as(JsonProperties::chart);
    Arbitrary<Object> cells =
        Arbitraries.oneOf(
            text().map(t -> (Object) t),
            number().map(n -> (Object) n),
            Arbitraries.longs().map(n -> (Object) n),
            Arbitraries.of((Object) true));
    return Combinators.combine(
            findings.list().ofMaxSize(5),
            charts.list().ofMaxSize(1),
            cells.list().ofMaxSize(5),
            text(),
            cells)
        .as((f, c, row, text, cell) -> document(f, c, row, text, cell));
  }

  private static Chart chart(
      Style style, Role role, List<Double> values, boolean logX, boolean logY, String text) {
    List<Double> reversed = new ArrayList<>(values);
    java.util.Collections.reverse(reversed);
    return new Chart(
        "c",
        text,
        text,
        new Axis(text, logX, null, null),
        style == Style.INTERVAL
            ? Axis.categories(text, List.of(text, "b"))
            : new Axis(text, logY, null, null),
        List.of(new Chart.Series(text, role, style, whole(style, values), whole(style, reversed))),
        List.of(new Chart.Band(text, values, reversed, values), Chart.Band.stripe(text, 0, 1)),
        values.stream().map(v -> new Chart.Marker(text, v)).toList(),
        List.of(new Chart.Rug(text, values)));
  }

  /** Intervals take three points each. */
  private static List<Double> whole(Style style, List<Double> values) {
    return style == Style.INTERVAL ? values.subList(0, values.size() - values.size() % 3) : values;
  }

  private static ResultDocument document(
      List<Finding> findings, List<Chart> charts, List<Object> row, String text, Object cell) {
    List<Table> tables =
        row.isEmpty()
            ? List.of()
            : List.of(
                new Table(
                    "t",
                    text,
                    row.stream().map(c -> new Table.Column(text, null, false)).toList(),
                    List.of(row)));
    Provenance p = Samples.provenance(text);
    Provenance provenance =
        new Provenance(
            text,
            text,
            text,
            text,
            text,
            1,
            Long.MIN_VALUE,
            text,
            text,
            Map.of(text, cell, "list", List.of(cell)),
            text,
            null,
            p.started(),
            0.1);
    return ResultDocument.of("check", text, text, provenance)
        .next(List.of(new NextStep(text, text)))
        .findings(findings)
        .charts(charts)
        .tables(tables)
        .build();
  }

  private static Arbitrary<String> text() {
    return Arbitraries.strings()
        .all()
        .ofMinLength(1)
        .ofMaxLength(30)
        .map(Text::paired)
        .filter(s -> !s.isBlank() && !s.contains("\u0000"));
  }

  private static Arbitrary<Double> number() {
    return Arbitraries.oneOf(
        Arbitraries.doubles(),
        Arbitraries.of(
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            0.0,
            -0.0,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            2e-44));
  }
}
