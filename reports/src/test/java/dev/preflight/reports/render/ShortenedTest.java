package dev.preflight.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Hostile;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.Samples;
import org.junit.jupiter.api.Test;

class ShortenedTest {
  @Test
  void longTexts_areCutForLayout_commandsAreNot() {
    ResultDocument cut = Shortened.of(Samples.hostile());

    assertThat(cut.program()).endsWith("…");
    assertThat(length(cut.program())).isEqualTo(100);
    assertThat(length(cut.findings().get(0).why())).isEqualTo(1500);
    assertThat(cut.next().get(0).command()).isEqualTo(Hostile.TEXT);
    assertThat(Shortened.of(Samples.check())).isEqualTo(Samples.check());
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
