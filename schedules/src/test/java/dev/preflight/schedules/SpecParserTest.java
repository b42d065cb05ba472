package dev.preflight.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecParserTest {

  private static ScheduleSyntaxException errorOf(String text) {
    return catchThrowableOfType(ScheduleSyntaxException.class, () -> ScheduleSpec.parse(text));
  }

  @Test
  void misspelledParameter_pointsAtItsColumnAndNamesTheNearest() {
    ScheduleSyntaxException error = errorOf("warmup(5%) + cosine(peek=0.1)");

    assertThat(error)
        .hasMessage(
            """
            cosine has no parameter 'peek'
              warmup(5%) + cosine(peek=0.1)
                                  ^
            Did you mean 'peak'?""");
    assertThat(error.column()).isEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "cosin(peak=0.1)          | 0  | Did you mean 'cosine'?",
        "torch.StepLr2(lr=0.1)    | 0  | Did you mean 'torch.StepLR'?",
        "wsd(0.1, shape=lineer)   | 15 | Did you mean 'linear'?",
        "linear(0.1) + stp(0.1)   | 14 | Did you mean 'step'?",
      })
  void unknownWord_hasItsColumnAndNearestWord(String text, int column, String hint) {
    ScheduleSyntaxException error = errorOf(text);

    assertThat(error.column()).isEqualTo(column);
    assertThat(error.hint()).isEqualTo(hint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "cosine(peak=0)           | 12 | peak must be in (0, 1000000], was 0",
        "cosine(peak=-1)          | 12 | peak must be in (0, 1000000], was -1",
        "cosine(peak=1e400)       | 12 | peak takes a learning rate, as in 0.1, not 1e400",
        "cosine(peak=NaN)         | 12 | peak takes a learning rate, as in 0.1, not NaN",
        "cosine(peak=0.1, peak=1) | 17 | peak is given twice",
        "cosine(peak=0.1, 0)      | 17 | a value without a name stands after named ones",
        "cosine(0.1, 0, inclusive, 5, 6) | 29 | cosine takes 4 values at most",
        "cosine(peak=0.1          | 15 | the closing ')' is missing",
        "cosine(peak=)            | 12 | a value is missing",
        "warmup(5%) +             | 12 | a schedule is missing",
        "warmup(120%) + cosine(1) | 7  | for must be in [0, 9.007199254740992e15] or in 0%..100%, was 120%",
        "step(0.1, every=2.5)     | 16 | every counts updates and must be a whole number, was 2.5",
        "0.1                      | 0  | 0.1 alone is no schedule",
        "cosine(0.1))             | 11 | unexpected ')'",
        "multi-step(0.1, at=[5%,] | 23 | a value is missing",
      })
  void faultyText_isRejectedAtItsColumn(String text, int column, String problem) {
    ScheduleSyntaxException error = errorOf(text.strip());

    assertThat(error.problem()).isEqualTo(problem);
    assertThat(error.column()).isEqualTo(column);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "warmup(5%) + cosine(peak=0.1, end=0)",
        "one-cycle(peak=0.1, pct-start=0.3)",
        "0.5 * (warmup(3ep, shape=cosine) + step(peak=0.1, every=30%))",
        "cosine(peak=0.1) * exponential(factor=0.5, every=10%)",
        "warmup(0) + (constant(peak=1e-4, for=50%) + linear(peak=1e-4)) + cooldown(20%, shape=1-sqrt)",
        "clipped(cyclic(peak=0.1, scale=[1, 0.5, 0.25], momentum=off), min=0.001)",
        "repeated(warmup(10%) + cosine(peak=0.1), every=25%)",
        "piecewise(values=[0.1, 0.01], at=[50%])",
        "sequence(constant(peak=1), for=50%)",
        "wsd(peak=3e-4, warmup=100, decay=20%, shape=1-sqrt)",
      })
  void canonicalText_isItsOwnToString(String text) {
    ScheduleSpec spec = ScheduleSpec.parse(text);

    assertThat(spec).hasToString(text);
    assertThat(ScheduleSpec.parse(spec.toString())).isEqualTo(spec);
    assertThat(ScheduleSpec.fromMap(spec.toMap())).isEqualTo(spec);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "one-cycle(max=0.1, pct-start=0.3) | one-cycle(peak=0.1, pct-start=0.3)",
        "COSINE( 0.10 ,end = 1e-5 )        | cosine(peak=0.1, end=1e-5)",
        "torch.onecyclelr(max-lr=1e-1)     | torch.OneCycleLR(max_lr=0.1)",
        "torch.CyclicLR(base_lr=0.01, max_lr=0.1, mode='exp_range') | torch.CyclicLR(max_lr=0.1, base_lr=0.01, mode=exp_range)",
        "sgdr(0.1, multiplier=2)           | cosine-restarts(peak=0.1, multiplier=2)",
        "2 * constant(1e+3)                | 2 * constant(peak=1000)",
      })
  void otherSpellings_becomeTheCanonicalOne(String text, String canonical) {
    assertThat(ScheduleSpec.parse(text)).hasToString(canonical);
  }

  @Test
  void json_isPlainMapsAndTakesTextsInside() {
    ScheduleSpec spec = ScheduleSpec.parse("warmup(5%) + cosine(peak=0.1, end=1%)");

    assertThat(spec.toMap())
        .isEqualTo(
            Map.of(
                "schedule",
                "sequence",
                "schedules",
                List.of(
                    Map.of("schedule", "warmup", "for", "5%"),
                    Map.of("schedule", "cosine", "peak", 0.1, "end", "1%"))));
    assertThat(
            ScheduleSpec.fromMap(
                Map.of(
                    "schedule",
                    "sequence",
                    "schedules",
                    List.of("warmup(5%)", Map.of("schedule", "cosine", "max", 0.1, "end", "1%")))))
        .isEqualTo(spec);
  }

  @Test
  void json_errorsNameThePath() {
    assertThatThrownBy(
            () ->
                ScheduleSpec.fromMap(
                    Map.of(
                        "schedule",
                        "sequence",
                        "schedules",
                        List.of(Map.of("schedule", "cosine", "ende", 0)))))
        .isInstanceOf(ScheduleSyntaxException.class)
        .hasMessage("cosine has no parameter 'ende' (at $.schedules[0].ende)\nDid you mean 'end'?");
    assertThatThrownBy(() -> ScheduleSpec.fromMap(Map.of("peak", 1)))
        .hasMessageStartingWith("the entry 'schedule' is missing (at $)");
  }

  @Test
  void deepNesting_isRejectedAndDoesNotOverflowTheStack() {
    assertThat(errorOf("(".repeat(100_000) + "constant(1)").problem())
        .isEqualTo("more than 50 schedules inside each other");
  }
}
