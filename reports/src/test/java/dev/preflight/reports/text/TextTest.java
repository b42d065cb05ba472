package dev.preflight.reports.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void cutting_keepsPairsOfSurrogatesTogether() {
    assertThat(Text.cut("\ud83d\ude80\ud83d\ude80\ud83d\ude80", 2)).isEqualTo("\ud83d\ude80…");
  }

  @Test
  void whatFits_isNotCut() {
    assertThat(Text.cut("abc", 3)).isEqualTo("abc");
    assertThat(Text.cut("abcd", 3)).isEqualTo("ab…");
  }
}
