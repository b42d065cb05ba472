package dev.preflight.tuner.finder;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FinderOptionsTest {

  @Test
  void badValues_areRejectedWithTheirRange() {
    FinderOptions defaults = FinderOptions.defaults();

    assertThatThrownBy(() -> defaults.withSteps(5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("steps must be in [20, 100000], was 5");
    assertThatThrownBy(() -> defaults.withRun(run -> run.withRange(1, 0.1)))
        .hasMessageContaining("the ramp must rise");
    assertThatThrownBy(() -> defaults.withRun(run -> run.withSeeds(-1)))
        .hasMessageContaining("seeds must be in");
    assertThatThrownBy(() -> defaults.withRun(run -> run.withBatchSize(0)))
        .hasMessageContaining("batch size");
  }
}
