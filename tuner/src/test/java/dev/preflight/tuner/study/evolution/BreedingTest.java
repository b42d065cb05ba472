package dev.preflight.tuner.study.evolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.preflight.tuner.study.sampler.Hypervolume;
import dev.preflight.tuner.study.sampler.RandomSampler;
import dev.preflight.tuner.study.sampler.Sampler;
import dev.preflight.tuner.study.sampler.TrialContext;
import dev.preflight.tuner.study.sampler.Uniforms;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.SpaceSyntax;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.ParameterValue;
import dev.preflight.tuner.study.trial.Snapshot;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BreedingTest {

  private static Distribution distribution(String text) {
    return SpaceSyntax.parameter(text).distribution();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x=float(-1,3)",
        "x=log(1e-5,1)",
        "x=float(0,0.5,0.05)",
        "x=int(1,9,2)",
        "x=logint(1,1000)",
        "x=choice(a,b,c)"
      })
  void aMutant_isAnotherValue_ofTheSameRange(String text) {
    Distribution distribution = distribution(text);
    Uniforms uniforms = Uniforms.of(1, 0);
    Set<Double> seen = new HashSet<>();
    ParameterValue value = new ParameterValue(distribution, distribution.internal(start(text)));
    for (int i = 0; i < 3000; i++) {
      ParameterValue mutant = Breeding.mutated(value, uniforms);
      assertThat(distribution.contains(mutant.internal())).isTrue();
      assertThat(mutant).isNotEqualTo(value);
      seen.add(mutant.internal());
      value = mutant;
    }
    // Mutants of mutants get everywhere.
    assertThat(seen.size())
        .isGreaterThanOrEqualTo((int) Math.min(150, distribution.size().orElse(3000)));
  }

  private static Object start(String text) {
    return text.contains("choice")
        ? "a"
        : text.contains("int") ? (Object) 1L : (Object) startOf(text);
  }

  private static double startOf(String text) {
    return text.contains("log") ? 1e-5 : 0.0;
  }

  @Test
  void crossing_keepsTheMeanOfTheParents_andStaysNear() {
    Distribution distribution = distribution("x=float(0,1)");
    ParameterValue a = new ParameterValue(distribution, 0.4);
    ParameterValue b = new ParameterValue(distribution, 0.6);
    Uniforms uniforms = Uniforms.of(2, 0);
    double sum = 0;
    int near = 0;
    for (int i = 0; i < 4000; i++) {
      ParameterValue child =
          i % 2 == 0 ? Breeding.crossed(a, b, uniforms) : Breeding.crossed(b, a, uniforms);
      sum += child.internal();
      double off = Math.min(Math.abs(child.internal() - 0.4), Math.abs(child.internal() - 0.6));
      near += off < 0.05 ? 1 : 0;
      assertThat(child.internal()).isBetween(0.0, 1.0);
    }
    // Of index 15: nine of ten children lie within a quarter of the parents' distance.
    assertThat(sum / 4000).isCloseTo(0.5, within(0.01));
    assertThat(near).isGreaterThan(3600);
  }

  private static List<FrozenTrial> study(
      Sampler sampler, List<Direction> directions, int trials, Function<double[], List<Double>> f) {
    List<FrozenTrial> past = new ArrayList<>();
    Distribution unit = distribution("x=float(0,1)");
    for (int n = 0; n < trials; n++) {
      TrialContext context =
          new TrialContext(
              new Snapshot("past", directions, past), n, Optional.empty(), Uniforms.of(5, n));
      Map<String, ParameterValue> joint = sampler.joint(context);
      FrozenTrial.Builder trial = FrozenTrial.builder(n, n, TrialState.COMPLETE);
      double[] x = new double[3];
      for (int i = 0; i < 3; i++) {
        ParameterValue value = joint.get("x" + i);
        x[i] = value == null ? sampler.independent(context, "x" + i, unit) : value.internal();
        trial.param("x" + i, new ParameterValue(unit, x[i]));
      }
      past.add(trial.values(f.apply(x)).build());
    }
    return past;
  }

  private static double volume(Sampler sampler) {
    List<Direction> two = List.of(Direction.MINIMIZE, Direction.MINIMIZE);
    List<FrozenTrial> past =
        study(
            sampler,
            two,
            300,
            x -> {
              double g = 1 + 9 * (x[1] + x[2]) / 2;
              return List.of(x[0], g * (1 - Math.sqrt(x[0] / g)));
            });
    double[][] losses =
        past.stream()
            .map(t -> new double[] {t.values().get(0), t.values().get(1)})
            .toArray(double[][]::new);
    return Hypervolume.of(losses, new double[] {1.1, 1.1});
  }

  @Test
  void nsga_findsTheFrontOfZdt1() {
    assertThat(volume(new Nsga2Sampler())).isGreaterThan(2 * volume(new RandomSampler()));
  }

  @Test
  void evolution_closesIn_whereChanceDoesNot() {
    List<FrozenTrial> past =
        study(
            new RegularizedEvolutionSampler(),
            List.of(Direction.MINIMIZE),
            300,
            x -> List.of(Math.pow(x[0] - 0.3, 2) + Math.pow(x[1] - 0.7, 2) + x[2]));
    double lately =
        past.subList(250, 300).stream().mapToDouble(FrozenTrial::value).average().orElse(9);
    double first = past.subList(0, 32).stream().mapToDouble(FrozenTrial::value).average().orElse(0);
    assertThat(lately).isLessThan(0.1 * first);
  }

  @Test
  void thePopulation_followsFromTheTrials_notFromHowTheyCameIn() {
    List<Direction> two = List.of(Direction.MINIMIZE, Direction.MINIMIZE);
    List<FrozenTrial> all =
        study(new Nsga2Sampler(), two, 120, x -> List.of(x[0], 1 - x[0] + x[1]));
    Population grown = new Population(20, two);
    for (int n = 1; n <= 120; n++) {
      grown.after(all.subList(0, n));
    }
    assertThat(grown.after(all)).isEqualTo(new Population(20, two).after(all)).hasSize(20);
    // One that came in late, out of its order.
    List<FrozenTrial> without = new ArrayList<>(all);
    without.remove(50);
    Population late = new Population(20, two);
    late.after(without);
    assertThat(late.after(all)).isEqualTo(grown.after(all));
  }
}
