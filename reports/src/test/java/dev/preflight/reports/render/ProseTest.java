package dev.preflight.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.Samples;
import dev.preflight.reports.chart.ChartLabels;
import dev.preflight.reports.text.Prose;
import org.junit.jupiter.api.Test;

class ProseTest {
  @Test
  void numbersWithExponents_stayWhole() {
    assertThat(Prose.parts("from 2.1e-2 to 6.6e-2, not e-2 or pre-2"))
        .filteredOn(Prose.Part::number)
        .extracting(Prose.Part::text)
        .containsExactly("2.1e-2", "6.6e-2");
  }

  @Test
  void longTexts_areCutForLayout_commandsAreNot() {
    ResultDocument cut = Shortened.of(Samples.hostile());

    assertThat(cut.program()).endsWith("…");
    assertThat(length(cut.program())).isEqualTo(100);
    assertThat(length(cut.findings().get(0).why())).isEqualTo(1500);
    assertThat(cut.next().get(0).command()).isEqualTo(Hostile.TEXT);
    assertThat(Shortened.of(Samples.check())).isEqualTo(Samples.check());
  }

  @Test
  void cutting_keepsPairsOfSurrogatesTogether() {
    assertThat(ChartLabels.cut("\ud83d\ude80\ud83d\ude80\ud83d\ude80", 2))
        .isEqualTo("\ud83d\ude80…");
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
