package dev.preflight.reports.render;

import dev.preflight.reports.IncompleteSample;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes the sample reports to {@code target/gallery}, to be looked at in a browser. */
final class Gallery {
  private Gallery() {}

  public static void main(String[] args) throws IOException {
    Path directory = Files.createDirectories(Path.of("target", "gallery"));
    Map<String, List<ResultDocument>> pages =
        Map.of(
            "check", List.of(Samples.check()),
            "lr-find", List.of(Samples.lrFind()),
            "merged", List.of(Samples.check(), Samples.lrFind()),
            "charts", List.of(Samples.charts()),
            "incomplete", List.of(IncompleteSample.check()),
            "interrupted", List.of(IncompleteSample.interrupted(), Samples.lrFind()),
            "hostile", List.of(Samples.hostile()));
    for (Map.Entry<String, List<ResultDocument>> page : pages.entrySet()) {
      Files.writeString(
          directory.resolve(page.getKey() + ".html"), HtmlReport.render(page.getValue()));
    }
    Files.writeString(
        directory.resolve("charts.svg"),
        SvgPicture.render("Every way to draw", Samples.charts().charts()));
  }
}
