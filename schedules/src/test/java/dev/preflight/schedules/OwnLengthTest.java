package dev.preflight.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnLengthTest {

  private static Optional<OwnLength> misfit(String spec, long updates) {
    ScheduleSpec read = ScheduleSpec.parse(spec);
    return OwnLength.misfit(read.peak().isPresent() ? read : read.withPeak(0.1), Run.of(updates));
  }

  /** Own lengths by the libraries' arguments; the run is shorter. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keras.CosineDecay(0.1, decay_steps=1000)                            | 300 | 1000",
        "keras.PolynomialDecay(0.1, decay_steps=1000, end_learning_rate=0)   | 300 | 1000",
        "torch.MultiStepLR(lr=0.1, milestones=[150, 450], gamma=0.1)         | 300 | 450",
        "torch.LinearLR(lr=0.1, start_factor=1, end_factor=0.1, total_iters=900) | 300 | 900"
      })
  void aRunThatEndsBeforeItsSchedule_isCutOff(String spec, long run, long own) {
    OwnLength found = misfit(spec, run).orElseThrow();
    assertThat(found.updates()).isCloseTo(own, within(1L));
    assertThat(found.cutOff()).isTrue();
    assertThat(found.last()).isPositive();
  }

  @Test
  void aScheduleThatIsOverEarlyAtNothing_isTold() {
    OwnLength found = misfit("keras.CosineDecay(0.1, decay_steps=100)", 300).orElseThrow();
    assertThat(found.cutOff()).isFalse();
    assertThat(found.updates()).isCloseTo(100, within(1L));
    assertThat(found.last()).isZero();
  }

  /** Those that follow the run, never end, end at a rate that trains, or fit. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "constant",
        "linear",
        "warmup(5%) + cosine",
        "one-cycle",
        "warmup(10) + cosine",
        "keras.CosineDecay(0.1, decay_steps=300)",
        "torch.MultiStepLR(lr=0.1, milestones=[150, 225], gamma=0.1)",
        "torch.StepLR(lr=0.1, step_size=30, gamma=0.5)",
        "torch.ExponentialLR(lr=0.1, gamma=0.99)",
        "torch.CosineAnnealingWarmRestarts(lr=0.1, T_0=50)",
        "inverse-sqrt"
      })
  void others_fit(String spec) {
    assertThat(misfit(spec, 300)).isEmpty();
  }
}
