package dev.preflight.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Matches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text can be read in every theme: WCAG 2 asks for a contrast of 4.5, and of 3 for graphics. */
class StyleSheetTest {
  private static final Path CSS =
      Path.of("src", "main", "resources", "dev", "preflight", "reports", "render", "report.css");

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark", "print"})
  void colours_haveEnoughContrast(String theme) throws IOException {
    Map<String, String> colours = colours(theme);

    for (String text : List.of("ink", "soft", "link")) {
      for (String ground : List.of("bg", "card", "code")) {
        assertContrast(colours, text, ground, 4.5);
      }
    }
    for (String status : List.of("fail", "warn", "pass", "info", "skip")) {
      assertContrast(colours, status, status + "-bg", 4.5);
      assertContrast(colours, "bg", status, 4.5);
    }
    for (String line : List.of("first", "second", "third", "fourth", "fifth", "sixth")) {
      assertContrast(colours, line, "card", 4.5);
    }
    assertContrast(colours, "muted", "card", 3);
  }

  private static void assertContrast(
      Map<String, String> colours, String a, String b, double atLeast) {
    double x = luminance(colours.get(a));
    double y = luminance(colours.get(b));
    double contrast = (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
    assertThat(contrast).as("%s on %s", a, b).isGreaterThanOrEqualTo(atLeast);
  }

  /** Relative luminance of an sRGB colour as WCAG 2 defines it. */
  private static double luminance(String hex) {
    String six = hex.length() == 3 ? hex.replaceAll("(.)", "$1$1") : hex;
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      double c = Integer.parseInt(six.substring(2 * i, 2 * i + 2), 16) / 255.0;
      sum += weights[i] * (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
  }

  /** The colours of a theme: those of the light one, overridden by its own. */
  private static Map<String, String> colours(String theme) throws IOException {
    List<String> blocks = Matches.all("(?s):root\\{(.*?)\\}", Files.readString(CSS));
    Map<String, String> colours = new HashMap<>();
    List<String> used =
        switch (theme) {
          case "dark" -> List.of(blocks.get(0), blocks.get(1));
          case "print" -> List.of(blocks.get(0), blocks.get(2));
          default -> List.of(blocks.get(0));
        };
    for (String block : used) {
      Matcher matcher = Pattern.compile("--([a-z-]+):#([0-9a-f]{3,6})").matcher(block);
      while (matcher.find()) {
        colours.put(matcher.group(1), matcher.group(2));
      }
    }
    return colours;
  }
}
