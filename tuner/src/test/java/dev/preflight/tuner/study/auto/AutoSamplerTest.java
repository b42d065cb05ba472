package dev.preflight.tuner.study.auto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.tuner.study.sampler.TrialContext;
import dev.preflight.tuner.study.sampler.Uniforms;
import dev.preflight.tuner.study.space.SearchSpace;
import dev.preflight.tuner.study.space.SpaceSyntax;
import dev.preflight.tuner.study.space.StudyException;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;
import dev.preflight.tuner.study.trial.ParameterValue;
import dev.preflight.tuner.study.trial.Snapshot;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AutoSamplerTest {

  private static SearchSpace space(String... parameters) {
    return SearchSpace.of(Stream.of(parameters).map(SpaceSyntax::parameter).toList());
  }

  /** Trials of the parameters x and y in [0, 1), every tenth a repeat with noise. */
  private static History past(int trials, double noise, SearchSpace space) {
    List<FrozenTrial> past = new ArrayList<>();
    Random random = new Random(1);
    double[] point = {0, 0};
    for (int n = 0; n < trials; n++) {
      if (n % 10 != 9) {
        point = new double[] {random.nextDouble(), random.nextDouble()};
      }
      FrozenTrial.Builder trial = FrozenTrial.builder(n, n, TrialState.COMPLETE);
      int i = 0;
      for (String name : space.parameters().keySet()) {
        trial.param(
            name, new ParameterValue(space.parameters().get(name).distribution(), point[i]));
        i++;
      }
      double value = point[0] + point[1] + noise * random.nextGaussian();
      past.add(trial.values(List.of(value)).build());
    }
    return new Snapshot("past", List.of(Direction.MINIMIZE), past);
  }

  private static List<String> chosen(int budget, History history, Optional<SearchSpace> space) {
    return new AutoSampler(1, OptionalInt.of(budget))
        .phases(history, space).stream().map(Phase::sampler).toList();
  }

  @Test
  void everyNameIsKnown_andAnUnknownOneIsToldThemAll() {
    assertThat(Samplers.NAMES).contains(Samplers.DEFAULT, "gp", "nsga-ii", "evolution");
    Samplers.NAMES.forEach(name -> assertThat(name).startsWith(Samplers.named(name, 1).name()));
    assertThatThrownBy(() -> Samplers.named("foo", 1)).isInstanceOf(StudyException.class);
  }

  @Test
  void whatIsChosen_followsFromTheStudy() {
    SearchSpace numbers = space("x=float(0,1)", "y=float(0,1)");
    SearchSpace mixed = space("x=float(0,1)", "c=choice(a,b)");
    SearchSpace few = space("n=int(1,4)", "c=choice(a,b)");
    SearchSpace many =
        SearchSpace.of(
            IntStream.range(0, 61)
                .mapToObj(i -> SpaceSyntax.parameter("x" + i + "=float(0,1)"))
                .toList());
    History none = new Snapshot("past", List.of(Direction.MINIMIZE), List.of());
    assertThat(chosen(100, none, Optional.of(numbers))).containsExactly("gp");
    assertThat(chosen(8, none, Optional.of(few))).containsExactly("grid");
    assertThat(chosen(7, none, Optional.of(few))).containsExactly("gp");
    assertThat(chosen(100, none, Optional.of(many))).containsExactly("tpe");
    History calm = past(300, 0, numbers);
    assertThat(chosen(1000, calm, Optional.of(numbers))).containsExactly("gp", "cma-es");
    assertThat(chosen(1000, calm, Optional.empty())).containsExactly("gp", "cma-es");
    assertThat(chosen(1000, calm, Optional.of(mixed))).containsExactly("gp", "tpe");
    assertThat(chosen(1000, past(300, 0.5, numbers), Optional.of(numbers)))
        .containsExactly("gp", "tpe");
  }

  @Test
  void reasonsAreGiven() {
    SearchSpace conditional = space("c=choice(a,b)", "x=float(0,1) when c=a");
    List<Phase> phases =
        new AutoSampler(1, OptionalInt.empty())
            .phases(
                new Snapshot(
                    "past",
                    List.of(Direction.MINIMIZE),
                    List.of(FrozenTrial.builder(0, 0, TrialState.FAIL).build())),
                Optional.of(conditional));
    assertThat(phases.get(0).reason())
        .contains("the conditions of the space")
        .contains("where trials fail");
  }

  @Test
  void repeatsTellTheNoise() {
    SearchSpace numbers = space("x=float(0,1)", "y=float(0,1)");
    Repeats repeats = Repeats.of(past(300, 0.2, numbers), 300);
    assertThat(repeats.count()).isEqualTo(30);
    // 30 degrees of freedom: within 40 % of the truth.
    assertThat(repeats.deviation()).isBetween(0.12, 0.28);
    assertThat(Repeats.of(past(9, 0.2, numbers), 300).noisy()).as("nothing repeated").isFalse();
  }

  @Test
  void afterTheModel_theStrategyClosesIn() {
    SearchSpace numbers = space("x=float(0,1)", "y=float(0,1)");
    History calm = past(300, 0, numbers);
    AutoSampler auto = new AutoSampler(1, OptionalInt.of(1000));
    double sum = 0;
    for (int n = 300; n < 320; n++) {
      Map<String, ParameterValue> point =
          auto.joint(new TrialContext(calm, n, Optional.of(numbers), Uniforms.of(1, n)));
      sum += point.get("x").internal() + point.get("y").internal();
    }
    // The best tenth of the trials averages 0.3 or so, all of them 1.
    assertThat(sum / 20).isLessThan(0.6);
  }
}
