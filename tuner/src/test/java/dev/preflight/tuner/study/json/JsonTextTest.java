package dev.preflight.tuner.study.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

  @Test
  void readsWhatPythonWrites() {
    assertThat(
            JsonText.read("{\"a\": [1, 2.5, NaN, Infinity, -Infinity, null, true], \"b\": \"x\"}"))
        .isEqualTo(
            Map.of(
                "a",
                Arrays.asList(
                    1L,
                    2.5,
                    Double.NaN,
                    Double.POSITIVE_INFINITY,
                    Double.NEGATIVE_INFINITY,
                    null,
                    true),
                "b",
                "x"));
    assertThat(JsonText.read("123456789012345678901234567890")).isEqualTo(1.2345678901234568e29);
  }

  @Test
  void writesWhatPythonReads() {
    assertThat(JsonText.write(List.of(1L, Double.NaN, Double.NEGATIVE_INFINITY, "é\"")))
        .isEqualTo("[1, NaN, -Infinity, \"é\\\"\"]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "[1,]", "1 2", "{\"a\": 1, \"a\": 2}", "nul", "'a'"})
  void whatIsNoJson_isRefusedWithItsPlace(String text) {
    assertThatThrownBy(() -> JsonText.read(text))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("line 1, column ");
  }
}
