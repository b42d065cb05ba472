package dev.preflight.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CallTest {

  @Test
  void options_keepTheirOrder_andNumbersTheirPrintedDigits() {
    Call call =
        Call.of(Verb.LR_SEARCH).with("--low", "%.0e", 1e-9).with("--schedule", "warmup(5%) + rex");

    assertThat(call.argument()).isNull();
    assertThat(call.options())
        .isEqualTo(
            List.of(
                new Call.Quantity("--low", "1e-09"),
                new Call.Words("--schedule", "warmup(5%) + rex")));
  }

  @Test
  void optionThatTheVerbDoesNotTake_isRejected() {
    assertThatThrownBy(() -> Call.of(Verb.CHECK).with("--updates", "%d", 300))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("check does not take --updates");
  }

  @Test
  void adviceWithoutAWord_isRejected() {
    assertThatThrownBy(() -> Advice.of(" ")).isInstanceOf(IllegalArgumentException.class);
  }
}
