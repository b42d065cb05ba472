package dev.preflight.tuner.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.preflight.tuner.runs.RunOutcome;
import dev.preflight.tuner.runs.RunOutcome.Checkpoint;
import dev.preflight.tuner.search.BracketSearch;
import dev.preflight.tuner.search.PairedDifference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;

/** The rate that all seeds choose, on valleys that are known. */
class OwnRateTest {

  private static final double BEST = 0.1;

  /** A valley whose middle moves with the seed by a fifth: what a single seed says of a rate. */
  private static double loss(double rate, long seed, long salt) {
    SplittableRandom random = new SplittableRandom(1000 * salt + seed);
    double own = 0.2 * random.nextGaussian();
    double noise = 0.002 * random.nextGaussian();
    double x = Math.log(rate / BEST) - own;
    return 0.4 + 0.2 * x * x + noise;
  }

  private static DoubleFunction<List<RunOutcome>> seeds(long salt) {
    return rate -> {
      List<RunOutcome> outcomes = new ArrayList<>();
      for (int s = 1; s <= 5; s++) {
        outcomes.add(new RunOutcome(10, List.of(new Checkpoint(10, loss(rate, s, salt)))));
      }
      return outcomes;
    };
  }

  private static BracketSearch.Found found(long salt) {
    return BracketSearch.search(0.05, 1e-7, 100, 2.3, rate -> loss(rate, 0, salt));
  }

  private static double[] losses(OwnRate own) {
    return own.outcomes().stream().mapToDouble(RunOutcome::loss).toArray();
  }

  @Test
  void refined_isNearerToTheBestRate_thanASingleSeed() {
    double single = 0;
    double all = 0;
    for (long salt = 0; salt < 50; salt++) {
      BracketSearch.Found found = found(salt);
      single += Math.abs(Math.log(found.chosen() / BEST));
      all += Math.abs(Math.log(OwnRate.refined(found, 2.3, 1e-7, 100, seeds(salt)).rate() / BEST));
    }
    assertThat(all).isLessThan(0.7 * single);
  }

  /** The same setting twice, with other noise: 5 % of the intervals may be without zero. */
  @Test
  void refined_ofTheSameSetting_tellsADifferenceAsRarelyAsItSays() {
    int refined = 0;
    int unrefined = 0;
    int pairs = 100;
    for (long salt = 0; salt < pairs; salt++) {
      refined +=
          tells(
              OwnRate.refined(found(salt), 2.3, 1e-7, 100, seeds(salt)),
              OwnRate.refined(found(salt + 500), 2.3, 1e-7, 100, seeds(salt + 500)));
      unrefined +=
          tells(
              OwnRate.judged(found(salt), seeds(salt)),
              OwnRate.judged(found(salt + 500), seeds(salt + 500)));
    }
    // 95 % of binomial(100, 0.05) is at most 9; what one seed tunes is wrong more often.
    assertThat(refined).isLessThanOrEqualTo(9);
    assertThat(unrefined).isGreaterThanOrEqualTo(refined);
  }

  private static int tells(OwnRate one, OwnRate other) {
    return PairedDifference.of(losses(one), losses(other)).isTie() ? 0 : 1;
  }

  @Test
  void refined_goesOutwards_whileTheBestIsAnOuterRate() {
    BracketSearch.Found far = BracketSearch.search(0.4, 1e-7, 100, 2.3, rate -> loss(rate, 0, 1));
    DoubleFunction<List<RunOutcome>> elsewhere = rate -> seeds(1).apply(rate / 3);

    OwnRate own = OwnRate.refined(far, 2.3, 1e-7, 100, elsewhere);

    assertThat(Math.log(own.rate() / (3 * BEST))).isCloseTo(0, within(0.25));
  }

  @Test
  void refined_stepsBack_whereSeedsDiverge() {
    DoubleFunction<List<RunOutcome>> wall =
        rate -> {
          List<RunOutcome> outcomes = new ArrayList<>(seeds(2).apply(rate));
          if (rate > 0.06) {
            outcomes.set(
                0, new RunOutcome(3, List.of(new Checkpoint(3, Double.POSITIVE_INFINITY))));
          }
          return outcomes;
        };

    OwnRate own = OwnRate.refined(found(2), 2.3, 1e-7, 100, wall);

    assertThat(own.rate()).isLessThanOrEqualTo(0.06).isGreaterThan(0.02);
    assertThat(Arrays.stream(losses(own)).allMatch(Double::isFinite)).isTrue();
  }

  @Test
  void noRateTrains_noOutcomes() {
    BracketSearch.Found none =
        BracketSearch.search(0.1, 1e-3, 10, 2.3, rate -> Double.POSITIVE_INFINITY);

    OwnRate own = OwnRate.refined(none, 2.3, 1e-3, 10, seeds(3));

    assertThat(own.outcomes()).isEmpty();
    assertThat(own.rate()).isNaN();
  }
}
