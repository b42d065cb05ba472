package dev.preflight.tuner.study.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.preflight.tuner.study.json.JsonText;
import dev.preflight.tuner.study.space.CategoricalDistribution;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.FloatDistribution;
import dev.preflight.tuner.study.space.IntDistribution;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;
import dev.preflight.tuner.study.trial.ParameterValue;
import dev.preflight.tuner.study.trial.TrialState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Optuna 5.0.0's own trials, proposed again: the traces of {@code tpe-traces.json}, which {@code
 * make_traces.py} beside it made. The random numbers are numpy's, so every value must be the same
 * up to what another {@code exp} and {@code log} make of it.
 */
class TpeTraceTest {

  private static final double TOLERANCE = 1e-9;

  private static final Map<String, Distribution> MIXED =
      Map.of(
          "x", FloatDistribution.uniform(-5, 5),
          "lr", FloatDistribution.log(1e-5, .1),
          "n", IntDistribution.uniform(1, 10),
          "c", CategoricalDistribution.of("a", "b", "c"));

  private static final Map<String, Map<String, Distribution>> SPACES =
      Map.of(
          "mixed",
          MIXED,
          "mixed maximize",
          MIXED,
          "grids",
          Map.of(
              "d", FloatDistribution.stepped(0, .5, .05),
              "u", IntDistribution.log(16, 1024),
              "k", IntDistribution.stepped(1, 9, 2),
              "lr", FloatDistribution.log(1e-6, 1),
              "a", CategoricalDistribution.of("relu", null, true, 1.5)),
          "conditional",
          Map.of(
              "opt", CategoricalDistribution.of("sgd", "momentum", "adam"),
              "lr", FloatDistribution.log(1e-6, 1),
              "mom", FloatDistribution.uniform(0, .99),
              "b1", FloatDistribution.uniform(.5, .999),
              "layers", IntDistribution.uniform(1, 3),
              "u0", IntDistribution.log(8, 512),
              "u1", IntDistribution.log(8, 512),
              "u2", IntDistribution.log(8, 512)),
          "two",
          Map.of(
              "x", FloatDistribution.uniform(0, 1),
              "y", FloatDistribution.uniform(0, 1),
              "n", IntDistribution.uniform(0, 4)),
          "three",
          Map.of(
              "x", FloatDistribution.uniform(0, 1),
              "y", FloatDistribution.uniform(0, 1),
              "z", FloatDistribution.uniform(0, 1)),
          "constrained",
          Map.of("x", FloatDistribution.uniform(0, 1), "y", FloatDistribution.uniform(0, 1)),
          "pruned",
          Map.of("x", FloatDistribution.uniform(0, 1), "w", IntDistribution.log(8, 512)));

  private record Trace(
      String name,
      int seed,
      List<Direction> directions,
      int width,
      TpeOptions options,
      List<FrozenTrial> trials) {}

  private record Past(List<Direction> directions, List<FrozenTrial> trials) implements History {
    @Override
    public String study() {
      return "trace";
    }
  }

  @ParameterizedTest
  @MethodSource("traces")
  void proposesWhatOptunaProposed(Trace trace) {
    TpeSampler sampler = new TpeSampler(trace.options());
    Uniforms startup = Uniforms.numpy(trace.seed());
    Uniforms modelled = Uniforms.numpy(trace.seed());
    for (FrozenTrial expected : trace.trials()) {
      History history = before(trace, expected.number());
      long finished = history.trials().stream().filter(t -> t.state().finished()).count();
      Uniforms uniforms = finished < trace.options().startupTrials() ? startup : modelled;
      TrialContext context =
          new TrialContext(history, expected.number(), Optional.empty(), uniforms);
      Map<String, ParameterValue> joint = sampler.joint(context);
      expected
          .params()
          .forEach(
              (name, value) -> {
                ParameterValue together = joint.get(name);
                double proposed =
                    together == null
                        ? sampler.independent(context, name, value.distribution())
                        : together.internal();
                assertThat(proposed)
                    .as("trial %d, %s", expected.number(), name)
                    .isCloseTo(value.internal(), within(TOLERANCE * Math.abs(value.internal())));
              });
    }
  }

  /** The trials before this one, the last of them still running if several run side by side. */
  private static History before(Trace trace, int number) {
    List<FrozenTrial> trials = new ArrayList<>();
    for (FrozenTrial trial : trace.trials().subList(0, number)) {
      boolean running = trial.number() > number - trace.width();
      trials.add(
          running ? trial.toBuilder().state(TrialState.RUNNING).values(List.of()).build() : trial);
    }
    return new Past(trace.directions(), trials);
  }

  static Stream<Named<Trace>> traces() throws IOException {
    try (InputStream stream = TpeTraceTest.class.getResourceAsStream("tpe-traces.json")) {
      String json = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      List<Named<Trace>> traces = new ArrayList<>();
      for (Object item : (List<?>) JsonText.read(json)) {
        Map<?, ?> map = (Map<?, ?>) item;
        String label = map.get("name") + " " + map.get("options") + " " + map.get("width");
        traces.add(Named.of(label, trace(map)));
      }
      return traces.stream();
    }
  }

  private static Trace trace(Map<?, ?> map) {
    String name = (String) map.get("name");
    Map<?, ?> given = (Map<?, ?>) map.get("options");
    TpeOptions options = TpeOptions.defaults();
    if (given.get("multivariate") instanceof Boolean together) {
      options = options.withMultivariate(together);
    }
    if (given.containsKey("group")) {
      options = options.withGroup();
    }
    List<FrozenTrial> trials = new ArrayList<>();
    for (Object trial : (List<?>) map.get("trials")) {
      trials.add(trial(trials.size(), (Map<?, ?>) trial, SPACES.get(name)));
    }
    return new Trace(
        name,
        ((Long) map.get("seed")).intValue(),
        ((List<?>) map.get("directions"))
            .stream().map(d -> Direction.valueOf(((String) d).toUpperCase(Locale.ROOT))).toList(),
        ((Long) map.get("width")).intValue(),
        options,
        trials);
  }

  private static FrozenTrial trial(int number, Map<?, ?> map, Map<String, Distribution> space) {
    FrozenTrial.Builder builder =
        FrozenTrial.builder(number, number, TrialState.valueOf((String) map.get("state")));
    ((Map<?, ?>) map.get("params"))
        .forEach(
            (name, value) -> {
              Distribution distribution = space.get(name);
              builder.param(
                  (String) name, new ParameterValue(distribution, distribution.internal(value)));
            });
    ((Map<?, ?>) map.get("constraints"))
        .forEach(
            (name, value) ->
                builder.systemAttribute(FrozenTrial.constraintAttribute((String) name), value));
    ((Map<?, ?>) map.get("reports"))
        .forEach((step, value) -> builder.report(Long.parseLong((String) step), (Double) value));
    return builder
        .values(
            ((List<?>) map.get("values")).stream().map(v -> ((Number) v).doubleValue()).toList())
        .build();
  }
}
