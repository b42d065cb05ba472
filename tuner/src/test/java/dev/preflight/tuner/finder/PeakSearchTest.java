package dev.preflight.tuner.finder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeakSearchTest {

  private static final double UNTRAINED = 2.3;

  /** A loss that is known. */
  private interface Loss {
    double of(double peak, int length, long seed);
  }

  private static final class Known implements Decays {
    private final Loss loss;
    private final double untrained;
    private long updates;

    Known(Loss loss, double untrained) {
      this.loss = loss;
      this.untrained = untrained;
    }

    @Override
    public double untrained() {
      return untrained;
    }

    @Override
    public double knowingNothing() {
      return untrained;
    }

    @Override
    public long updates() {
      return updates;
    }

    @Override
    public double linear(double peak, int length, long seed) {
      updates += length;
      return loss.of(peak, length, seed);
    }
  }

  /** A parabola in log rate that falls as a power of the length, up to a wall. */
  private static Loss valley(double best, double wall) {
    return (peak, length, seed) -> {
      double off = Math.log10(peak / best);
      return peak >= wall
          ? Double.POSITIVE_INFINITY
          : Math.min(UNTRAINED, 3 * Math.pow(length, -0.5) * Math.pow(10, off * off));
    };
  }

  private static FoundRates search(Known known, double centre, long planned) {
    return PeakSearch.search(known, RunLengths.of(planned, 100), 0.07, centre, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 1, 0.1",
    "0.1, 1, 0.01",
    "0.1, 1, 1",
    "0.001, 0.03, 0.002",
    "30, 1000, 3",
    "0.1, 1, 5"
  })
  void bottomOfAValley_isFound_whereverTheScanBegins(double best, double wall, double centre) {
    Known known = new Known(valley(best, wall), UNTRAINED);
    FoundRates found = search(known, centre, 300);

    // Margin: what is expected before any is seen, and the drift to the whole length, 0.82.
    assertThat(found.peak()).isBetween(0.4 * best, 1.6 * best);
    assertThat(found.atEdge()).isFalse();
    assertThat(found.stable()).isTrue();
    assertThat(best).isBetween(found.peaks().low(), found.peaks().high());
    assertThat(found.constant()).isLessThan(found.peak());
    assertThat(known.updates()).isLessThanOrEqualTo(500);
  }

  /** Short runs are best at 0.02, and the longer the run the better the rates below the wall. */
  @Test
  void rateNextToTheWall_wins_whereItsLossFallsFaster() {
    Known known =
        new Known(
            (peak, length, seed) -> {
              double off = Math.log10(peak / 0.02);
              double low = Math.pow(length, -0.3) * Math.pow(10, off * off);
              double high = 120 * Math.pow(length, -1.5) * Math.pow(0.15 / peak, 0.5);
              return peak >= 0.25
                  ? Double.POSITIVE_INFINITY
                  : Math.min(UNTRAINED, Math.min(low, high));
            },
            UNTRAINED);
    FoundRates found = search(known, 0.02, 300);

    assertThat(found.atEdge()).isTrue();
    assertThat(found.peak()).isBetween(0.06, 0.25 / 1.3);
    assertThat(found.constant() / found.peak()).isEqualTo(PeakSearch.SHARE_AT_EDGE, within(1e-12));
  }

  /** As in regressions: the best rate rises with the length, and training is lost nowhere near. */
  @Test
  void higherRate_wins_whereTheBestRateRisesWithTheLength() {
    Known known =
        new Known(
            (peak, length, seed) -> {
              double off = Math.log10(peak / (0.01 * Math.pow(length / 42.0, 0.7)));
              return Math.min(
                  UNTRAINED, 3 * Math.pow(length, -0.5) * Math.pow(10, 0.3 * off * off));
            },
            UNTRAINED);
    FoundRates found = search(known, 0.01, 300);

    // The best at 300 updates is 0.0396.
    assertThat(found.peak()).isBetween(0.02, 0.06);
    assertThat(found.atEdge()).isFalse();
    assertThat(found.constant() / found.peak()).isLessThan(PeakSearch.SHARE_AT_EDGE);
  }

  /** As in a classifier: a high rate catches up, and would overtake if that went on for ever. */
  @Test
  void higherRateThatCatchesUp_isNotTrusted_farBeyondWhatWasSeen() {
    Known known =
        new Known(
            (peak, length, seed) -> {
              double off = Math.max(0, Math.log10(peak / 0.1));
              double fall = Math.min(1.5, 0.7 + off) * Math.log(Math.min(180, length) / 60.0);
              return peak > 0.6 ? UNTRAINED : Math.exp(-1.2 + 1.9 * off - fall + lowSide(peak));
            },
            UNTRAINED);

    assertThat(search(known, 0.1, 2000).peak()).isLessThan(0.2);
  }

  private static double lowSide(double peak) {
    double below = Math.max(0, Math.log10(0.1 / peak));
    return 2 * below * below;
  }

  /** The first seed holds up to 1, fresh ones only up to 0.2. */
  @Test
  void seedsThatAreLostEarlier_keepTheSuggestionAway() {
    Known known =
        new Known(
            (peak, length, seed) -> valley(0.5, seed == 1 ? 1 : 0.2).of(peak, length, seed),
            UNTRAINED);
    FoundRates found = search(known, 0.3, 300);

    assertThat(found.peak()).isLessThan(0.2);
    assertThat(found.stable()).isTrue();
  }

  @Test
  void trainingThatIsLostWithEveryFreshSeed_isNotStable() {
    Known known =
        new Known(
            (peak, length, seed) ->
                seed == 1 ? valley(0.1, 1).of(peak, length, seed) : Double.POSITIVE_INFINITY,
            UNTRAINED);

    assertThat(search(known, 0.1, 300).stable()).isFalse();
  }

  @Test
  void lossThatNeverMoves_hasNoGain() {
    Known known = new Known((peak, length, seed) -> UNTRAINED, UNTRAINED);

    assertThat(search(known, 0.1, 300).gain()).isZero();
  }

  @Test
  void programThatIsInfiniteEverywhere_isNotStable_andHasNoGain() {
    Known known =
        new Known((peak, length, seed) -> Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    FoundRates found = search(known, 0.1, 300);

    assertThat(found.stable()).isFalse();
    assertThat(found.gain()).isNaN();
  }

  /** A negative log likelihood may be below zero: the search then goes by differences. */
  @Test
  void lossesBelowZero_areSearchedLikeOthers() {
    Known known =
        new Known(
            (peak, length, seed) ->
                peak >= 1 ? 900 : Math.log10(peak / 0.1) * Math.log10(peak / 0.1) - 5,
            0);
    FoundRates found = search(known, 0.02, 300);

    assertThat(found.peak()).isBetween(0.04, 0.3);
  }

  @ParameterizedTest
  @ValueSource(longs = {24, 100, 300, 2000, 100_000})
  void search_costsAtMostTwiceTheRun_andNoMoreThanAThousandUpdates(long planned) {
    Known known = new Known(valley(0.1, 1), UNTRAINED);
    search(known, 0.02, planned);

    // Ramps of 100 updates are spent; the fewest runs are made even where they do not fit.
    RunLengths lengths = RunLengths.of(planned, 100);
    long fewest = 5L * lengths.scan() + 2L * lengths.longer();
    assertThat(known.updates()).isLessThanOrEqualTo(Math.max(lengths.budget(), fewest));
  }

  @Test
  void longerRuns_getLowerPeaks_whereAValleySetsThem() {
    double shorter = search(new Known(valley(0.1, 1), UNTRAINED), 0.1, 600).peak();
    double longer = search(new Known(valley(0.1, 1), UNTRAINED), 0.1, 20_000).peak();

    assertThat(longer).isLessThan(shorter);
  }
}
