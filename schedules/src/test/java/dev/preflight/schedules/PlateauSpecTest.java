package dev.preflight.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Schedules of the lectures as specs, with hand-computed values, and those that follow a metric.
 */
class PlateauSpecTest {

  private static final double[] FLAT = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

  private static double at(String text, long updates, long perEpoch, long update) {
    return ScheduleSpec.parse(text).resolve(Run.of(updates, perEpoch)).at(update);
  }

  /** lr / (1 + decay) once an epoch: 0.1, 0.1/1.25, 0.1/1.25^2. */
  @ParameterizedTest
  @CsvSource({"0, 0.1", "9, 0.1", "10, 0.08", "19, 0.08", "20, 0.064", "30, 0.0512"})
  void divisionAgainAndAgain(long update, double rate) {
    assertThat(at("step(peak=0.1, every=1ep, factor=0.8)", 100, 10, update))
        .isEqualTo(rate, within(1e-12));
  }

  /** 1,000 updates up to 0.1; then half of it every 10,000. */
  @ParameterizedTest
  @CsvSource({
    "0, 0.0001",
    "499, 0.05",
    "999, 0.1",
    "1000, 0.1",
    "11000, 0.05",
    "21000, 0.025",
    "6000, 0.0707106781186"
  })
  void warmupThenExponential(long update, double rate) {
    assertThat(
            at("warmup(1000) + exponential(peak=0.1, factor=0.5, every=10000)", 40_000, 0, update))
        .isEqualTo(rate, within(1e-10));
  }

  @ParameterizedTest
  @CsvSource({"14, 0.1", "15, 0.05", "44, 0.05", "45, 0.025", "70, 0.0125", "90, 0.00625"})
  void milestones(long epoch, double rate) {
    assertThat(
            at(
                "multi-step(peak=0.1, at=[15ep, 45ep, 70ep, 90ep], factor=0.5)",
                1000,
                10,
                epoch * 10))
        .isEqualTo(rate, within(1e-12));
  }

  /** The first check sets the best; the fifth without improvement cuts. */
  @Test
  void warmupThenPlateau() {
    PlannedSchedule s =
        ScheduleSpec.parse("warmup(100) + plateau(peak=0.1, factor=0.5, patience=5)")
            .resolve(Run.of(1000));
    assertThat(s.checksFrom()).isEqualTo(100);
    assertThat(s.at(49)).isEqualTo(0.05, within(1e-12));
    assertThat(s.at(500)).isEqualTo(0.1);
    assertThat(s.multiplier(Arrays.copyOf(FLAT, 5), Goal.MINIMIZE)).isEqualTo(1);
    assertThat(s.multiplier(Arrays.copyOf(FLAT, 6), Goal.MINIMIZE)).isEqualTo(0.5);
    assertThat(s.multiplier(Arrays.copyOf(FLAT, 11), Goal.MINIMIZE)).isEqualTo(0.25);
    assertThat(s.multiplier(new double[] {5, 4, 3, 2, 1, 0.5, 0.2}, Goal.MINIMIZE)).isEqualTo(1);
    assertThat(s.multiplier(new double[] {1, 2, 3, 4, 5, 6, 7}, Goal.MAXIMIZE)).isEqualTo(1);
  }

  @Test
  void growthIsCutOnAPlateau() {
    PlannedSchedule s =
        ScheduleSpec.parse("exponential-growth(peak=0.1) * plateau(factor=0.5, patience=2)")
            .resolve(Run.of(1000));
    assertThat(s.at(900)).isGreaterThan(0.1);
    assertThat(s.multiplier(new double[] {1, 1, 1}, Goal.MINIMIZE)).isEqualTo(0.5);
  }

