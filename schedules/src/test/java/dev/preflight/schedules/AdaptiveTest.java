package dev.preflight.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptiveTest {

  private static <S extends Record> S feed(Adaptive<S> rule, double... metrics) {
    S state = rule.start();
    for (double metric : metrics) {
      state = rule.observe(state, metric);
    }
    return state;
  }

  @ParameterizedTest
  @ValueSource(strings = {"torch", "keras", "optax"})
  void plateau_agreesWithItsLibrary(String library) throws IOException {
    String file =
        new String(
            Objects.requireNonNull(
                    AdaptiveTest.class.getResourceAsStream("/golden/" + library + "-plateau.csv"))
                .readAllBytes(),
            StandardCharsets.UTF_8);

    assertThat(file.lines()).hasSize(3).allSatisfy(line -> checkPlateau(library, line));
  }

  private static ReduceOnPlateau rule(
      String library, Goal goal, double factor, int patience, int cooldown) {
    return switch (library) {
      case "torch" -> ReduceOnPlateau.torch(0.1, goal, factor, patience).withCooldown(cooldown);
      case "keras" -> ReduceOnPlateau.keras(0.1, goal, factor, patience, cooldown);
      default -> ReduceOnPlateau.optax(0.1, factor, patience, cooldown);
    };
  }

  private static void checkPlateau(String library, String line) {
    String[] fields = line.split("\\|", -1);
    Goal goal = fields[0].equals("min") ? Goal.MINIMIZE : Goal.MAXIMIZE;
    ReduceOnPlateau rule =
        rule(
            library,
            goal,
            Double.parseDouble(fields[1]),
            Integer.parseInt(fields[2]),
            Integer.parseInt(fields[3]));
    double[] metrics =
        Arrays.stream(fields[4].split(",", -1)).mapToDouble(Double::parseDouble).toArray();
    double[] rates =
        Arrays.stream(fields[5].split(",", -1)).mapToDouble(Double::parseDouble).toArray();
    ReduceOnPlateau.State state = rule.start();
    for (int i = 0; i < metrics.length; i++) {
      state = rule.observe(state, metrics[i]);
      // PyTorch ignores cuts of less than its eps of 1e-8; ours go on.
      if (!library.equals("torch") || rates[i] > 2e-8) {
        assertThat(state.learningRate())
            .as("check %d", i)
            .isCloseTo(rates[i], within(1e-12 * rates[i]));
      }
    }
    assertThat(state.cuts()).isPositive();
  }

  @Test
  void plateau_cutsAtThePatienceThBadCheck() {
    ReduceOnPlateau rule = ReduceOnPlateau.of(0.1, Goal.MINIMIZE).withPatience(2);

    assertThat(feed(rule, 1, 1).learningRate()).isEqualTo(0.1);
    assertThat(feed(rule, 1, 1, 1).learningRate()).isCloseTo(0.01, within(1e-15));
  }

  /** pytorch#47513: with a relative threshold, a worse negative metric counts as better there. */
  @Test
  void plateau_negativeMetricThatGetsWorse_isNoImprovement() {
    ReduceOnPlateau rule = ReduceOnPlateau.of(0.1, Goal.MINIMIZE).withPatience(1);

    assertThat(feed(rule, -1.0, -0.99995).cuts()).isEqualTo(1);
    assertThat(feed(rule, -1.0, -1.01).cuts()).isZero();
    ReduceOnPlateau larger = ReduceOnPlateau.of(0.1, Goal.MAXIMIZE).withPatience(1);
    assertThat(feed(larger, -1.0, -1.00005).cuts()).isEqualTo(1);
    assertThat(feed(larger, -1.0, -0.99).cuts()).isZero();
  }

  /** PyTorch counts NaN as one more bad check and trains on. */
  @Test
  void plateau_nan_isDivergenceAndNoReasonToCut() {
    ReduceOnPlateau rule = ReduceOnPlateau.of(0.1, Goal.MINIMIZE).withPatience(1);

    ReduceOnPlateau.State state = feed(rule, 1, Double.NaN, Double.POSITIVE_INFINITY);

    assertThat(state.diverged()).isTrue();
    assertThat(state.learningRate()).isEqualTo(0.1);
    assertThat(state.best()).isEqualTo(1);
  }

  /** PyTorch's eps: a rate below 1e-8 never changes there. */
  @Test
  void plateau_tinyRates_areCutToo() {
    ReduceOnPlateau rule = ReduceOnPlateau.of(1e-9, Goal.MINIMIZE).withPatience(1);

    assertThat(feed(rule, 1, 1).learningRate()).isCloseTo(1e-10, within(1e-22));
  }

  @Test
  void plateau_neverCutsBelowTheMinimum() {
    ReduceOnPlateau rule =
        ReduceOnPlateau.of(0.1, Goal.MINIMIZE).withPatience(1).withFactor(0.1, 0.05);

    ReduceOnPlateau.State state = feed(rule, 1, 1, 1, 1);

    assertThat(state.learningRate()).isEqualTo(0.05);
    assertThat(state.cuts()).isEqualTo(1);
  }

  /** timm saves only the best metric and the epoch; here the state is all there is. */
  @Test
  void plateau_resumedFromItsState_goesOnAsIfNeverStopped() {
    ReduceOnPlateau rule = ReduceOnPlateau.of(0.1, Goal.MINIMIZE).withPatience(3).withCooldown(1);
    double[] metrics = {1, 0.9, 0.95, 0.93, 0.92, 0.91, 0.99, 0.98, 0.97, 0.96, 0.95};
    ReduceOnPlateau.State whole = feed(rule, metrics);

    ReduceOnPlateau.State half = feed(rule, Arrays.copyOf(metrics, 4));
    ReduceOnPlateau.State resumed =
        new ReduceOnPlateau.State(
            half.learningRate(),
            half.best(),
            half.badChecks(),
            half.cooldownLeft(),
            half.checks(),
            half.cuts(),
            half.diverged());
    for (int i = 4; i < metrics.length; i++) {
      resumed = rule.observe(resumed, metrics[i]);
    }

    assertThat(resumed).isEqualTo(whole);
    assertThat(whole.cuts()).isPositive();
  }

  @Test
  void plateau_rejectsNumbersOutOfRange() {
    assertThatThrownBy(() -> ReduceOnPlateau.of(-1, Goal.MINIMIZE))
        .hasMessage("learningRate must be in (0, 1e6], was -1");
    assertThatThrownBy(() -> ReduceOnPlateau.of(1, Goal.MINIMIZE).withFactor(Double.NaN, 0))
        .hasMessage("factor must be in (0, 1), was NaN");
  }

  @Test
  void earlyStopping_stopsAtThePatienceThBadCheckAndKnowsTheBest() {
    EarlyStopping rule = EarlyStopping.of(Goal.MAXIMIZE, 2);

    EarlyStopping.State state = feed(rule, 0.5, 0.7, 0.6, 0.7);

    assertThat(state.stop()).isEqualTo(EarlyStopping.Stop.PATIENCE);
    assertThat(state.bestCheck()).isEqualTo(1);
    assertThat(state.best()).isEqualTo(0.7);
  }

  @Test
  void earlyStopping_smallImprovements_areBestButDoNotResetPatience() {
    EarlyStopping rule = new EarlyStopping(Goal.MINIMIZE, 3, 0.1, 0);

    EarlyStopping.State state = feed(rule, 1.0, 0.97, 0.94, 0.91);

    assertThat(state.stop()).isEqualTo(EarlyStopping.Stop.PATIENCE);
    assertThat(state.bestCheck()).isEqualTo(3);
    assertThat(state.isBestNow()).isTrue();
  }

  @Test
  void earlyStopping_nan_stopsAtOnceAndKeepsTheBest() {
    EarlyStopping.State state = feed(EarlyStopping.of(Goal.MINIMIZE, 10), -1, -2, Double.NaN, -5);

    assertThat(state.stop()).isEqualTo(EarlyStopping.Stop.DIVERGED);
    assertThat(state.best()).isEqualTo(-2);
    assertThat(state.bestCheck()).isEqualTo(1);
  }

  @Test
  void earlyStopping_countsFromTheGivenCheckOn() {
    EarlyStopping rule = new EarlyStopping(Goal.MINIMIZE, 1, 0, 3);

    assertThat(feed(rule, 1, 2, 3).stop()).isEqualTo(EarlyStopping.Stop.NO);
    assertThat(feed(rule, 1, 2, 3, 4).stop()).isEqualTo(EarlyStopping.Stop.PATIENCE);
  }
}
