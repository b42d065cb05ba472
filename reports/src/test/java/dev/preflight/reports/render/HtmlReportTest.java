package dev.preflight.reports.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Matches;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.SampleCharts;
import dev.preflight.reports.Samples;
import dev.preflight.reports.Table;
import dev.preflight.reports.chart.ChartSvg;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  private static final List<ResultDocument> BOTH = List.of(Samples.check(), Samples.lrFind());

  @Test
  void sameDocuments_giveSameBytes() {
    assertThat(HtmlReport.render(BOTH))
        .isEqualTo(HtmlReport.render(List.of(Samples.check(), Samples.lrFind())));
  }

  @Test
  void page_asksNothingOfTheNetwork() {
    String html = HtmlReport.render(BOTH);

    assertThat(html).contains("default-src &#39;none&#39;");
    assertThat(Matches.all("(?:src|href)=\"([^\"]*)\"", html))
        .isNotEmpty()
        .allMatch(link -> link.startsWith("#") || link.equals("data:,"));
    assertThat(html)
        .doesNotContain("@import")
        .doesNotContain("url(h")
        .doesNotContain("<iframe")
        .doesNotContain("<object");
    assertThat(Matches.all("\\b(http://[^\"' <]*)", html))
        .allMatch(link -> link.equals("http://www.w3.org/2000/svg"));
  }

  @Test
  void policy_namesTheHashesOfWhatIsInline() throws Exception {
    String html = HtmlReport.render(BOTH);

    for (String element : List.of("style", "script")) {
      String inline = Matches.all("(?s)<" + element + ">(.*?)</" + element + ">", html).get(0);
      byte[] digest =
          java.security.MessageDigest.getInstance("SHA-256")
              .digest(inline.getBytes(StandardCharsets.UTF_8));
      String hash = java.util.Base64.getEncoder().encodeToString(digest);
      assertThat(html.replace("&#43;", "+").replace("&#61;", "="))
          .contains(element + "-src &#39;sha256-" + hash);
    }
  }

  @Test
  void noInlineStyleAndNoHandler_becauseThePolicyForbidsThem() {
    assertThat(HtmlReport.render(BOTH))
        .doesNotContainPattern("<[^>]* style=")
        .doesNotContainPattern("<[^>]* on[a-z]+=");
  }

  @Test
  void ids_areUniqueAndEveryLinkLeadsSomewhere() {
    String html = HtmlReport.render(List.of(Samples.check(), Samples.check(), Samples.lrFind()));
    List<String> ids = Matches.all(" id=\"([^\"]*)\"", html);

    assertThat(ids)
        .doesNotHaveDuplicates()
        .contains("check-G02", "check-G02-2", "chart-range-test");
    assertThat(ids).containsAll(Matches.all("href=\"#([^\"]*)\"", html));
    assertThat(ids)
        .containsAll(
            Stream.of(Matches.all("aria-labelledby=\"([^\"]*)\"", html))
                .flatMap(List::stream)
                .flatMap(v -> Stream.of(v.split(" ")))
                .toList());
  }

  @Test
  void headings_startWithTheOneFirstLevelAndSkipNone() {
    for (List<ResultDocument> documents : List.of(BOTH, List.of(Samples.check()))) {
      List<Integer> levels =
          Matches.all("<h([1-6])", HtmlReport.render(documents)).stream()
              .map(Integer::valueOf)
              .toList();
      assertThat(levels.get(0)).isEqualTo(1);
      assertThat(Collections.frequency(levels, 1)).isEqualTo(1);
      IntStream.range(1, levels.size())
          .forEach(i -> assertThat(levels.get(i)).isLessThanOrEqualTo(levels.get(i - 1) + 1));
    }
  }

  @Test
  void page_isMarkedUpForAssistiveTechnology() {
    String html = HtmlReport.render(BOTH);

    assertThat(html)
        .contains("<html lang=\"en\">")
        .contains("<main>")
        .contains("role=\"img\"")
        .contains("<desc id=")
        .contains("<figcaption>");
    assertThat(Matches.all("<th( [^>]*|)>", html))
        .isNotEmpty()
        .allMatch(a -> a.contains("scope=\"col\""));
    assertThat(Matches.all("<table[^>]*>\\s*(.)", html.replace("<caption", "C")))
        .isNotEmpty()
        .allMatch("C"::equals);
  }

  @Test
  void tags_areBalanced() {
    for (ResultDocument document : List.of(Samples.check(), Samples.lrFind(), Samples.hostile())) {
      String html =
          HtmlReport.render(List.of(document))
              .replaceAll("(?s)<script>.*?</script>", "")
              .replaceAll("(?s)<style>.*?</style>", "");
      List<String> open = new ArrayList<>();
      Matcher tag = Pattern.compile("<(/?)([a-zA-Z0-9]+)([^>]*)>").matcher(html);
      while (tag.find()) {
        boolean empty =
            tag.group(3).endsWith("/")
                || List.of("meta", "link", "path", "br").contains(tag.group(2));
        if (tag.group(1).isEmpty() && !empty) {
          open.add(tag.group(2));
        } else if (!tag.group(1).isEmpty()) {
          assertThat(open.remove(open.size() - 1)).isEqualTo(tag.group(2));
        }
      }
      assertThat(open).isEmpty();
    }
  }

  @Test
  void verdictAndFirstFix_comeBeforeTheCharts() {
    String html = HtmlReport.render(List.of(Samples.check()));

    assertThat(html.indexOf("FAIL")).isPositive().isLessThan(html.indexOf("Look at this first"));
    assertThat(html.indexOf("Initialize dense2/kernel"))
        .isPositive()
        .isLessThan(html.indexOf("<svg id"));
  }

  @Test
  void effect_isNotAmongTheFirstButNamesItsCause() {
    String html = HtmlReport.render(List.of(Samples.check()));
    String first = html.substring(html.indexOf("class=\"first\""), html.indexOf("class=\"next\""));

    assertThat(first).contains("G02 <span").doesNotContain("M02");
    assertThat(html).contains("<a href=\"#check-G02\">G02</a>, probably");
  }

  @Test
  void failedDrawing_leavesReportWithDataAndNote() {
    String html =
        HtmlReport.render(
            BOTH,
            (chart, id, size) -> {
              throw new NoClassDefFoundError("no fonts here");
            });

    assertThat(html)
        .doesNotContain("<svg id")
        .contains("could not be drawn here (NoClassDefFoundError)");
    assertThat(html).contains("Data: Memorising one batch").contains("Initial loss is 8.04");
  }

  @Test
  void manyCharts_stayUnderAMegabyte() {
    ResultDocument d = Samples.lrFind();
    List<Chart> charts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Chart c = SampleCharts.rangeTest(9);
      charts.add(
          new Chart(
              "c" + i,
              c.title(),
              c.description(),
              c.x(),
              c.y(),
              c.series(),
              c.bands(),
              c.markers(),
              c.rugs()));
    }
    ResultDocument large = d.with().charts(charts).tables(List.of()).build();

    assertThat(HtmlReport.render(List.of(large)).getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThan(1_000_000);
  }

  @Test
  void longTable_isCutAndSaysSo() {
    List<List<Object>> rows =
        IntStream.range(0, 1000).mapToObj(i -> List.<Object>of("r" + i)).toList();
    Table table = new Table("t", "T", List.of(Table.Column.text("c")), rows);
    ResultDocument large = Samples.small().with().tables(List.of(table)).build();

    assertThat(HtmlReport.render(List.of(large))).contains("800 more rows").doesNotContain("r999");
  }

  @Test
  void nothing_isNotAReport() {
    assertThatThrownBy(() -> HtmlReport.render(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void templates_takeRawTextInThesePlacesOnly() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> templates = Files.list(Path.of("src", "main", "jte"))) {
      for (Path template : templates.sorted().toList()) {
        Matches.all("(\\$unsafe\\{[^}]*})", Files.readString(template))
            .forEach(u -> found.add(template.getFileName() + " " + u));
      }
    }

    assertThat(found)
        .containsExactly(
            "figure.jte $unsafe{drawn.svg()}",
            "index.jte $unsafe{view.style()}",
            "report.jte $unsafe{page.style()}",
            "report.jte $unsafe{page.script()}");
  }

  @Test
  void styles_existForEveryClassAChartUses() throws IOException {
    String css =
        Files.readString(
            Path.of(
                "src", "main", "resources", "dev", "preflight", "reports", "render", "report.css"));
    HashSet<String> used = new HashSet<>();
    for (Chart chart :
        List.of(
            SampleCharts.rangeTest(5), Samples.small().charts().get(0), SampleCharts.forest())) {
      Matches.all("class=\"([^\"]*)\"", ChartSvg.draw(chart, "c").svg())
          .forEach(c -> used.addAll(List.of(c.split(" "))));
    }
    used.removeIf(c -> c.matches("n\\d+|fill|plot"));

    assertThat(used)
        .contains("span", "band", "rug", "mark", "row", "stripe", "box", "whole")
        .allMatch(c -> Pattern.compile("\\." + c + "\\b").matcher(css).find());
  }
}
