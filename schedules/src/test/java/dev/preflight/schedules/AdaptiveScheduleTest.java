package dev.preflight.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schedules of the lectures against values worked out by hand, and rates that are cut. */
class AdaptiveScheduleTest {

  private static final double[] FLAT = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

  private static double at(String text, long updates, long perEpoch, long update) {
    return AdaptiveSchedule.parse(text).base().resolve(Run.of(updates, perEpoch)).at(update);
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
    AdaptiveSchedule s =
        AdaptiveSchedule.parse("warmup(100) + plateau(peak=0.1, factor=0.5, patience=5)");
    Run run = Run.of(1000);
    assertThat(s.countsFrom(run)).isEqualTo(100);
    assertThat(s.base().resolve(run).at(49)).isEqualTo(0.05, within(1e-12));
    assertThat(s.base().resolve(run).at(500)).isEqualTo(0.1);
    assertThat(s.multiplier(java.util.Arrays.copyOf(FLAT, 5), Goal.MINIMIZE)).isEqualTo(1);
    assertThat(s.multiplier(java.util.Arrays.copyOf(FLAT, 6), Goal.MINIMIZE)).isEqualTo(0.5);
    assertThat(s.multiplier(java.util.Arrays.copyOf(FLAT, 11), Goal.MINIMIZE)).isEqualTo(0.25);
    assertThat(s.multiplier(new double[] {5, 4, 3, 2, 1, 0.5, 0.2}, Goal.MINIMIZE)).isEqualTo(1);
    assertThat(s.multiplier(new double[] {1, 2, 3, 4, 5, 6, 7}, Goal.MAXIMIZE)).isEqualTo(1);
  }

  @Test
  void growthIsCutOnAPlateau() {
    AdaptiveSchedule s =
        AdaptiveSchedule.parse("exponential-growth(peak=0.1) * plateau(factor=0.5, patience=2)");
    assertThat(s.base().resolve(Run.of(1000)).at(900)).isGreaterThan(0.1);
    assertThat(s.multiplier(new double[] {1, 1, 1}, Goal.MINIMIZE)).isEqualTo(0.5);
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
    AdaptiveSchedule once = AdaptiveSchedule.parse(text);
    AdaptiveSchedule again = AdaptiveSchedule.parse(once.toString());
    assertThat(again.base()).isEqualTo(once.base());
    assertThat(again.plateau()).isEqualTo(once.plateau());
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
        "plateau(peek=0.1) | no argument 'peek'",
        "plateau(0.1, factor=2) | factor",
        "plateau(0.1, patience=1.5) | whole numbers",
        "plateau(0.1, patience=many) | patience is a number",
        "plateau(0.1, mode=odd) | relative or absolute",
        "cosine(0.1) * plateau(peak=0.2) | no peak of its own",
        "plateau(0.1, peak=0.2) | given twice"
      })
  void mistakesAreNamed(String text, String message) {
    assertThatThrownBy(() -> AdaptiveSchedule.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
