package dev.preflight.training.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureTextTest {

  @Test
  void oneCause_isTheFirstLine() {
    String message = "Incompatible shapes: [2] vs. [3]\n\t [[{{node sum}}]]";

    assertThat(FailureText.of(new IllegalStateException(message)))
        .isEqualTo("Incompatible shapes: [2] vs. [3]");
  }

  @Test
  void severalCauses_areToldByTheFirst() {
    String message =
        """
        2 root error(s) found.
          (0) INVALID_ARGUMENT: DNN library is not found.
        \t [[{{node conv1/conv}}]]
        \t [[preflight/loss/_17]]
          (1) INVALID_ARGUMENT: DNN library is not found.
        \t [[{{node conv1/conv}}]]
        0 successful operations.
        """;

    assertThat(FailureText.of(new IllegalStateException(message)))
        .isEqualTo("INVALID_ARGUMENT: DNN library is not found.");
    assertThat(FailureText.of(new IllegalStateException("2 root error(s) found.")))
        .isEqualTo("2 root error(s) found.");
  }

  @Test
  void noMessage_isNoText() {
    assertThat(FailureText.of(new IllegalStateException(""))).isEmpty();
  }
}
