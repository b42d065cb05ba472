package dev.preflight.reports.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.IllegalFormatException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SentenceTest {

  @Test
  void numbersInASentence_areThoseOfTheOneFormatter() {
    assertThat(Sentence.of("A loss of %s after %,d updates at item %d.", 1.46123, 1000, 1000))
        .isEqualTo("A loss of 1.461 after 1,000 updates at item 1000.");
    assertThat(Sentence.of("%s and %s", Double.NaN, null)).isEqualTo("NaN and null");
  }

  @Test
  void aSentence_isTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(Sentence.of("%,d of %s", 12345, 0.5)).isEqualTo("12,345 of 0.5");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void textOfTheUser_isNoFormat() {
    assertThat(Sentence.of("'%s' is new", "100%d")).isEqualTo("'100%d' is new");
  }

  @Test
  void formatThatDoesNotFit_isRefused() {
    assertThatThrownBy(() -> Sentence.of("%s and %s", 1))
        .isInstanceOf(IllegalFormatException.class);
  }

  @Test
  void longLists_saySomeAndHowManyMore() {
    assertThat(Sentence.some(List.of("a", "b"), 2)).isEqualTo("a, b");
    assertThat(Sentence.some(List.of(1, 2, 3, 4, 5), 2)).isEqualTo("1, 2 and 3 more");
    assertThat(Sentence.some(List.of(), 2)).isEmpty();
  }
}
