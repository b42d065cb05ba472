package dev.preflight.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.preflight.training.data.InputException;

/** Mistakes of a user, made in tests. */
public final class Mistakes {

  private Mistakes() {}

  /** The mistake is answered with one line that says what is wrong, and a hint what to do. */
  public static void answered(Runnable mistake, String message, String hint) {
    InputException e = catchThrowableOfType(InputException.class, mistake::run);
    assertThat(e).isNotNull();
    assertThat(e).hasMessageContaining(message);
    assertThat(e.hint()).contains(hint);
    assertThat(e.getMessage()).doesNotContain("\n");
  }
}
