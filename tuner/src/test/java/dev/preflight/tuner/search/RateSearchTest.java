package dev.preflight.tuner.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.preflight.tuner.runs.RunInterruptedException;
import dev.preflight.tuner.runs.Sample;
import java.util.Objects;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateSearchTest {

  private static final int UPDATES = 300;
  private static final SearchOptions OPTIONS = SearchOptions.defaults();

  private static SearchResult search(Objective objective, SearchOptions options) {
    return new RateSearch(objective, options, UPDATES, (stage, updates) -> {}).search().result();
  }

  private static SearchOptions seeded(long seed) {
    return OPTIONS.withRun(run -> run.withSeed(seed));
  }

  private static double rate(SearchResult result) {
    return Objects.requireNonNull(result.best()).learningRate();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1.2, -2, -2.6, -3.3, -3.9})
  void optimumWithinTheCoarseGrid_isFoundWithinATenthOfADecade(double centre) {
    SearchResult result = search(Synthetic.valley(centre), OPTIONS);

    assertThat(Math.log10(rate(result))).isCloseTo(centre, within(0.1));
    assertThat(result.verdictCode()).isEqualTo(VerdictCode.INTERIOR);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.3, 0.4, -5.2, -6.1})
  void optimumOutsideTheCoarseGrid_isFoundByExtension(double centre) {
    SearchResult result = search(Synthetic.valley(centre), OPTIONS);

    assertThat(Math.log10(rate(result))).isCloseTo(centre, within(0.1));
    assertThat(result.verdictCode()).isEqualTo(VerdictCode.INTERIOR);
  }

  @Test
  void optimumBelowTheLimit_isEdgeLow() {
    SearchResult result = search(Synthetic.valley(-9), OPTIONS);

    assertThat(result.verdictCode()).isEqualTo(VerdictCode.EDGE_LOW);
    assertThat(rate(result)).isBetween(1e-7, 1.8e-7);
  }

  @Test
  void optimumAboveTheLimit_isEdgeHighStable() {
    SearchResult result = search(Synthetic.valley(4), OPTIONS);

    assertThat(result.verdictCode()).isEqualTo(VerdictCode.EDGE_HIGH_STABLE);
    assertThat(rate(result)).isBetween(100 / 1.8, 100.0);
  }

  @Test
  void cliffAtTheMinimum_isEdgeAtInstability() {
    SearchResult result = search(Synthetic.valley(-1.5).withCliff(0.03), OPTIONS);

    assertThat(result.verdictCode()).isEqualTo(VerdictCode.EDGE_AT_INSTABILITY);
    assertThat(rate(result)).isBetween(0.03 / 1.8, 0.03);
    assertThat(result.wall()).isBetween(0.03, 0.03 * 1.8);
  }

  @Test
  void cliffFarAboveTheMinimum_leavesItInterior() {
    SearchResult result = search(Synthetic.valley(-2).withCliff(0.05), OPTIONS);

    assertThat(result.verdictCode()).isEqualTo(VerdictCode.INTERIOR);
    assertThat(Math.log10(rate(result))).isCloseTo(-2, within(0.1));
  }

  @Test
  void runsThatLostMostOfTheGain_areAWallThoughFinite() {
    Objective stuck =
        new Objective() {
          @Override
          public double loss(double rate, double weightDecay, int updates, long seed) {
            return rate > 0.03 ? 2.29 : 1 + 0.5 * Math.pow(Math.log10(rate) + 1.5, 2);
          }

          @Override
          public double ceiling() {
            return 2.3;
          }
        };

    assertThat(search(stuck, OPTIONS).verdictCode()).isEqualTo(VerdictCode.EDGE_AT_INSTABILITY);
  }

  @Test
  void lossThatIgnoresTheRate_isFlat() {
    SearchResult exact = search(Synthetic.valley(-2).withWidth(0), OPTIONS);
    SearchResult noisy =
        search(Synthetic.valley(-2).withWidth(1e-4).withNoise(0.05, 0.001), OPTIONS);

    assertThat(exact.verdictCode()).isEqualTo(VerdictCode.FLAT);
    assertThat(noisy.verdictCode()).isEqualTo(VerdictCode.FLAT);
    assertThat(noisy.best()).isNotNull();
  }

  @Test
  void lossThatIsNeverFinite_isAllInfeasible() {
    SearchResult result = search((rate, decay, updates, seed) -> Double.NaN, OPTIONS);

    assertThat(result.verdictCode()).isEqualTo(VerdictCode.ALL_INFEASIBLE);
    assertThat(result.best()).isNull();
    assertThat(result.runs()).allMatch(run -> Double.isInfinite(run.loss()));
  }

  @Test
  void trainingThatFailsOrDoesNothing_isAllInfeasible() {
    Objective objective =
        new Objective() {
          @Override
          public double loss(double rate, double weightDecay, int updates, long seed) {
            return rate > 2e-5 ? Double.NaN : 2.3 - 1e-3 * rate;
          }

          @Override
          public double ceiling() {
            return 2.3;
          }
        };

    assertThat(search(objective, OPTIONS).verdictCode()).isEqualTo(VerdictCode.ALL_INFEASIBLE);
  }

  @Test
  void plainRecipe_isShownBeside_andIsWorseWhereShortRunsMislead() {
    SearchResult result =
        search(Synthetic.valley(-2.4).withNoise(0.01, 0.002), OPTIONS.withLecture(true));
    SearchResult.Lecture lecture = Objects.requireNonNull(result.lecture());

    assertThat(lecture.fullLengthRuns()).isEqualTo(5);
    assertThat(lecture.learningRate()).isBetween(0.008, 0.02);
    assertThat(lecture.atEdge()).isTrue();
    assertThat(Objects.requireNonNull(lecture.difference()).mean()).isPositive();
    assertThat(lecture.difference().isTie()).isFalse();
  }

  @Test
  void weightDecayThatHelps_isAdopted_withTheRateThatGoesWithIt() {
    Synthetic valley = Synthetic.valley(-2).withNoise(0.01, 0.001);
    Objective objective =
        (rate, decay, updates, seed) -> {
          double lambda = Double.isNaN(decay) ? 0 : decay;
          double gain = lambda == 0 ? 0 : 0.2 * Math.exp(-Math.pow(Math.log10(lambda) + 4, 2));
          double moved = lambda == 1e-4 ? rate / 2 : rate;
          return valley.loss(moved, 0, updates, seed) - gain;
        };

    SearchResult result = search(objective, OPTIONS.withWeightDecay(true));
    SearchResult.DecaySearch decay = Objects.requireNonNull(result.weightDecay());

    assertThat(decay.adopted()).isTrue();
    assertThat(decay.weightDecay()).isEqualTo(1e-4);
    assertThat(Math.log10(rate(result))).isCloseTo(Math.log10(0.02), within(0.15));
    assertThat(Objects.requireNonNull(result.best()).weightDecay()).isEqualTo(1e-4);
  }

  @Test
  void weightDecayThatDoesNothing_isLeftAlone() {
    SearchResult result =
        search(Synthetic.valley(-2).withNoise(0.01, 0.002), OPTIONS.withWeightDecay(true));

    assertThat(Objects.requireNonNull(result.weightDecay()).adopted()).isFalse();
    assertThat(Objects.requireNonNull(result.best()).weightDecay()).isNull();
  }

  @Test
  void tieOfFreshSeeds_takesTheSmallerRateUnlessItIsDear_andADifferenceTheBetter() {
    int ties = 0;
    int dear = 0;
    int differences = 0;
    for (int seed = 0; seed < 200; seed++) {
      SearchResult result =
          search(Synthetic.valley(-2.13).withNoise(0.02, 0.01), seeded(100L * seed));
      SearchResult.Confirmation c = Objects.requireNonNull(result.confirmation());
      PairedDifference d = Objects.requireNonNull(c.difference());
      double other = Objects.requireNonNull(c.runnerUp());

      assertThat(c.tie()).isEqualTo(d.low() <= 0 && d.high() >= 0);
      if (c.tie()) {
        Sample ours = new Sample(c.winnerLosses());
        Sample theirs = new Sample(c.runnerUpLosses());
        double cost = c.winner() < other ? d.mean() : -d.mean();
        double deviation = Math.sqrt((Math.pow(ours.sd(), 2) + Math.pow(theirs.sd(), 2)) / 2);
        boolean costly = cost > 0.5 * deviation;
        ties += costly ? 0 : 1;
        dear += costly ? 1 : 0;
        assertThat(c.taken())
            .isEqualTo(costly ? Math.max(c.winner(), other) : Math.min(c.winner(), other));
      } else {
        differences++;
        assertThat(c.taken()).isEqualTo(d.mean() < 0 ? c.winner() : other);
      }
      assertThat(rate(result)).isEqualTo(c.taken());
    }

    assertThat(ties).isPositive();
    assertThat(dear).isPositive();
    assertThat(differences).isPositive();
  }

  /**
   * Regret over 200 draws: centres over three decades; the loss a decade away is 25 seed deviations
   * above the best, as on the toy of research note 3.2 (5 % at half a decade). What a run has of
   * its own is a third of the deviation there.
   */
  @Test
  void regretOverManyDraws_isBelowAQuarterOfASeedDeviation() {
    double shared = 0.019;
    double own = 0.006;
    double deviation = Math.hypot(shared, own);
    SummaryStatistics ours = new SummaryStatistics();
    SummaryStatistics lectures = new SummaryStatistics();
    SummaryStatistics runs = new SummaryStatistics();
    for (int draw = 0; draw < 200; draw++) {
      double centre = -3.5 + 3.0 * draw / 199;
      Synthetic objective = Synthetic.valley(centre).withNoise(shared, own);
      SearchResult result = search(objective, seeded(1000L * draw).withLecture(true));
      ours.addValue((objective.truth(rate(result)) - Synthetic.BASE) / deviation);
      double recipe =
          Objects.requireNonNull(Objects.requireNonNull(result.lecture()).learningRate());
      lectures.addValue((objective.truth(recipe) - Synthetic.BASE) / deviation);
      runs.addValue(result.cost().fullLengthRuns());
    }

    // Standard error of the mean over 200 draws is below 0.03.
    assertThat(ours.getMean()).as("%s", ours).isLessThan(0.25);
    assertThat(ours.getMax()).as("%s", ours).isLessThan(3);
    assertThat(lectures.getMean()).as("%s", lectures).isGreaterThan(4 * ours.getMean());
    assertThat(runs.getMean()).as("%s", runs).isLessThan(35);
  }

  @Test
  void stoppedSearch_saysSo_andKeepsItsRuns() {
    int[] asked = {0};
    Synthetic valley = Synthetic.valley(-2);
    Objective objective =
        (rate, decay, updates, seed) -> {
          if (++asked[0] > 7) {
            throw new RunInterruptedException();
          }
          return valley.loss(rate, decay, updates, seed);
        };

    RateSearch.Outcome outcome =
        new RateSearch(objective, OPTIONS, UPDATES, (stage, updates) -> {}).search();

    assertThat(outcome.interrupted()).isTrue();
    assertThat(outcome.result().verdictCode()).isEqualTo(VerdictCode.INTERRUPTED);
    assertThat(outcome.result().runs()).hasSize(7);
    assertThat(outcome.result().coarse()).isNotNull();
  }
}
