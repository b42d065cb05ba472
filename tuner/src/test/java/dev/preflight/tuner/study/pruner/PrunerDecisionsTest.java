package dev.preflight.tuner.study.pruner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.tuner.study.json.JsonText;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;
import dev.preflight.tuner.study.trial.TrialState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Optuna 5.0.0's decisions on stored curves, made again: {@code pruner-decisions.json}, which
 * {@code make_decisions.py} beside it made. Every report of every trial must be judged as there.
 */
class PrunerDecisionsTest {

  private static final Map<String, Pruner> PRUNERS =
      Map.ofEntries(
          Map.entry("median", PercentilePruner.median(Interval.everyReport())),
          Map.entry("median spared", new PercentilePruner(50, 3, new Interval(4, 3), 4)),
          Map.entry("percentile", new PercentilePruner(25, 4, Interval.everyReport(), 1)),
          Map.entry("threshold", new ThresholdPruner(.2, 1.9, new Interval(2, 2))),
          Map.entry(
              "patient",
              new PatientPruner(new PercentilePruner(50, 3, Interval.everyReport(), 1), 2, .01)),
          Map.entry("asha auto", new SuccessiveHalvingPruner(OptionalLong.empty(), 4, 0, 0, false)),
          Map.entry("asha", new SuccessiveHalvingPruner(OptionalLong.of(2), 3, 0, 0, false)),
          Map.entry("asha late", new SuccessiveHalvingPruner(OptionalLong.of(1), 2, 1, 3, false)),
          Map.entry("hyperband", new HyperbandPruner(1, OptionalLong.of(20), 3)),
          Map.entry("hyperband auto", new HyperbandPruner(1, OptionalLong.empty(), 3)),
          Map.entry("wilcoxon", new WilcoxonPruner(.1, 2)));

  private record Past(String study, List<Direction> directions, List<FrozenTrial> trials)
      implements History {}

  private record Recorded(String pruner, Past whole) {}

  @ParameterizedTest
  @MethodSource("studies")
  void decidesWhatOptunaDecided(Recorded recorded) {
    Pruner pruner = PRUNERS.get(recorded.pruner());
    Past whole = recorded.whole();
    for (FrozenTrial trial : whole.trials()) {
      FrozenTrial.Builder running =
          FrozenTrial.builder(trial.id(), trial.number(), TrialState.RUNNING);
      for (Map.Entry<Long, Double> report : trial.reports().entrySet()) {
        running.report(report.getKey(), report.getValue());
        List<FrozenTrial> before = new ArrayList<>(whole.trials().subList(0, trial.number()));
        FrozenTrial now = running.build();
        before.add(now);
        Decision decision = pruner.decide(new Past(whole.study(), whole.directions(), before), now);
        decision.notes().forEach(running::systemAttribute);
        boolean last = report.getKey().equals(trial.reports().lastKey());
        assertThat(decision.prune())
            .as("trial %d, step %d", trial.number(), report.getKey())
            .isEqualTo(last && trial.state() == TrialState.PRUNED);
      }
      assertThat(running.build().systemAttributes())
          .as("notes of trial %d", trial.number())
          .isEqualTo(trial.systemAttributes());
    }
  }

  static Stream<Named<Recorded>> studies() throws IOException {
    try (InputStream in = PrunerDecisionsTest.class.getResourceAsStream("pruner-decisions.json")) {
      String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<Named<Recorded>> studies = new ArrayList<>();
      for (Object item : (List<?>) JsonText.read(json)) {
        Map<?, ?> map = (Map<?, ?>) item;
        List<FrozenTrial> trials = new ArrayList<>();
        for (Object trial : (List<?>) map.get("trials")) {
          trials.add(trial(trials.size(), (Map<?, ?>) trial));
        }
        String name = (String) map.get("study");
        Past past =
            new Past(name, List.of(Direction.valueOf((String) map.get("direction"))), trials);
        studies.add(Named.of(name, new Recorded((String) map.get("pruner"), past)));
      }
      return studies.stream();
    }
  }

  private static FrozenTrial trial(int number, Map<?, ?> map) {
    FrozenTrial.Builder builder =
        FrozenTrial.builder(number, number, TrialState.valueOf((String) map.get("state")));
    ((Map<?, ?>) map.get("reports"))
        .forEach(
            (step, value) ->
                builder.report(Long.parseLong((String) step), ((Number) value).doubleValue()));
    ((Map<?, ?>) map.get("system"))
        .forEach((key, value) -> builder.systemAttribute((String) key, value));
    if (map.get("value") instanceof Number value && !Double.isNaN(value.doubleValue())) {
      builder.values(List.of(value.doubleValue()));
    }
    return builder.build();
  }
}
