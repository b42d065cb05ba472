package dev.preflight.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShuffleTest {

  /** Written down from Java 17: another release that draws otherwise must not change results. */
  @Test
  void samples_areThoseOfEveryJvm() {
    assertThat(Shuffle.sample(1024, 6, 7)).containsExactly(336, 373, 55, 468, 829, 825);
    assertThat(Shuffle.sample(2000, 8, 0))
        .containsExactly(1678, 709, 119, 1164, 173, 81, 1577, 1054);
    assertThat(Shuffle.sample(100_000, 5, 42)).containsExactly(45031, 2104, 46659, 52231, 41865);
    assertThat(Shuffle.sample(10, 10, 1)).containsExactly(6, 4, 1, 8, 7, 2, 5, 9, 3, 0);
  }

  @Test
  void unbiasedDraws_dropWhatDoesNotFit() {
    SplittableRandom random = new SplittableRandom(5);
    int bound = (1 << 30) + 1;

    // Of the eight numbers drawn here, every second one is dropped.
    assertThat(IntStream.range(0, 4).map(i -> Shuffle.unbiased(random, bound)))
        .containsExactly(412301814, 231481691, 65402630, 735473515);
  }

  @Test
  void sample_isOfDifferentItems() {
    int[] drawn = Shuffle.sample(1000, 1000, 3);

    Arrays.sort(drawn);
    assertThat(drawn).containsExactly(Shuffle.identity(1000));
    assertThat(Shuffle.sample(1000, 0, 3)).isEmpty();
  }

  @Test
  void datasetSample_followsTheSeed() {
    Dataset data =
        Dataset.of(
            HostArray.ofInts(Shuffle.identity(10), 10), HostArray.ofInts(Shuffle.identity(10), 10));

    assertThat(data.sample(99, 1).labelsOf(Shuffle.identity(10)).values())
        .isEqualTo(new int[] {6, 4, 1, 8, 7, 2, 5, 9, 3, 0});
    assertThat(data.sample(3, 1).size()).isEqualTo(3);
  }
}
