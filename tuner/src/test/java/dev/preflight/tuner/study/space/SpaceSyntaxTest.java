package dev.preflight.tuner.study.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpaceSyntaxTest {

  @Test
  void everyKindOfRange() {
    assertThat(of("x=float(0,1)")).isEqualTo(FloatDistribution.uniform(0, 1));
    assertThat(of("x = float(0, 0.5, 0.05)")).isEqualTo(FloatDistribution.stepped(0, .5, .05));
    assertThat(of("x=log(1e-5,1)")).isEqualTo(FloatDistribution.log(1e-5, 1));
    assertThat(of("x=int(1,9,2)")).isEqualTo(IntDistribution.stepped(1, 9, 2));
    assertThat(of("x=logint(16,512)")).isEqualTo(IntDistribution.log(16, 512));
    assertThat(of("x=choice(relu, 1, 1.5, true, null, 0x)"))
        .isEqualTo(CategoricalDistribution.of("relu", 1L, 1.5, true, null, "0x"));
  }

  private static Distribution of(String text) {
    return SpaceSyntax.parameter(text).distribution();
  }

  @Test
  void conditions() {
    Parameter parameter =
        SpaceSyntax.parameter("momentum=float(0,0.99) when optimizer=sgd|momentum");
    assertThat(parameter.condition().orElseThrow())
        .isEqualTo(new Condition("optimizer", Arrays.asList("sgd", "momentum")));
  }

  @Test
  void aFile_sayingItBothWays() {
    SearchSpace space =
        SpaceSyntax.space(
            """
            {
              "optimizer": {"type": "categorical", "choices": ["sgd", "adam"]},
              "lr": "log(1e-5, 1)",
              "width": {"type": "int", "low": 16, "high": 256, "log": true},
              "beta": {"type": "float", "low": 0.5, "high": 0.9, "step": 0.1, "when": {"optimizer": "adam"}}
            }
            """);
    assertThat(space.parameters().keySet()).containsExactly("optimizer", "lr", "width", "beta");
    assertThat(space.parameters().get("width").distribution())
        .isEqualTo(IntDistribution.log(16, 256));
    assertThat(space.parameters().get("beta").condition().orElseThrow().values())
        .isEqualTo(List.of("adam"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '"',
      value = {
        "lr=log(0,1) -> parameter 'lr': a logarithmic range cannot start at 0.0",
        "n=logint(0,8) -> parameter 'n': a logarithmic range cannot start at 0",
        "lr=float(2,1) -> parameter 'lr': the low end 2.0 is above the high end 1.0",
        "n=int(8,1) -> parameter 'n': the low end 8 is above the high end 1",
        "d=float(0,0.55,0.1) -> parameter 'd': the step 0.1 does not divide the range 0.0 to 0.55",
        "n=int(1,8,2) -> parameter 'n': the step 2 does not divide the range 1 to 8",
        "a=choice(x,y,x) -> parameter 'a': the choice 'x' stands there twice",
        "a=choice() -> parameter 'a': there is no choice",
        "a=choice(x,,y) -> parameter 'a': a choice is empty",
        "lr=log(1e-5) -> parameter 'lr': log has 1 arguments",
        "lr=float(a,1) -> parameter 'lr': 'a' is no number",
        "n=int(1.5,3) -> parameter 'n': '1.5' is no whole number",
        "lr=uniform(0,1) -> parameter 'lr': 'uniform' is no kind of distribution",
        "lr=float(0,1,0) -> parameter 'lr': the step is 0.0",
        "lr=float(0,1,NaN) -> parameter 'lr': the step is NaN",
        "lr=float(NaN,1) -> parameter 'lr': the range NaN to 1.0 is not finite",
        "lr -> 'lr' is no parameter",
        "lr=3 -> parameter 'lr': '3' is no distribution"
      })
  void whatIsWrong_isSaidWithItsPlace(String text, String message) {
    assertThatThrownBy(() -> SpaceSyntax.parameter(text))
        .isInstanceOf(StudyException.class)
        .hasMessage(message)
        .satisfies(e -> assertThat(((StudyException) e).hint()).isNotEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"a\": 3}",
        "{\"a\": {\"type\": \"real\"}}",
        "{\"a\": {\"type\": \"float\", \"low\": 0}}",
        "{\"a\": {\"type\": \"int\", \"low\": 0.5, \"high\": 2}}",
        "{\"a\": {\"type\": \"int\", \"lo\": 0, \"high\": 2}}",
        "{\"a\": {\"type\": \"categorical\"}}",
        "{\"a\": \"int(1,2) when b=1\"}",
        "{\"a\": \"int(1,2) when b=1\", \"b\": \"int(1,2)\"}",
        "{\"b\": \"int(1,2)\", \"a\": \"int(1,2) when b=7\"}",
        "{\"a\": \"int(1,2)\", \"a\": \"int(1,2)\"}",
        "{\"a\": \"int(1,2)\""
      })
  void filesThatDeclareNothing(String json) {
    assertThatThrownBy(() -> SpaceSyntax.space(json))
        .isInstanceOf(StudyException.class)
        .satisfies(e -> assertThat(((StudyException) e).hint()).isNotEmpty());
  }

  @Test
  void distributions_readBackFromOptunasText() {
    for (String text :
        List.of(
            "x=float(0,1)",
            "x=float(0,0.5,0.05)",
            "x=log(1e-5,1)",
            "x=int(1,9,2)",
            "x=logint(16,512)",
            "x=choice(relu, 1, 1.5, true, null)")) {
      Distribution distribution = of(text);
      assertThat(DistributionJson.read(DistributionJson.write(distribution)))
          .isEqualTo(distribution);
    }
    assertThat(DistributionJson.write(FloatDistribution.log(1e-5, 1)).replace("1.0E-5", "1e-05"))
        .isEqualTo(
            "{\"name\": \"FloatDistribution\", \"attributes\":"
                + " {\"step\": null, \"low\": 1e-05, \"high\": 1.0, \"log\": true}}");
  }
}
