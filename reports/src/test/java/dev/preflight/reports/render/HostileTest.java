package dev.preflight.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Matches;
import dev.preflight.reports.NextStep;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.Samples;
import dev.preflight.reports.Status;
import dev.preflight.reports.chart.ChartSvg;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Names come from other people's programs and files; no renderer may let one out of its place. */
class HostileTest {
  private static final ResultDocument EVIL = Samples.hostile();

  @Test
  void html_holdsNoTagOfTheirs() {
    String html = HtmlReport.render(List.of(EVIL));

    assertThat(count("<script", html)).isEqualTo(1);
    assertThat(count("</script>", html)).isEqualTo(1);
    assertThat(html).doesNotContain("<img").doesNotContain("<b>\u2028").doesNotContain("<!--");
    assertThat(html).contains("&lt;img src=x onerror=alert(1)&gt;").contains("\ud83d\ude80");
    assertThat(html)
        .doesNotContainPattern("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F]")
        .doesNotContain("\u202e");
    assertThat(Matches.all("href=\"([^\"]*)\"", html))
        .noneMatch(link -> link.contains("javascript"));
    assertThat(html.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hasSizeLessThan(300_000);
  }

  @Test
  void scriptInALink_isNoLink() {
    for (String source :
        List.of(
            "javascript:alert(1)",
            "https:// x",
            "data:text/html,x",
            "http://plain.example",
            "file:///etc/passwd")) {
      ResultDocument document = withSource(source);
      assertThat(Matches.all("href=\"([^\"]*)\"", HtmlReport.render(List.of(document))))
          .allMatch(link -> link.startsWith("#") || link.equals("data:,"));
    }
    assertThat(HtmlReport.render(List.of(withSource("https://arxiv.org/abs/1"))))
        .contains("<a href=\"https://arxiv.org/abs/1\" rel=\"noreferrer\">");
  }

  @Test
  void chart_isWellFormedAndShowsTheirTextAsText() throws Exception {
    String svg = ChartSvg.draw(EVIL.charts().get(0), "c").svg();

    Document parsed = parse(svg);

    assertThat(parsed.getElementsByTagName("script").getLength()).isZero();
    assertThat(parsed.getElementsByTagName("title").getLength()).isEqualTo(1);
    assertThat(parsed.getDocumentElement().getAttribute("data-names")).contains("alert(1)");
  }

  @Test
  void junitXml_isWellFormed() throws Exception {
    Document parsed = parse(JunitXmlReport.render(List.of(EVIL)));

    assertThat(parsed.getElementsByTagName("testcase").getLength()).isEqualTo(3 + 1);
    assertThat(parsed.getElementsByTagName("error").getLength()).isEqualTo(1);
    assertThat(parsed.getElementsByTagName("script").getLength()).isZero();
    assertThat(parsed.getElementsByTagName("failure").item(0).getTextContent())
        .contains("]]>")
        .contains("measured: NaN");
  }

  @Test
  void markdown_holdsNoTagLinkHeadingOrCell() {
    String markdown = MarkdownReport.render(List.of(EVIL));
    String outsideCode = markdown.replaceAll("(?s)````*\\n.*?\\n````*\\n", "");

    assertThat(outsideCode).doesNotContain("<script").doesNotContain("<img").doesNotContain("[a](");
    assertThat(outsideCode.lines().filter(line -> line.startsWith("# ") || line.startsWith("- <")))
        .isEmpty();
    assertThat(
            outsideCode
                .lines()
                .filter(line -> line.startsWith("| **"))
                .map(line -> count("|", line.replace("\\|", ""))))
        .isNotEmpty()
        .allMatch(n -> n == 4);
    assertThat(MarkdownReport.inline("@team `x`")).isEqualTo("@<!-- -->team \\`x\\`");
    assertThat(markdown).hasSizeLessThan(65_536);
  }

  @Test
  void fence_isLongerThanAnyRowOfBackticksInTheCommand() {
    ResultDocument document =
        Samples.small().with().next(List.of(new NextStep("x", "a ```` b"))).build();

    assertThat(MarkdownReport.render(List.of(document))).contains("`````\na ```` b\n`````\n");
  }

  @Test
  void console_sendsNothingToSteerATerminal() {
    String plain = ConsoleReport.render(EVIL, false, 80);
    String coloured = ConsoleReport.render(EVIL, true, 80);

    assertThat(plain)
        .doesNotContainPattern("[\\x00-\\x09\\x0B-\\x1F\\x7F-\\x9F\u202a-\u202e\u2066-\u2069]")
        .contains("## # # heading - xxx");
    assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
    assertThat(coloured).doesNotContain("\u001b[31m");
    assertThat(plain.lines().count()).isLessThan(90);
  }

  private static ResultDocument withSource(String source) {
    Finding finding = Finding.of("A", Status.FAIL, "x").source(source).build();
    return Samples.small().with().findings(List.of(finding)).build();
  }

  private static Document parse(String xml)
      throws ParserConfigurationException, IOException, SAXException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
  }

  private static int count(String part, String whole) {
    return (whole.length() - whole.replace(part, "").length()) / part.length();
  }
}
