package dev.preflight.tuner.study.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.preflight.tuner.study.json.JsonText;
import dev.preflight.tuner.study.sampler.Draws;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.DistributionJson;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.ParameterValue;
import dev.preflight.tuner.study.trial.TrialState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Held to Optuna 5.0.0 by {@code make_importance.py} beside its numbers. */
class ImportanceTest {

  private static List<?> cases() throws IOException {
    try (InputStream in = ImportanceTest.class.getResourceAsStream("importance.json")) {
      return (List<?>)
          JsonText.read(
              new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static Map<?, ?> map(Object value) {
    return (Map<?, ?>) Objects.requireNonNull(value);
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  private static List<FrozenTrial> trials(Map<?, ?> study) {
    List<FrozenTrial> trials = new ArrayList<>();
    for (Object row : (List<?>) Objects.requireNonNull(study.get("trials"))) {
      int n = trials.size();
      FrozenTrial.Builder trial = FrozenTrial.builder(n, n, TrialState.COMPLETE);
      map(map(row).get("params"))
          .forEach(
              (name, value) -> {
                Distribution distribution =
                    DistributionJson.read((String) map(study.get("distributions")).get(name));
                trial.param((String) name, new ParameterValue(distribution, number(value)));
              });
      trials.add(trial.values(List.of(number(map(row).get("value")))).build());
    }
    return trials;
  }

  @Test
  void pedAnova_isOptunas() throws IOException {
    for (Object value : cases()) {
      Map<?, ?> study = map(value);
      Map<?, ?> expected = map(study.get("ped"));
      Map<String, Double> ours = PedAnova.of(trials(study), FrozenTrial::value);
      assertThat(ours.keySet()).containsExactlyElementsOf(strings(expected.keySet()));
      ours.forEach(
          (name, importance) ->
              assertThat(importance)
                  .as("%s of %s", name, study.get("name"))
                  .isCloseTo(number(expected.get(name)), within(1e-9)));
    }
  }

  private static List<String> strings(Iterable<?> values) {
    List<String> strings = new ArrayList<>();
    values.forEach(v -> strings.add((String) v));
    return strings;
  }

  /** Forests differ by chance: the mean of 64 trees by 0.007 from seed to seed, as Optuna's do. */
  @Test
  void fanova_isOptunas_withinTheChanceOfForests() throws IOException {
    Map<?, ?> study = map(cases().get(0));
    List<FrozenTrial> trials = trials(study);
    List<String> names = List.of("a", "b", "c");
    double[][] points = new double[trials.size()][3];
    for (int t = 0; t < points.length; t++) {
      for (int i = 0; i < 3; i++) {
        ParameterValue value = trials.get(t).params().get(names.get(i));
        points[t][i] = Draws.place(Objects.requireNonNull(value).distribution(), value.internal());
      }
    }
    double[] values = trials.stream().mapToDouble(FrozenTrial::value).toArray();
    Fanova fanova = Fanova.of(points, values, 1);
    for (int i = 0; i < 3; i++) {
      List<?> expected = (List<?>) map(study.get("fanova")).get(names.get(i));
      double error = 4 * number(Objects.requireNonNull(expected).get(1));
      assertThat(fanova.share(i))
          .as(names.get(i))
          .isCloseTo(number(expected.get(0)), within(Math.max(error, 0.004)));
    }
  }

  @Test
  void fanova_knowsWhatIsAdditive() {
    double[][] points = new double[400][2];
    double[] values = new double[400];
    SplittableRandom random = new SplittableRandom(3);
    for (int t = 0; t < 400; t++) {
      points[t][0] = random.nextDouble();
      points[t][1] = random.nextDouble();
      values[t] = 2 * points[t][0] + points[t][1];
    }
    Fanova fanova = Fanova.of(points, values, 1);
    // Variances 4/12 and 1/12; what a tree makes of a slope is a stair.
    assertThat(fanova.share(0)).isCloseTo(0.8, within(0.03));
    assertThat(fanova.share(1)).isCloseTo(0.2, within(0.03));
    assertThat(fanova.deviation(0)).isLessThan(0.05);
  }
}