  @Test
  void otherSchedulesAreNotCut() {
    ScheduleSpec cosine = ScheduleSpec.parse("cosine(peak=0.1)");
    assertThat(cosine.isAdaptive()).isFalse();
    assertThat(cosine.resolve(Run.of(100)).multiplier(FLAT, Goal.MINIMIZE)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "warmup(5%) + plateau(factor=0.5), 0.3",
    "plateau(factor=0.5), 0.3",
    "0.5 * plateau(peak=1), 0.3",
    "cosine * plateau(factor=0.5), 0.3",
    "exponential-growth(peak=0.1) * plateau, 0.3"
  })
  void peaksAreSetAsElsewhere(String text, double peak) {
    ScheduleSpec spec = ScheduleSpec.parse(text).withPeak(peak);
    assertThat(spec.peak()).hasValue(peak);
    assertThat(spec.isAdaptive()).isTrue();
    PlannedSchedule shorter = spec.resolve(Run.of(1000)).compressedTo(100);
    assertThat(shorter.spec().isAdaptive()).isTrue();
    assertThat(shorter.multiplier(FLAT, Goal.MINIMIZE))
        .isEqualTo(spec.resolve(Run.of(1000)).multiplier(FLAT, Goal.MINIMIZE));
  }

  /** 1,000 updates without epochs are checked every 50: 19 checks before the last update. */
  @Test
  void tooFewChecksAreSaid() {
    assertThat(planned("plateau(0.1, patience=18)").checksTooFew(50)).isEmpty();
    assertThat(planned("plateau(0.1, patience=19)").checksTooFew(50)).hasValue(19);
    assertThat(planned("warmup(50%) + plateau(0.1, patience=9)").checksTooFew(50)).hasValue(9);
    assertThat(planned("cosine(0.1)").checksTooFew(50)).isEmpty();
    assertThat(Run.of(1000).checkEvery()).isEqualTo(50);
    assertThat(Run.of(1000, 7).checkEvery()).isEqualTo(7);
    assertThat(Run.of(1).checkEvery()).isEqualTo(1);
  }

  private static PlannedSchedule planned(String text) {
    return ScheduleSpec.parse(text).resolve(Run.of(1000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "warmup(5%) + cosine(peak=0.1)",
        "plateau(0.1, 0.5, 3)",
        "warmup(100) + plateau(peak=0.1, factor=0.5, patience=5)",
        "exponential-growth(peak=0.1) * plateau(factor=0.5, mode=absolute)",
        "resnet-imagenet",
        "mask-rcnn-coco"
      })
  void textIsReadBack(String text) {
    ScheduleSpec once = ScheduleSpec.parse(text);
    assertThat(ScheduleSpec.parse(once.toString())).isEqualTo(once);
    assertThat(ScheduleSpec.fromMap(once.toMap())).isEqualTo(once);
  }

  @Test
  void recipesAreThoseOfThePapers() {
    assertThat(at("mask-rcnn-coco", 160_000, 0, 119_999)).isEqualTo(0.02);
    assertThat(at("mask-rcnn-coco", 160_000, 0, 120_000)).isEqualTo(0.002, within(1e-12));
    assertThat(at("mask-rcnn-coco-8", 160_000, 0, 0)).isEqualTo(0.01);
    assertThat(at("resnet-imagenet", 100, 0, 50)).isEqualTo(0.1);
    assertThat(KnownRecipe.find("ResNet-ImageNet").orElseThrow().batchSize()).isEqualTo(256);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plateau(0.1) + cosine | stands last",
        "plateau(peek=0.1) | no parameter 'peek'",
        "repeated(plateau(0.1), every=10) | stands last",
        "plateau(0.1) * cosine | stands last",
        "plateau(0.1, factor=2) | factor",
        "plateau(0.1, patience=1.5) | a whole number",
        "plateau(0.1, patience=many) | patience",
        "plateau(0.1, mode=odd) | relative",
        "cosine(0.1) * plateau(peak=0.2) | no peak of its own",
        "plateau(0.1, peak=0.2) | given twice"
      })
  void mistakesAreNamed(String text, String message) {
    assertThatThrownBy(() -> ScheduleSpec.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void mistakesInJsonAreNamedToo() {
    assertThatThrownBy(
            () ->
                ScheduleSpec.fromMap(
                    Map.of("schedule", "repeated", "of", "plateau(0.1)", "every", 10)))
        .isInstanceOf(ScheduleSyntaxException.class)
        .hasMessageContaining("stands last");
  }
}
