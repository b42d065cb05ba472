package dev.preflight.reports.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProseTest {
  @Test
  void numbersWithExponents_stayWhole() {
    assertThat(Prose.parts("from 2.1e-2 to 6.6e-2, not e-2 or pre-2"))
        .filteredOn(Prose.Part::whole)
        .extracting(Prose.Part::text)
        .containsExactly("2.1e-2", "6.6e-2");
  }

  @Test
  void options_stayWhole() {
    assertThat(Prose.parts("give --learning-rate RATE, not a--b or --- at all"))
        .filteredOn(Prose.Part::whole)
        .extracting(Prose.Part::text)
        .containsExactly("--learning-rate");
  }
}
