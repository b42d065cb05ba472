package dev.preflight.tuner.study.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.preflight.tuner.study.sampler.QuasiRandomSampler.Sequence;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.FloatDistribution;
import dev.preflight.tuner.study.space.SearchSpace;
import dev.preflight.tuner.study.space.SpaceSyntax;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;
import dev.preflight.tuner.study.trial.ParameterValue;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplersTest {

  private record Past(List<FrozenTrial> trials) implements History {
    @Override
    public String study() {
      return "past";
    }

    @Override
    public List<Direction> directions() {
      return List.of(Direction.MINIMIZE);
    }
  }

  private static SearchSpace space(String... parameters) {
    return SearchSpace.of(Stream.of(parameters).map(SpaceSyntax::parameter).toList());
  }

  private static TrialContext context(List<FrozenTrial> trials, int number, SearchSpace space) {
    return new TrialContext(new Past(trials), number, Optional.of(space), Uniforms.of(3, number));
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
  void everyDrawIsInItsRange_andEveryShareOfItIsReached(String text) {
    Distribution distribution = SpaceSyntax.parameter(text).distribution();
    Uniforms uniforms = Uniforms.of(1, 0);
    Set<Double> seen = new HashSet<>();
    for (int i = 0; i < 4000; i++) {
      double value = Draws.uniform(distribution, uniforms);
      assertThat(distribution.contains(value)).as("%s in %s", value, text).isTrue();
      seen.add(value);
    }
    long expected = Math.min(200, distribution.size().orElse(4000));
    assertThat(seen).hasSizeGreaterThanOrEqualTo((int) expected);
  }

  @ParameterizedTest
  @EnumSource(Sequence.class)
  void quasiRandomPoints_areMoreEvenThanChance(Sequence sequence) {
    SearchSpace space = space("a=float(0,1)", "b=float(0,1)");
    QuasiRandomSampler sampler = new QuasiRandomSampler(sequence, 5);
    int[] cells = new int[64];
    for (int n = 0; n < 256; n++) {
      Map<String, ParameterValue> point = sampler.joint(context(List.of(), n, space));
      int a = (int) (point.get("a").internal() * 8);
      int b = (int) (point.get("b").internal() * 8);
      cells[8 * a + b]++;
    }
    // Chance leaves about one of 64 cells empty and puts ten into others; Sobol puts four into
    // each.
    assertThat(IntStream.of(cells).min().orElseThrow()).isGreaterThanOrEqualTo(1);
    assertThat(IntStream.of(cells).max().orElseThrow()).isLessThanOrEqualTo(7);
    if (sequence == Sequence.SOBOL) {
      assertThat(cells).containsOnly(4);
    }
  }

  @Test
  void scramblingKeepsEveryBinaryIntervalAsFull() {
    int[] cells = new int[16];
    for (int n = 0; n < 16; n++) {
      cells[(int) (16 * Scrambling.owen((n + 0.5) / 16, 9, 2))]++;
    }
    assertThat(cells).containsOnly(1);
    assertThat(Scrambling.owen(0.3, 9, 2)).isNotEqualTo(Scrambling.owen(0.3, 10, 2));
  }

  @Test
  void aGridIsTriedOnce_itsEndsToo() {
    SearchSpace space = space("lr=log(1e-4,1)", "n=int(1,3)", "m=float(0,1) when n=2");
    GridSampler sampler = new GridSampler(5);
    List<FrozenTrial> trials = new ArrayList<>();
    Set<String> points = new HashSet<>();
    int size = 5 * (1 + 5 + 1);
    for (int n = 0; n < size; n++) {
      Map<String, ParameterValue> point = sampler.joint(context(trials, n, space));
      FrozenTrial.Builder trial = FrozenTrial.builder(n, n, TrialState.COMPLETE);
      point.forEach(trial::param);
      trials.add(trial.values(List.of(0.0)).build());
      assertThat(points.add(point.toString())).isTrue();
    }
    assertThat(
            trials.stream().mapToDouble(t -> t.params().get("lr").internal()).distinct().sorted())
        .usingComparatorForType((a, b) -> Math.abs(a / b - 1) < 1e-12 ? 0 : 1, Double.class)
        .containsExactly(1e-4, 1e-3, 1e-2, 1e-1, 1.0);
    assertThatThrownBy(() -> sampler.joint(context(trials, size, space)))
        .isInstanceOf(ExhaustedException.class)
        .hasMessageContaining("all 35 points");
  }

  @Test
  void whatIsFixed_isHeld() {
    PartialFixedSampler sampler = new PartialFixedSampler(Map.of("x", 0.25), new RandomSampler());
    TrialContext context = context(List.of(), 0, space("x=float(0,1)", "y=float(0,1)"));
    FloatDistribution unit = FloatDistribution.uniform(0, 1);
    assertThat(sampler.independent(context, "x", unit)).isEqualTo(0.25);
    assertThat(sampler.independent(context, "y", unit)).isNotEqualTo(0.25);
  }

  /** The last two are Optuna 5.0.0's. */
  @Test
  void hypervolumes() {
    double[] reference = {1, 1, 1};
    assertThat(Hypervolume.of(new double[][] {{0, 0, 0}}, reference)).isEqualTo(1);
    assertThat(Hypervolume.of(new double[][] {{0, .5, 0}, {.5, 0, 0}}, reference))
        .isCloseTo(.75, within(1e-15));
    double[][] three = {{.2, .6, .5}, {.6, .2, .5}, {.5, .5, .1}};
    assertThat(Hypervolume.of(three, reference)).isCloseTo(0.345, within(1e-12));
    double[][] four = {
      {0.64, 0.27, 0.04, 0.02},
      {0.81, 0.91, 0.61, 0.73},
      {0.54, 0.94, 0.82, 0.0},
      {0.86, 0.03, 0.73, 0.18},
      {0.86, 0.54, 0.3, 0.42},
      {0.03, 0.12, 0.67, 0.65}
    };
    assertThat(Hypervolume.of(four, new double[] {1, 1, 1, 1}))
        .isCloseTo(0.32171394, within(1e-12));
  }

  /** Values of SciPy 1.17.1: {@code log_ndtr} and {@code truncnorm.ppf}. */
  @Test
  void normalDistribution_farOut() {
    assertThat(Gauss.logBelow(0)).isCloseTo(-0.6931471805599453, within(1e-15));
    assertThat(Gauss.logBelow(-10)).isCloseTo(-53.23128515051248, within(1e-12));
    assertThat(Gauss.logBelow(-40)).isCloseTo(-804.6084420137539, within(1e-10));
    assertThat(Gauss.logBelow(8)).isCloseTo(-6.220960574271742e-16, within(1e-25));
    for (double x : new double[] {-40, -8, -1, 0.5, 2, 6}) {
      assertThat(Gauss.inverseLogBelow(Gauss.logBelow(x))).isCloseTo(x, within(1e-6));
    }
    assertThat(Gauss.truncatedQuantile(0.5, -1, 3)).isCloseTo(0.1984478996034473, within(1e-12));
    assertThat(Gauss.truncatedQuantile(0.25, 5, 9)).isCloseTo(5.055183405359112, within(1e-11));
    assertThat(Gauss.truncatedQuantile(0, -1, 3)).isEqualTo(-1);
    assertThat(Gauss.truncatedQuantile(1, -1, 3)).isEqualTo(3);
  }
}
