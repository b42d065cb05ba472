package dev.preflight.reports.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Hostile;
import dev.preflight.reports.Matches;
import dev.preflight.reports.Samples;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** The bare picture, which must do without the report's style sheet. */
class SvgPictureTest {
  private static final Path RESOURCES =
      Path.of("src", "main", "resources", "dev", "preflight", "reports", "render");

  private static Document parse(String svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    factory.setNamespaceAware(true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
  }

  private static List<Chart> all() {
    return Stream.of(Samples.charts(), Samples.lrFind(), Samples.small())
        .flatMap(document -> document.charts().stream())
        .toList();
  }

  @Test
  void picture_isAFileOfItsOwn_withAGroundAndItsCharts() throws Exception {
    Element root = parse(SvgPicture.render("Two", Samples.lrFind().charts())).getDocumentElement();

    assertThat(root.getNamespaceURI()).isEqualTo("http://www.w3.org/2000/svg");
    assertThat(root.getAttribute("viewBox"))
        .isEqualTo("0 0 " + root.getAttribute("width") + " " + root.getAttribute("height"));
    assertThat(root.getElementsByTagName("rect").getLength()).isEqualTo(1);
    assertThat(root.getElementsByTagName("svg").getLength()).isEqualTo(2);
    assertThat(root.getElementsByTagName("text").item(0).getTextContent()).isEqualTo("Two");
  }

  @Test
  void everyClass_hasARule_andNothingNeedsABrowser() throws IOException {
    String css = Files.readString(RESOURCES.resolve("picture.css"));
    Set<String> used = new TreeSet<>();
    Matches.all("class=\"([^\"]*)\"", SvgPicture.render("All", all()))
        .forEach(c -> used.addAll(List.of(c.split(" "))));
    used.removeIf(c -> c.matches("n\\d+|fill|plot"));

    assertThat(used)
        .contains("wall", "stripe", "box", "open", "row", "ground", "heading", "c-sixth")
        .allMatch(c -> css.matches("(?s).*\\." + c + "[ ,.{].*"));
    assertThat(css).doesNotContain("var(").doesNotContain("@").doesNotContain("paint-order");
  }

  @Test
  void colours_areThoseOfTheReportOnWhite() throws IOException {
    String css = Files.readString(RESOURCES.resolve("picture.css"));
    String light =
        Matches.all("(?s):root\\{(.*?)\\}", Files.readString(RESOURCES.resolve("report.css")))
            .get(0);
    Map<String, String> same =
        Map.of(
            "c-first",
            "first",
            "c-second",
            "second",
            "c-third",
            "third",
            "c-fourth",
            "fourth",
            "c-fifth",
            "fifth",
            "c-sixth",
            "sixth",
            "c-muted",
            "muted",
            "rug",
            "fail",
            "span",
            "span",
            "grid",
            "grid");

    same.forEach(
        (cssClass, name) -> {
          String colour = Matches.all("--" + name + ":(#[0-9a-f]{6})", light).get(0);
          assertThat(Matches.all("\\." + cssClass + "\\{(?:stroke|fill):(#[0-9a-f]+)", css))
              .as(cssClass)
              .isNotEmpty()
              .containsOnly(colour);
        });
  }

  @Test
  void legend_isDrawnWithinThePicture() throws Exception {
    Element root =
        parse(SvgPicture.render("Many", List.of(Samples.charts().charts().get(1))))
            .getDocumentElement();
    List<Double> heights = new ArrayList<>();
    for (int i = 0; i < root.getElementsByTagName("text").getLength(); i++) {
      Element text = (Element) root.getElementsByTagName("text").item(i);
      if (text.getTextContent().startsWith("line ")) {
        heights.add(Double.valueOf(text.getAttribute("y")));
        assertThat(Double.parseDouble(text.getAttribute("x"))).isBetween(40.0, 720.0);
      }
    }

    assertThat(heights).hasSize(14).isSorted();
    assertThat(heights.get(13))
        .isGreaterThan(heights.get(0))
        .isLessThan(Double.parseDouble(root.getAttribute("height")));
  }

  @Test
  void hostileNames_stayText() throws Exception {
    Document parsed = parse(SvgPicture.render(Hostile.TEXT, Samples.hostile().charts()));

    assertThat(parsed.getElementsByTagName("script").getLength()).isZero();
    assertThat(parsed.getElementsByTagName("img").getLength()).isZero();
  }

  @Test
  void nothing_isNoPicture() {
    assertThatThrownBy(() -> SvgPicture.render("x", List.of()))
        .hasMessage("charts must not be empty");
  }
}
