package dev.preflight.tuner.study.gp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.tuner.study.sampler.TrialContext;
import dev.preflight.tuner.study.sampler.Uniforms;
import dev.preflight.tuner.study.space.SearchSpace;
import dev.preflight.tuner.study.space.SpaceSyntax;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.ParameterValue;
import dev.preflight.tuner.study.trial.Snapshot;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GpSamplerTest {

  private static SearchSpace space(String... parameters) {
    return SearchSpace.of(Stream.of(parameters).map(SpaceSyntax::parameter).toList());
  }

  private static TrialContext context(
      List<FrozenTrial> trials, Optional<SearchSpace> space, int objectives) {
    List<Direction> directions =
        Stream.generate(() -> Direction.MINIMIZE).limit(objectives).toList();
    int number = trials.size();
    return new TrialContext(
        new Snapshot("past", directions, trials), number, space, Uniforms.of(3, number));
  }

  /** The values of a trial of this space, what the sampler leaves out chosen on its own. */
  private static Map<String, ParameterValue> asked(
      GpSampler sampler, TrialContext context, SearchSpace space) {
    Map<String, ParameterValue> joint = sampler.joint(context);
    Map<String, ParameterValue> values = new LinkedHashMap<>();
    Map<String, Object> external = new HashMap<>();
    space
        .parameters()
        .values()
        .forEach(
            p -> {
              if (p.condition().map(c -> c.holds(external)).orElse(true)) {
                ParameterValue value =
                    joint.containsKey(p.name())
                        ? joint.get(p.name())
                        : new ParameterValue(
                            p.distribution(),
                            sampler.independent(context, p.name(), p.distribution()));
                values.put(p.name(), value);
                external.put(p.name(), p.distribution().external(value.internal()));
              }
            });
    return values;
  }

  private interface Finish {
    FrozenTrial.Builder apply(FrozenTrial.Builder trial, Map<String, Object> values);
  }

  private static Finish value(ToDoubleFunction<Map<String, Object>> loss) {
    return (trial, values) -> trial.values(List.of(loss.applyAsDouble(values)));
  }

  private static List<FrozenTrial> study(
      SearchSpace space, boolean declared, int trials, int objectives, Finish finish) {
    GpSampler sampler = new GpSampler(1);
    List<FrozenTrial> past = new ArrayList<>();
    for (int n = 0; n < trials; n++) {
      Optional<SearchSpace> known = declared ? Optional.of(space) : Optional.empty();
      Map<String, ParameterValue> values = asked(sampler, context(past, known, objectives), space);
      FrozenTrial.Builder trial = FrozenTrial.builder(n, n, TrialState.COMPLETE);
      values.forEach(trial::param);
      Map<String, Object> external = new HashMap<>();
      values.forEach((name, v) -> external.put(name, v.distribution().external(v.internal())));
      past.add(finish.apply(trial, external).build());
    }
    return past;
  }

  private static double number(Map<String, Object> values, String name) {
    return ((Number) values.get(name)).doubleValue();
  }

  private static double best(List<FrozenTrial> trials) {
    return trials.stream()
        .filter(t -> t.state() == TrialState.COMPLETE && t.violation() <= 0)
        .mapToDouble(FrozenTrial::value)
        .min()
        .orElseThrow();
  }

  private static double valley(Map<String, Object> v) {
    double a = Math.log10(number(v, "lr")) + 2;
    double b = number(v, "x") - 0.3;
    return a * a + 3 * b * b;
  }

  @Test
  void aSmoothValley_isFoundInFewTrials_declaredOrNot() {
    SearchSpace space = space("lr=log(1e-6,1)", "x=float(0,1)");
    // Of 30 uniform trials the best is at 0.05 or so.
    assertThat(best(study(space, true, 30, 1, value(GpSamplerTest::valley)))).isLessThan(1e-3);
    assertThat(best(study(space, false, 30, 1, value(GpSamplerTest::valley)))).isLessThan(1e-3);
  }

  @Test
  void whatItSuggests_followsFromTheHistory_notFromWhatItWasAskedBefore() {
    SearchSpace space = space("lr=log(1e-6,1)", "x=float(0,1)", "c=choice(a,b)");
    List<FrozenTrial> past = study(space, true, 67, 1, value(GpSamplerTest::valley));
    List<FrozenTrial> before = past.subList(0, 66);
    GpSampler fresh = new GpSampler(1);
    Map<String, ParameterValue> suggested = fresh.joint(context(before, Optional.of(space), 1));
    assertThat(suggested).isEqualTo(past.get(66).params());
    // An earlier question does not change a later answer.
    fresh.joint(context(past.subList(0, 20), Optional.of(space), 1));
    assertThat(fresh.joint(context(before, Optional.of(space), 1))).isEqualTo(suggested);
  }

  @Test
  void conditionsAreModelled_declaredOrLearned() {
    SearchSpace space =
        space(
            "opt=choice(sgd,adam)",
            "lr=log(1e-6,1)",
            "beta=float(0,1) when opt=adam",
            "mom=float(0,1) when opt=sgd");
    Finish finish =
        value(
            v -> {
              double lr = Math.log10(number(v, "lr"));
              return v.get("opt").equals("adam")
                  ? Math.pow(lr + 3, 2) + Math.pow(number(v, "beta") - 0.9, 2)
                  : 0.5 + Math.pow(lr + 1, 2) + Math.pow(number(v, "mom") - 0.5, 2);
            });
    assertThat(best(study(space, true, 40, 1, finish))).isLessThan(1e-2);
    assertThat(best(study(space, false, 40, 1, finish))).isLessThan(1e-2);
  }

  @Test
  void whereTrialsFail_itDoesNotGo_upToTheEdge() {
    SearchSpace space = space("lr=log(1e-6,10)", "x=float(0,1)");
    Finish finish =
        (trial, v) -> {
          double lr = Math.log10(number(v, "lr"));
          if (lr > -1) {
            return trial.state(TrialState.FAIL);
          }
          return trial.values(List.of(Math.pow(lr + 1, 2) + Math.pow(number(v, "x") - 0.3, 2)));
        };
    List<FrozenTrial> past = study(space, true, 40, 1, finish);
    // The best lies on the very edge of what fails, so that every other trial there does.
    assertThat(best(past)).isLessThan(0.01);
    assertThat(past.stream().filter(t -> t.state() == TrialState.FAIL).count()).isLessThan(25);
  }

  @Test
  void constraintsAreKept_andTheBestThatKeepsThemIsFound() {
    SearchSpace space = space("x=float(0,1)", "y=float(0,1)");
    Finish finish =
        (trial, v) -> {
          double x = number(v, "x");
          double y = number(v, "y");
          return trial
              .systemAttribute(FrozenTrial.constraintAttribute("sum"), 0.8 - x - y)
              .values(List.of(x + 2 * y));
        };
    List<FrozenTrial> past = study(space, true, 40, 1, finish);
    assertThat(best(past)).isBetween(0.8, 0.805);
  }

  @Test
  void everyTrialFailed_andItStillSuggests() {
    SearchSpace space = space("x=float(0,1)", "y=float(0,1)");
    List<FrozenTrial> past = study(space, true, 30, 1, (trial, v) -> trial.state(TrialState.FAIL));
    assertThat(past.get(29).params()).containsOnlyKeys("x", "y");
  }

  @Test
  void aFiniteSpace_isTriedPointByPoint() {
    SearchSpace space = space("n=int(1,6)", "c=choice(a,b,c,d)");
    List<FrozenTrial> past =
        study(
            space, true, 24, 1, value(v -> number(v, "n") + (v.get("c").equals("b") ? 0.0 : 1.0)));
    Set<Map<String, ParameterValue>> different = new HashSet<>();
    past.subList(10, 24).forEach(t -> different.add(t.params()));
    assertThat(different).hasSize(14);
  }

  @Test
  void prunedTrials_countAsTheWorseHalf() {
    SearchSpace space = space("lr=log(1e-6,1)", "x=float(0,1)");
    Finish finish =
        (trial, v) -> {
          double loss = valley(v);
          // What is given up looked better than anything that was finished.
          return loss > 2
              ? trial.state(TrialState.PRUNED).report(1, -5)
              : trial.values(List.of(loss));
        };
    assertThat(best(study(space, true, 40, 1, finish))).isLessThan(1e-3);
  }

  @Test
  void runningTrials_areNotSuggestedAgain() {
    SearchSpace space = space("lr=log(1e-6,1)", "x=float(0,1)");
    List<FrozenTrial> past = study(space, true, 30, 1, value(GpSamplerTest::valley));
    GpSampler sampler = new GpSampler(1);
    List<FrozenTrial> all = new ArrayList<>(past);
    Set<Map<String, ParameterValue>> suggested = new HashSet<>();
    for (int n = 30; n < 36; n++) {
      Map<String, ParameterValue> values = sampler.joint(context(all, Optional.of(space), 1));
      suggested.add(values);
      FrozenTrial.Builder running = FrozenTrial.builder(n, n, TrialState.RUNNING);
      values.forEach(running::param);
      all.add(running.build());
    }
    assertThat(suggested).hasSize(6);
  }

  @Test
  void twoObjectives_areSpreadAlongTheirFront() {
    SearchSpace space = space("x=float(0,1)", "y=float(0,1)");
    List<FrozenTrial> past =
        study(
            space,
            true,
            40,
            2,
            (trial, v) -> {
              double x = number(v, "x");
              double g = 1 + 9 * number(v, "y");
              return trial.values(List.of(x, g * (1 - Math.sqrt(x / g))));
            });
    long near = past.stream().filter(t -> onFront(t)).filter(t -> t.values().get(0) < 0.3).count();
    long far = past.stream().filter(t -> onFront(t)).filter(t -> t.values().get(0) > 0.6).count();
    assertThat(near).isGreaterThan(2);
    assertThat(far).isGreaterThan(2);
  }

  private static boolean onFront(FrozenTrial t) {
    return t.values().get(1) < 1.05 - Math.sqrt(t.values().get(0));
  }
}
