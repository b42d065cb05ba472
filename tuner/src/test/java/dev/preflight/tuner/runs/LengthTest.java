package dev.preflight.tuner.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.training.data.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LengthTest {

  @ParameterizedTest
  @CsvSource({
    "3000, 3000, 3000",
    "1, 1, 1",
    "12000000, 12000000, 12000000",
    "5ep, 5ep, 185",
    "0.5ep, 0.5ep, 18",
    "1.0ep, 1ep, 37",
    "0.001ep, 0.001ep, 1",
    "9007199254740992, 9007199254740992, 9007199254740992"
  })
  void text_isReadAndPrinted_andGivesUpdates(String text, String printed, long updates) {
    Length length = Length.parse(text);

    assertThat(length).hasToString(printed);
    assertThat(Length.parse(printed)).isEqualTo(length);
    assertThat(length.in(37)).isEqualTo(updates);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5x",
        "ep",
        "0ep",
        "-1",
        "-1ep",
        "1.5",
        "1e3",
        "5 ep",
        "",
        "NaN",
        "Infinityep",
        "5epep"
      })
  void otherTexts_areRefused(String text) {
    assertThatThrownBy(() -> Length.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "must be a number of updates such as 3000, or of epochs such as 5ep, was '%s'", text);
  }

  @Test
  void lengthsThatCannotBe_areRefusedWhereTheyAreMade() {
    assertThatThrownBy(() -> Length.updates(0)).hasMessageContaining("[1, 2^53], was 0");
    assertThatThrownBy(() -> Length.parse("0")).hasMessage("updates must be in [1, 2^53], was 0");
    assertThatThrownBy(() -> Length.parse("9007199254740993")).hasMessageContaining("2^53");
    assertThatThrownBy(() -> Length.epochs(Double.NaN)).hasMessageContaining("was NaN");
    assertThatThrownBy(() -> Length.epochs(-1)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> new Length(1.5, Length.Unit.UPDATES)).hasMessageContaining("whole");
    assertThatThrownBy(() -> Length.epochs(1e12).in(1_000_000))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("too many");
  }
}
