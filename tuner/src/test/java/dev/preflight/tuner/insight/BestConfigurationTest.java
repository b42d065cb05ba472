package dev.preflight.tuner.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Suggestion;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.SpaceSyntax;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.ParameterValue;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.List;
import org.junit.jupiter.api.Test;

class BestConfigurationTest {

  private static ParameterValue value(String text, Object external) {
    Distribution distribution = SpaceSyntax.parameter(text).distribution();
    return new ParameterValue(distribution, distribution.internal(external));
  }

  @Test
  void itIsExact_inEachLanguage() {
    FrozenTrial trial =
        FrozenTrial.builder(3, 3, TrialState.COMPLETE)
            .param("lr", value("lr=log(1e-5,1)", 0.0011924939565887587))
            .param("n", value("n=int(1,9)", 4L))
            .param("act", value("act=choice(relu,elu)", "elu"))
            .values(List.of(0.5))
            .build();
    assertThat(BestConfiguration.of(trial).code())
        .extracting(Suggestion.Snippet::line)
        .containsExactly(
            "{\"lr\": 0.0011924939565887587, \"n\": 4, \"act\": \"elu\"}",
            "Map<String, Object> params = Map.ofEntries(Map.entry(\"lr\", 0.0011924939565887587),"
                + " Map.entry(\"n\", 4L), Map.entry(\"act\", \"elu\"));",
            "params = {\"lr\": 0.0011924939565887587, \"n\": 4, \"act\": \"elu\"}");
  }
}
