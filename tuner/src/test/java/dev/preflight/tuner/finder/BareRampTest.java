package dev.preflight.tuner.finder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bracket of a bare ramp. */
class BareRampTest {

  private static final FinderResult.Landmarks MARKS =
      new FinderResult.Landmarks(1e-4, 1e-2, 0.1, 0.5, 1);

  @ParameterizedTest
  @CsvSource({
    "adam, 0.002, 0.1",
    "the graph's own ResourceApplyAdam, 0.002, 0.1",
    "the graph's own ResourceApplyRMSProp, 0.002, 0.1",
    "momentum 0.9, 0.01, 0.6",
    "the graph's own ResourceApplyMomentum, 0.01, 0.6",
    "sgd, 0.05, 2.5",
    "the graph's own ApplyGradientDescent, 0.05, 2.5",
    "the graph's own AssignSub, 0.002, 2.5"
  })
  void bracket_reachesAsFarAsTheOptimizerNeeds(String optimizer, double low, double high) {
    FinderResult.Bracket bracket = BareRamp.bracket(MARKS, optimizer);

    assertThat(bracket.low()).isCloseTo(low, within(1e-9));
    assertThat(bracket.high()).isCloseTo(high, within(1e-9));
  }

  @Test
  void finding_isAHint_withoutANumberOfItsOwn() {
    FinderResult.Bracket bracket = BareRamp.bracket(MARKS, "adam");

    assertThat(BareRamp.finding(bracket, 300).title()).contains("between 0.0020 and 0.10: a hint");
    assertThat(BareRamp.finding(bracket, 300).measured()).isNull();
  }
}
