package dev.preflight.sanity.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FitTest {

  @Test
  void line_isFoundAndItsResidualJudged() {
    Fit exact = Fit.line(new double[] {0, 1, 2}, new double[] {3, 5, 7});
    Fit none = Fit.line(new double[] {1, 1, 1}, new double[] {3, 5, 7});

    assertThat(exact.slope()).isCloseTo(2, within(1e-12));
    assertThat(exact.offset()).isCloseTo(3, within(1e-12));
    assertThat(exact.residual()).isCloseTo(0, within(1e-12));
    assertThat(none.residual()).isInfinite();
  }
}
