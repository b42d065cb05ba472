package dev.preflight.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Json;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.Samples;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is rendered is the same wherever the engineer sits. */
class LocaleTest {

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "tr-TR", "de-CH"})
  void locale_changesNothing(String tag) {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.ROOT);
      String expected = everything();
      Locale.setDefault(Locale.forLanguageTag(tag));

      assertThat(everything()).isEqualTo(expected).contains("viewBox=\"0 0 760 ");
    } finally {
      Locale.setDefault(before);
    }
  }

  private static String everything() {
    StringBuilder all = new StringBuilder();
    List<ResultDocument> documents =
        List.of(Samples.check(), Samples.lrFind(), Samples.charts(), Samples.hostile());
    for (ResultDocument document : documents) {
      all.append(Json.write(document))
          .append(ConsoleReport.render(document, true, 80))
          .append(MarkdownReport.render(List.of(document)))
          .append(JunitXmlReport.render(List.of(document)));
    }
    return all.append(HtmlReport.render(documents))
        .append(SvgPicture.render("Charts", Samples.charts().charts()))
        .toString();
  }
}
