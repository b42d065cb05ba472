package dev.preflight.reports.render;

import dev.preflight.reports.IncompleteSample;
import dev.preflight.reports.Json;
import dev.preflight.reports.SampleCharts;
import dev.preflight.reports.Samples;
import dev.preflight.reports.chart.ChartSvg;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoldenTest {
  @Test
  void console() throws IOException {
    Goldens.check("check.txt", ConsoleReport.render(Samples.check(), false, 100));
    Goldens.check("incomplete.txt", ConsoleReport.render(IncompleteSample.check(), false, 100));
    Goldens.check("lr-find.txt", ConsoleReport.render(Samples.lrFind(), false, 80));
  }

  @Test
  void markdown() throws IOException {
    Goldens.check("check.md", MarkdownReport.render(List.of(Samples.check())));
    Goldens.check("incomplete.md", MarkdownReport.render(List.of(IncompleteSample.check())));
  }

  @Test
  void junitXml() throws IOException {
    Goldens.check("check.xml", JunitXmlReport.render(List.of(Samples.check())));
    Goldens.check(
        "incomplete.xml",
        JunitXmlReport.render(List.of(IncompleteSample.check(), IncompleteSample.interrupted())));
  }

  @Test
  void json() throws IOException {
    Goldens.check("small.json", Json.write(Samples.small()));
  }

  @Test
  void html() throws IOException {
    String html = HtmlReport.render(List.of(Samples.small()));
    // Style and script are files of their own; their hashes change with them.
    Goldens.check(
        "small.html",
        html.replaceAll("(?s)<style>.*?</style>", "<style></style>")
            .replaceAll("(?s)<script>.*?</script>", "<script></script>")
            .replaceAll("sha256-[A-Za-z0-9+/=]+", "sha256-x"));
  }

  @Test
  void svg() throws IOException {
    Goldens.check(
        "verification.svg", ChartSvg.draw(Samples.lrFind().charts().get(1), "chart").svg() + "\n");
    Goldens.check("forest.svg", ChartSvg.draw(SampleCharts.forest(), "chart").svg() + "\n");
  }
}
