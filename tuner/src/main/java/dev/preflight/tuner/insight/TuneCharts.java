package dev.preflight.tuner.insight;

import dev.preflight.reports.Chart;
import dev.preflight.reports.ChartBuilder;
import dev.preflight.reports.text.Sentence;
import dev.preflight.tuner.study.Study;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The charts of a study: how it went, and how its trials went. */
final class TuneCharts {

  /** Curves that can still be told apart; the newest are drawn. */
  private static final int MOST_CURVES = 200;

  private TuneCharts() {}

  static List<Chart> of(Study study, List<FrozenTrial> trials) {
    List<Chart> charts = new ArrayList<>();
    if (study.options().directions().size() > 1) {
      front(study, trials).ifPresent(charts::add);
      return charts;
    }
    history(study, trials).ifPresent(charts::add);
    curves(study, trials).ifPresent(charts::add);
    return charts;
  }

  private static Chart.Axis values(List<FrozenTrial> trials, String label) {
    boolean positive =
        trials.stream()
            .filter(t -> Double.isFinite(t.value()))
            .allMatch(t -> t.value() > 0 && t.reports().values().stream().allMatch(v -> !(v <= 0)));
    return positive ? Chart.Axis.log(label) : Chart.Axis.linear(label);
  }

  private static Optional<Chart> history(Study study, List<FrozenTrial> trials) {
    Direction direction = study.options().directions().get(0);
    List<FrozenTrial> complete = state(trials, TrialState.COMPLETE);
    if (complete.isEmpty()) {
      return Optional.empty();
    }
    ValueAxis axis =
        ValueAxis.of(
            complete.stream().mapToDouble(FrozenTrial::value).toArray(), direction, "value");
    Drawn drawn = Drawn.of(complete, direction);
    ChartBuilder chart =
        Chart.of(
            "history",
            "What the trials came to",
            Sentence.of(
                    "The value of %d complete trials by number, and the best so far.",
                    complete.size())
                + drawn.note()
                + axis.note(),
            Chart.Axis.linear("trial"),
            axis.axis());
    List<FrozenTrial> pruned = Drawn.of(state(trials, TrialState.PRUNED), direction).trials();
    dots(chart, "pruned", Chart.Role.MUTED, shown(pruned, axis));
    dots(chart, "complete", Chart.Role.FIRST, shown(drawn.trials(), axis));
    bestSoFar(chart, complete, axis, direction);
    chart.rug(
        "beyond",
        drawn.trials().stream()
            .filter(t -> !axis.shows(t.value()))
            .map(t -> (double) t.number())
            .toList());
    chart.rug(
        "came to nothing",
        state(trials, TrialState.FAIL).stream()
            .limit(Drawn.MOST)
            .map(t -> (double) t.number())
            .toList());
    return Optional.of(chart.build());
  }

  private static List<FrozenTrial> shown(List<FrozenTrial> trials, ValueAxis axis) {
    return trials.stream().filter(t -> axis.shows(t.value())).toList();
  }

  private static void dots(
      ChartBuilder chart, String name, Chart.Role role, List<FrozenTrial> trials) {
    dots(chart, name, role, trials, FrozenTrial::number, FrozenTrial::value);
  }

  /** A step at each trial that was better than all before. */
  private static void bestSoFar(
      ChartBuilder chart, List<FrozenTrial> complete, ValueAxis axis, Direction direction) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    double best = Double.NaN;
    for (FrozenTrial trial : complete) {
      double value = trial.value();
      boolean better = Double.isNaN(best) || direction.loss(value) < direction.loss(best);
      best = better ? value : best;
      boolean last = trial.number() == complete.get(complete.size() - 1).number();
      if ((better || last) && axis.shows(best)) {
        x.add((double) trial.number());
        y.add(best);
      }
    }
    chart.series(new Chart.Series("best so far", Chart.Role.SECOND, Chart.Style.STEP, x, y));
  }

  private static void dots(
      ChartBuilder chart,
      String name,
      Chart.Role role,
      List<FrozenTrial> trials,
      ToDoubleFunction<FrozenTrial> x,
      ToDoubleFunction<FrozenTrial> y) {
    if (!trials.isEmpty()) {
      chart.series(
          name,
          role,
          Chart.Style.DOTS,
          trials.stream().mapToDouble(x).toArray(),
          trials.stream().mapToDouble(y).toArray());
    }
  }

  private static List<FrozenTrial> state(List<FrozenTrial> trials, TrialState state) {
    return trials.stream().filter(t -> t.state() == state).toList();
  }

  private static Optional<Chart> curves(Study study, List<FrozenTrial> trials) {
    List<FrozenTrial> reported = trials.stream().filter(t -> t.reports().size() > 1).toList();
    Optional<FrozenTrial> best = study.best().filter(t -> t.reports().size() > 1);
    if (reported.isEmpty() || best.isEmpty()) {
      return Optional.empty();
    }
    List<FrozenTrial> drawn =
        reported.subList(Math.max(0, reported.size() - MOST_CURVES), reported.size());
    ChartBuilder chart =
        Chart.of(
            "curves",
            "How the trials went",
            Sentence.of(
                "What %d trials reported by step; the best trial's curve stands out.",
                drawn.size()),
            Chart.Axis.linear("step"),
            values(trials, "reported value"));
    for (FrozenTrial trial : drawn) {
      boolean pruned = trial.state() == TrialState.PRUNED;
      curve(
          chart,
          Sentence.of("trial %d", trial.number()),
          pruned ? Chart.Role.MUTED : Chart.Role.FIRST,
          Chart.Style.THIN,
          trial);
    }
    curve(
        chart,
        Sentence.of("trial %d, the best", best.get().number()),
        Chart.Role.SECOND,
        Chart.Style.LINE_AND_DOTS,
        best.get());
    return Optional.of(chart.build());
  }

  private static void curve(
      ChartBuilder chart, String name, Chart.Role role, Chart.Style style, FrozenTrial trial) {
    chart.series(
        name,
        role,
        style,
        trial.reports().keySet().stream().mapToDouble(s -> s).toArray(),
        trial.reports().values().stream().mapToDouble(v -> v).toArray());
  }

  private static Optional<Chart> front(Study study, List<FrozenTrial> trials) {
    List<FrozenTrial> complete = state(trials, TrialState.COMPLETE);
    if (complete.isEmpty()) {
      return Optional.empty();
    }
    ChartBuilder chart =
        Chart.of(
            "front",
            "The first two objectives",
            "Every complete trial, and those that no other is better than.",
            Chart.Axis.linear("objective 1"),
            Chart.Axis.linear("objective 2"));
    ToDoubleFunction<FrozenTrial> first = t -> t.values().get(0);
    ToDoubleFunction<FrozenTrial> second = t -> t.values().get(1);
    dots(chart, "complete", Chart.Role.MUTED, complete, first, second);
    dots(chart, "on the front", Chart.Role.FIRST, study.bestTrials(), first, second);
    return Optional.of(chart.build());
  }
}
