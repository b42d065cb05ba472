package dev.preflight.tuner.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.preflight.tuner.runs.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class HolmTest {

  /** By hand: 4 * 0.005, 3 * 0.01, 2 * 0.03, and 0.04, which may not fall below its predecessor. */
  @Test
  void handWorkedTable_isReproduced() {
    assertThat(Holm.adjusted(new double[] {0.01, 0.04, 0.03, 0.005}))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-15));
  }

  @Test
  void adjustedValues_areAtMostOne_andOneTestIsLeftAlone() {
    assertThat(Holm.adjusted(new double[] {0.6, 0.9})).containsExactly(1, 1);
    assertThat(Holm.adjusted(new double[] {0.04})).containsExactly(0.04);
    assertThat(Holm.adjusted(new double[0])).isEmpty();
  }

  private static Sample sample(Double... losses) {
    return new Sample(List.of(losses));
  }

  /**
   * By hand. To the first: the second differs by 0, 0.1, -0.1, 0.1, -0.1 (t = 0); the third by 1 ±
   * 0.1 (t = 22, p = 2e-5); the fourth by 1.1 ± 0.1. The third and the fourth differ by 0.1 on
   * average with deviations of 0.2: t = 1.1.
   */
  @Test
  void samplesThatThePairsCannotTellApart_shareAGroup() {
    Sample first = sample(1.0, 2.0, 3.0, 4.0, 5.0);
    Sample second = sample(1.0, 2.1, 2.9, 4.1, 4.9);
    Sample third = sample(2.0, 3.1, 3.9, 5.1, 5.9);
    Sample fourth = sample(2.1, 3.0, 4.2, 5.0, 6.2);

    assertThat(TieGroups.of(List.of(first, second, third, fourth))).containsExactly(0, 0, 1, 1);
  }

  @Test
  void pairing_separatesWhatTheSpreadOfSeedsWouldHide() {
    Sample first = sample(1.0, 20.0, 300.0, 4000.0, 50000.0);
    Sample second = sample(1.11, 20.1, 300.09, 4000.1, 50000.1);

    assertThat(TieGroups.of(List.of(first, second))).containsExactly(0, 1);
  }

  @Test
  void correction_mattersWithManySchedules() {
    // The difference to the leader has t = 3.16 with four degrees of freedom, p = 0.034.
    Sample leader = sample(0.0, 0.0, 0.0, 0.0, 0.0);
    Sample near = sample(0.3, 0.1, 0.2, 0.0, 0.2);

    assertThat(TieGroups.of(List.of(leader, near))).containsExactly(0, 1);
    assertThat(TieGroups.of(List.of(leader, near, near))).containsExactly(0, 0, 0);
  }

  @Test
  void scheduleThatLostARun_isNotInTheLeadersGroup() {
    Sample leader = sample(1.0, 2.0, 3.0);
    Sample lost = sample(1.0, 2.0, Double.POSITIVE_INFINITY);

    assertThat(TieGroups.of(List.of(leader, lost))).containsExactly(0, 1);
    assertThat(TieGroups.letter(0)).isEqualTo("A");
    assertThat(TieGroups.letter(99)).isEqualTo("Z");
  }
}
