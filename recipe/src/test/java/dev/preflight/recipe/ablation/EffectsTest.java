package dev.preflight.recipe.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.preflight.recipe.ablation.AblationResult.Effect;
import dev.preflight.recipe.ablation.AblationResult.Row;
import dev.preflight.tuner.comparison.OwnRate;
import dev.preflight.tuner.runs.RunOutcome;
import dev.preflight.tuner.runs.RunOutcome.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Effects of changes from runs that are written down. */
class EffectsTest {

  private static final double INF = Double.POSITIVE_INFINITY;
  private static final List<String> CLASSES = List.of("loss", "accuracy");
  private static final StartingPoint START = new StartingPoint(List.of("w"), 7, 2.3);

  private static Judged judged(String name, StartingPoint start, double[] losses, double[] right) {
    List<RunOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < losses.length; i++) {
      outcomes.add(
          new RunOutcome(
              10,
              List.of(new Checkpoint(10, losses[i])),
              Double.isFinite(losses[i])
                  ? Map.of("loss", losses[i], "accuracy", right[i])
                  : Map.of()));
    }
    return new Judged(name, null, new OwnRate(0.1, outcomes), 64, start);
  }

  private static Judged judged(String name, double... losses) {
    return judged(name, START, losses, new double[losses.length]);
  }

  private static final Judged BASE = judged("base", 0.50, 0.52, 0.49, 0.51, 0.48);

  private static Row only(Judged change) {
    return Effects.of("loss", CLASSES, BASE, List.of(change)).get(0);
  }

  @Test
  void helps_hurts_ties_byThePairsAlone() {
    assertThat(only(judged("better", 0.45, 0.471, 0.442, 0.459, 0.431)).effect())
        .isEqualTo(Effect.HELPS);
    assertThat(only(judged("worse", 0.55, 0.571, 0.542, 0.559, 0.531)).effect())
        .isEqualTo(Effect.HURTS);
    Row tie = only(judged("tie", 0.49, 0.53, 0.50, 0.50, 0.485));
    assertThat(tie.effect()).isEqualTo(Effect.TIES);
    // By hand: differences -0.01, 0.01, 0.01, -0.01, 0.005; mean 0.001, sd 0.010247; t(4) 2.7764.
    assertThat(tie.difference()).isCloseTo(0.001, within(1e-12));
    assertThat(tie.interval().get(1))
        .isCloseTo(0.001 + 2.77645 * 0.0102470 / Math.sqrt(5), within(1e-6));
  }

  @Test
  void manyChanges_areCorrectedFor() {
    // p 0.02 alone; twenty of them tell nothing.
    Judged slight = judged("slight", 0.49, 0.502, 0.489, 0.498, 0.464);
    assertThat(only(slight).pValue()).isBetween(0.01, 0.05);
    List<Judged> twenty = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      twenty.add(slight);
    }
    assertThat(Effects.of("loss", CLASSES, BASE, twenty))
        .allMatch(row -> row.effect() == Effect.TIES);
  }

  @Test
  void theOneThatLosesMoreRuns_isTheWorse() {
    Row lost = only(judged("lost", 0.3, INF, 0.3, 0.3, 0.3));
    assertThat(lost.effect()).isEqualTo(Effect.HURTS);
    Judged shaky = judged("base", 0.5, INF, 0.5, 0.5, 0.5);
    assertThat(Effects.of("loss", CLASSES, shaky, List.of(BASE)).get(0).effect())
        .isEqualTo(Effect.HELPS);
  }

  @Test
  void anotherLoss_isJudgedByAccuracy_orNotAtAll() {
    double[] losses = {1.0, 1.02, 0.99, 1.01, 0.98};
    double[] right = {0.91, 0.92, 0.90, 0.91, 0.92};
    Judged base =
        judged(
            "base",
            START,
            new double[] {0.5, 0.5, 0.5, 0.5, 0.5},
            new double[] {.8, .81, .79, .8, .81});
    Judged doubled = judged("doubled", new StartingPoint(List.of("w"), 7, 4.6), losses, right);

    Row row = Effects.of("loss", CLASSES, base, List.of(doubled)).get(0);
    assertThat(row.metric()).isEqualTo("accuracy");
    assertThat(row.effect()).isEqualTo(Effect.HELPS);
    assertThat(Effects.of("loss", List.of("loss"), base, List.of(doubled)).get(0).effect())
        .isEqualTo(Effect.NOT_JUDGED);
    // Other weights have another loss: that says nothing.
    Judged wider = judged("wider", new StartingPoint(List.of("w"), 8, 4.6), losses, right);
    assertThat(Effects.of("loss", CLASSES, base, List.of(wider)).get(0).metric()).isEqualTo("loss");
  }

  @Test
  void aSettingThatNothingTrains_isNotJudged() {
    Judged none = new Judged("none", null, new OwnRate(Double.NaN, List.of()), 64, START);
    assertThat(only(none).effect()).isEqualTo(Effect.NOT_JUDGED);
    assertThat(Effects.of("loss", CLASSES, none, List.of(BASE)).get(0).effect())
        .isEqualTo(Effect.NOT_JUDGED);
  }
}
