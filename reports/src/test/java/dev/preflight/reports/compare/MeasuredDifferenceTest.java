package dev.preflight.reports.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.preflight.reports.Json;
import dev.preflight.reports.Measure;
import dev.preflight.reports.Measure.Items;
import dev.preflight.reports.Measure.SeedRun;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeasuredDifferenceTest {

  private static Measure seeds(long from, double... values) {
    List<SeedRun> runs = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      runs.add(new SeedRun(from + i, values[i]));
    }
    return Measure.of("loss", true, runs);
  }

  private static Measure share(int count, BitSet right) {
    return Measure.ofShare("val_accuracy", Items.of(count, right));
  }

  /** scipy 1.x: ttest_ind(b, a, equal_var=False).confidence_interval(0.95). */
  @Test
  void otherSeeds_areHeldAgainstEachOtherAsWelchDoes() {
    MeasuredDifference d =
        MeasuredDifference.of(
            seeds(1, 0.5, 0.52, 0.49, 0.51, 0.48), seeds(11, 0.45, 0.47, 0.46, 0.5));
    assertThat(d.value()).isCloseTo(-0.03, within(1e-12));
    assertThat(d.low()).isCloseTo(-0.06249134815112445, within(1e-12));
    assertThat(d.high()).isCloseTo(0.002491348151124395, within(1e-12));
    assertThat(d.isTie()).isTrue();
  }

  /** By hand: differences 0.1, 0.2, 0.3; mean 0.2, sd 0.1, t(2) 4.302652729911275. */
  @Test
  void theSameSeeds_arePaired() {
    MeasuredDifference d = MeasuredDifference.of(seeds(1, 1, 2, 3), seeds(1, 1.1, 2.2, 3.3));
    assertThat(d.value()).isCloseTo(0.2, within(1e-12));
    assertThat(d.high()).isCloseTo(0.2 + 4.302652729911275 * 0.1 / Math.sqrt(3), within(1e-9));
    assertThat(d.over()).isEqualTo("3 seeds in pairs");
  }

  /** By hand: 30 gained, 10 lost of 1000: centre 20/1002, half 1.96 sqrt(41 - 400/1002)/1002. */
  @Test
  void theSameItems_byWhichChanged() {
    BitSet before = new BitSet();
    before.set(0, 900);
    BitSet after = new BitSet();
    after.set(10, 930);
    MeasuredDifference d = MeasuredDifference.of(share(1000, before), share(1000, after));
    assertThat(d.value()).isCloseTo(0.02, within(1e-12));
    double half = 1.959963984540054 * Math.sqrt(41 - 400.0 / 1002) / 1002;
    assertThat(d.low()).isCloseTo(20.0 / 1002 - half, within(1e-12));
    assertThat(d.high()).isCloseTo(20.0 / 1002 + half, within(1e-12));
    assertThat(d.isTie()).isFalse();
  }

  /** Two classifiers that are as good: 5 % of 2,000 intervals may miss 0; three errors margin. */
  @Test
  void theSameItems_missAsOftenAsTheySay() {
    Random random = new Random(7);
    int missed = 0;
    for (int k = 0; k < 2000; k++) {
      BitSet a = new BitSet();
      BitSet b = new BitSet();
      for (int i = 0; i < 300; i++) {
        boolean easy = random.nextDouble() < 0.85;
        a.set(i, easy || random.nextDouble() < 0.3);
        b.set(i, easy || random.nextDouble() < 0.3);
      }
      missed += MeasuredDifference.of(share(300, a), share(300, b)).isTie() ? 0 : 1;
    }
    assertThat(missed / 2000.0).isBetween(0.02, 0.05 + 3 * Math.sqrt(0.05 * 0.95 / 2000));
  }

  @Test
  void oneRunEach_saysNothingOfChance() {
    MeasuredDifference d =
        MeasuredDifference.of(Measure.of("loss", 1, true), Measure.of("loss", 2, true));
    assertThat(d.value()).isEqualTo(1);
    assertThat(d.bounded()).isFalse();
    assertThat(
            MeasuredDifference.of(seeds(1, 1, Double.POSITIVE_INFINITY), seeds(1, 2, 3)).bounded())
        .isFalse();
    assertThat(MeasuredDifference.of(seeds(1, 1, 1), seeds(1, 1, 1)).isTie()).isTrue();
  }

  @Test
  void aMeasure_isReadBack_andRefusesWhatCannotBe() {
    BitSet right = new BitSet();
    right.set(2);
    Measure share = share(3, right);
    assertThat(Json.compact(share))
        .isEqualTo(
            "{\"name\":\"val_accuracy\",\"value\":0.3333333333333333,\"lowerIsBetter\":false,"
                + "\"items\":{\"count\":3,\"right\":\"BA==\"}}");
    assertThatThrownBy(() -> new Items(2, "BA==")).hasMessageContaining("more items are right");
    assertThatThrownBy(() -> Measure.of("a", true, List.of(new SeedRun(1, 1), new SeedRun(1, 2))))
        .hasMessageContaining("seed 1 of a is there twice");
  }
}
