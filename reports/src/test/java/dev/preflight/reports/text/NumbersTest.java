package dev.preflight.reports.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

  @ParameterizedTest
  @CsvSource({
    "2.302585, 2.303",
    "0.001234, 0.001234",
    "0.0000123, 1.23e-5",
    "12345678, '12,345,678'",
    "8000, 8000",
    "0, 0",
    "64.04, 64.04",
    "-0.5, -0.5",
    "0.10000000149, 0.1",
    "12345.6, '12,346'",
    "0.063, 0.063",
    "12000, '12,000'",
    "2000, 2000",
    "0.00015, 1.5e-4",
    "-0.00015, -1.5e-4",
    "8.0421, 8.042",
    "1e20, 1e20",
    "NaN, NaN",
    "Infinity, Infinity",
    "0.1, 0.1",
    "99999.99, '100,000'",
    "1e-300, 1e-300",
    "9.9999, 10"
  })
  void numbers_haveFourDigits(double value, String text) {
    assertThat(Numbers.format(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0.95, 95 %",
    "0.12345, 12.3 %",
    "0.057, 5.7 %",
    "0.0123456, 1.2 %",
    "0.00123456, 0.1235 %",
    "0.0000001, 1e-5 %",
    "-0.12345, -12.3 %",
    "25, 2500 %",
    "0, 0 %",
    "NaN, NaN %",
    "Infinity, Infinity %"
  })
  void sharesInPercent_haveATenthAtMostFromOnePercentOn(double share, String text) {
    assertThat(Numbers.percent(share)).isEqualTo(text);
  }

  @Test
  void counts_haveSeparatorsAtAnySize() {
    assertThat(Numbers.count(999)).isEqualTo("999");
    assertThat(Numbers.count(1_000)).isEqualTo("1,000");
    assertThat(Numbers.count(-1_234_567)).isEqualTo("-1,234,567");
  }

  @ParameterizedTest
  @CsvSource({
    "0.02, 0.020",
    "0.0396, 0.040",
    "1, 1.0",
    "12.34, 12",
    "123.4, 120",
    "12345, '12,000'",
    "0.000123, 1.2e-4",
    "-0.0000996, -1.0e-4",
    "0, 0",
    "NaN, NaN",
    "-Infinity, -Infinity"
  })
  void roughNumbers_haveTwoDigits(double value, String text) {
    assertThat(Numbers.rough(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 s",
    "0.123, 0.12 s",
    "41.66, 41.7 s",
    "200, 3 min 20 s",
    "7300, 2 h 1 min",
    "59.99, 60 s"
  })
  void durations_areReadable(double seconds, String text) {
    assertThat(Numbers.seconds(seconds)).isEqualTo(text);
  }
}
