package dev.preflight.tuner.insight;

import dev.preflight.reports.Chart;
import dev.preflight.reports.ChartBuilder;
import dev.preflight.reports.text.Sentence;
import dev.preflight.tuner.study.analysis.PedAnova;
import dev.preflight.tuner.study.analysis.StudyFacts;
import dev.preflight.tuner.study.gp.ResponseSurface.Line;
import dev.preflight.tuner.study.sampler.Draws;
import dev.preflight.tuner.study.sampler.Hypervolume;
import dev.preflight.tuner.study.space.CategoricalDistribution;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.FloatDistribution;
import dev.preflight.tuner.study.space.IntDistribution;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;
import dev.preflight.tuner.study.trial.ParameterValue;
import dev.preflight.tuner.study.trial.TrialState;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Charts of what a study says of its parameters: the same data for every drawing. */
final class FactCharts {

  /** Charts of single parameters; the others matter less. */
  private static final int MOST_SLICES = 6;

  private static final int MOST_LINES = 120;
  private static final double BEST = 0.1;

  private final History history;
  private final StudyFacts facts;
  private final Direction direction;
  private final List<FrozenTrial> complete;
  private final Drawn drawn;
  private final ValueAxis values;

  private FactCharts(History history, StudyFacts facts) {
    this.history = history;
    this.facts = facts;
    this.direction = history.directions().get(0);
    this.complete =
        history.trials().stream()
            .filter(t -> t.state() == TrialState.COMPLETE && !t.values().isEmpty())
            .toList();
    this.values =
        ValueAxis.of(
            complete.stream().mapToDouble(FrozenTrial::value).toArray(), direction, "value");
    this.drawn = Drawn.of(complete, direction);
  }

  static List<Chart> of(History history, StudyFacts facts) {
    FactCharts charts = new FactCharts(history, facts);
    List<Chart> all = new ArrayList<>();
    if (charts.complete.isEmpty()) {
      return all;
    }
    if (history.directions().size() > 1) {
      charts.hypervolume().ifPresent(all::add);
      charts.parallel().ifPresent(all::add);
      return all;
    }
    charts.importance().ifPresent(all::add);
    charts.names().stream().limit(MOST_SLICES).forEach(name -> all.add(charts.slice(name)));
    facts.tradeOff().ifPresent(t -> all.add(charts.pair(t.first(), t.second())));
    charts.parallel().ifPresent(all::add);
    all.add(charts.cumulative());
    charts.timeline().ifPresent(all::add);
    return all;
  }

  /** Parameters, those that matter most first. */
  private List<String> names() {
    Set<String> names = new LinkedHashSet<>(facts.importance().keySet());
    complete.forEach(t -> names.addAll(t.params().keySet()));
    return names.stream().filter(name -> !single(name)).toList();
  }

  private boolean single(String name) {
    return complete.stream()
        .flatMap(t -> Optional.ofNullable(t.params().get(name)).stream())
        .allMatch(v -> v.distribution().single());
  }

  private Optional<Chart> importance() {
    double sum = facts.importance().values().stream().mapToDouble(v -> v).sum();
    List<String> names = names().stream().filter(facts.importance()::containsKey).toList();
    if (names.size() < 2 || !(sum > 0)) {
      return Optional.empty();
    }
    double[] shares =
        names.stream().mapToDouble(n -> facts.importance().getOrDefault(n, 0.0) / sum).toArray();
    double[] rows = new double[shares.length];
    Arrays.setAll(rows, i -> i);
    String few =
        complete.size() < PedAnova.RELIABLE
            ? Sentence.of(" With fewer than %d trials take it as a hint.", PedAnova.RELIABLE)
            : "";
    return Optional.of(
        Chart.of(
                "importance",
                "Which parameters decide over a good trial",
                "How much each distinguishes the best tenth of the trials from all (PED-ANOVA), as"
                    + " shares of the sum."
                    + few,
                new Chart.Axis("share", false, 0.0, null),
                Chart.Axis.categories("parameter", names))
            .series("importance", Chart.Role.FIRST, Chart.Style.BARS, shares, rows)
            .build());
  }

  /** One parameter against the value: every trial, the best of each part, and what is expected. */
  private Chart slice(String name) {
    Optional<Line> line =
        facts.surface().stream()
            .flatMap(s -> s.lines().stream())
            .filter(l -> l.parameter().equals(name))
            .findFirst();
    Distribution distribution = distribution(name);
    ChartBuilder chart =
        Chart.of(
            "slice-" + name,
            "The value by " + name,
            "Every complete trial that has it, the best of each twelfth of its range"
                + (line.isPresent()
                    ? ", and what is expected of the best trial with another "
                        + name
                        + ", two deviations wide."
                    : ".")
                + drawn.note()
                + values.note(),
            axis(name, distribution),
            values.axis());
    List<FrozenTrial> having =
        drawn.trials().stream().filter(t -> t.params().containsKey(name)).toList();
    List<FrozenTrial> shown = having.stream().filter(t -> values.shows(t.value())).toList();
    chart.series(
        "trials",
        Chart.Role.MUTED,
        Chart.Style.DOTS,
        shown.stream().mapToDouble(t -> at(t, name)).toArray(),
        shown.stream().mapToDouble(FrozenTrial::value).toArray());
    isolation(chart, name, shown);
    line.ifPresent(l -> expected(chart, l));
    chart.rug("beyond", positions(having.stream().filter(t -> !values.shows(t.value())), name));
    chart.rug(
        "failed",
        positions(
            history.trials().stream().filter(t -> t.state() == TrialState.FAIL).limit(Drawn.MOST),
            name));
    return chart.build();
  }

  private static List<Double> positions(Stream<FrozenTrial> trials, String name) {
    return trials.filter(t -> t.params().containsKey(name)).map(t -> at(t, name)).toList();
  }

  /** The best value in each part of the range: Google's tuning playbook, isolation plots. */
  private void isolation(ChartBuilder chart, String name, List<FrozenTrial> shown) {
    int parts = 12;
    FrozenTrial[] best = new FrozenTrial[parts];
    Distribution distribution = distribution(name);
    for (FrozenTrial trial : shown) {
      double place = place(distribution, at(trial, name));
      int part = Math.max(0, Math.min(parts - 1, (int) (place * parts)));
      FrozenTrial other = best[part];
      boolean better =
          other == null || direction.loss(trial.value()) < direction.loss(other.value());
      best[part] = better ? trial : other;
    }
    List<FrozenTrial> found = Arrays.stream(best).filter(t -> t != null).toList();
    if (found.size() > 1) {
      chart.series(
          "best of each part",
          Chart.Role.FIRST,
          distribution instanceof CategoricalDistribution
              ? Chart.Style.DOTS
              : Chart.Style.LINE_AND_DOTS,
          found.stream().mapToDouble(t -> at(t, name)).toArray(),
          found.stream().mapToDouble(FrozenTrial::value).toArray());
    }
  }

  private void expected(ChartBuilder chart, Line line) {
    int n = line.at().size();
    double[] x = new double[n];
    double[] middle = new double[n];
    double[] low = new double[n];
    double[] high = new double[n];
    double floor = values.axis().log() ? positiveFloor() : Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      double sign = direction == Direction.MINIMIZE ? 1 : -1;
      x[i] = line.at().get(i);
      middle[i] = shown(Math.max(floor, sign * line.shown().get(i)));
      double one = shown(Math.max(floor, sign * line.low().get(i)));
      double other = shown(Math.max(floor, sign * line.high().get(i)));
      low[i] = Math.min(one, other);
      high[i] = Math.max(one, other);
    }
    chart.series("expected", Chart.Role.SECOND, Chart.Style.LINE, x, middle);
    chart.band(Chart.Band.of("expected", x, low, high));
  }

  private double shown(double value) {
    return direction == Direction.MINIMIZE
        ? Math.min(value, values.worst())
        : Math.max(value, values.worst());
  }

  private double positiveFloor() {
    return complete.stream().mapToDouble(FrozenTrial::value).filter(v -> v > 0).min().orElse(1e-12);
  }

  /** Two parameters, the trials by thirds of their ranks. */
  private Chart pair(String first, String second) {
    ChartBuilder chart =
        Chart.of(
            "pair",
            first + " and " + second,
            "Every complete trial by its rank: the best third, the middle and the worst."
                + drawn.note(),
            axis(first, distribution(first)),
            axis(second, distribution(second)));
    List<FrozenTrial> sorted =
        drawn.trials().stream()
            .filter(t -> t.params().containsKey(first) && t.params().containsKey(second))
            .sorted(Comparator.comparingDouble(t -> direction.loss(t.value())))
            .toList();
    int third = (sorted.size() + 2) / 3;
    List<String> parts = List.of("the worst third", "the middle", "the best third");
    List<Chart.Role> roles = List.of(Chart.Role.MUTED, Chart.Role.SECOND, Chart.Role.FIRST);
    for (int k = 0; k < 3; k++) {
      int from = Math.min(sorted.size(), (2 - k) * third);
      int to = Math.min(sorted.size(), (3 - k) * third);
      List<FrozenTrial> part = sorted.subList(from, to);
      if (!part.isEmpty()) {
        chart.series(
            parts.get(k),
            roles.get(k),
            Chart.Style.DOTS,
            part.stream().mapToDouble(t -> at(t, first)).toArray(),
            part.stream().mapToDouble(t -> at(t, second)).toArray());
      }
    }
    return chart.build();
  }

  /**
   * A line a trial over all parameters, each by its place in its range. A trial that lacks a
   * parameter has a gap there; no line joins two trials.
   */
  private Optional<Chart> parallel() {
    List<String> names = names();
    if (names.size() < 3) {
      return Optional.empty();
    }
    List<FrozenTrial> sorted =
        complete.stream()
            .sorted(Comparator.comparingDouble(t -> direction.loss(t.value())))
            .toList();
    int best = history.directions().size() > 1 ? 0 : (int) Math.ceil(BEST * sorted.size());
    int step = Math.max(1, sorted.size() / MOST_LINES);
    ChartBuilder chart =
        Chart.of(
            "parallel",
            "All parameters of a trial",
            Sentence.of(
                "A row a parameter, from the low end of its range to the high one; a line a trial,"
                    + " the best tenth in colour. A trial without a parameter has a gap."),
            new Chart.Axis("place in the range", false, 0.0, 1.0),
            Chart.Axis.categories("parameter", names));
    for (int i = sorted.size() - 1; i >= 0; i--) {
      boolean good = i < best;
      if (i % step == 0 || (good && i < MOST_LINES / 4)) {
        segments(chart, sorted.get(i), names, good ? Chart.Role.FIRST : Chart.Role.MUTED);
      }
    }
    return Optional.of(chart.build());
  }

  private void segments(
      ChartBuilder chart, FrozenTrial trial, List<String> names, Chart.Role role) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int i = 0; i <= names.size(); i++) {
      ParameterValue value = i < names.size() ? trial.params().get(names.get(i)) : null;
      if (value != null) {
        x.add(place(value.distribution(), value.internal()));
        y.add((double) i);
      } else if (!x.isEmpty()) {
        chart.series(
            new Chart.Series(
                Sentence.of("trial %d", trial.number()), role, Chart.Style.THIN, x, y));
        x = new ArrayList<>();
        y = new ArrayList<>();
      }
    }
  }

  private Chart cumulative() {
    double[] sorted =
        complete.stream().mapToDouble(FrozenTrial::value).filter(values::shows).sorted().toArray();
    int points = Math.min(sorted.length, 200);
    double[] x = new double[points];
    double[] y = new double[points];
    for (int i = 0; i < points; i++) {
      int k = points == 1 ? 0 : (int) ((long) i * (sorted.length - 1) / (points - 1));
      x[i] = sorted[k];
      y[i] = (k + 1.0) / complete.size();
    }
    return Chart.of(
            "cumulative",
            "How many trials are as good",
            "The share of complete trials with at most this value." + values.note(),
            values.axis(),
            new Chart.Axis("share of trials", false, 0.0, 1.0))
        .series("trials", Chart.Role.FIRST, Chart.Style.STEP, x, y)
        .build();
  }

  /** When each trial ran. */
  private Optional<Chart> timeline() {
    List<FrozenTrial> timed =
        history.trials().stream()
            .filter(t -> t.started().isPresent() && t.completed().isPresent())
            .toList();
    if (timed.size() < 2) {
      return Optional.empty();
    }
    List<FrozenTrial> last =
        timed.subList(Math.max(0, timed.size() - Drawn.MOST / 2), timed.size());
    LocalDateTime begin =
        last.stream()
            .map(t -> t.started().orElseThrow())
            .min(Comparator.naturalOrder())
            .orElseThrow();
    ChartBuilder chart =
        Chart.of(
            "timeline",
            "When the trials ran",
            last.size() == timed.size()
                ? "From the beginning of the first trial."
                : Sentence.of("The last %d trials.", last.size()),
            Chart.Axis.linear("seconds"),
            Chart.Axis.linear("trial"));
    List<TrialState> states = List.of(TrialState.COMPLETE, TrialState.PRUNED, TrialState.FAIL);
    List<Chart.Role> roles = List.of(Chart.Role.FIRST, Chart.Role.MUTED, Chart.Role.SECOND);
    for (int k = 0; k < states.size(); k++) {
      List<Double> x = new ArrayList<>();
      List<Double> y = new ArrayList<>();
      for (FrozenTrial trial : last) {
        if (trial.state() == states.get(k)) {
          double from = seconds(begin, trial.started().orElseThrow());
          double to = seconds(begin, trial.completed().orElseThrow());
          x.addAll(List.of(from, (from + to) / 2, to));
          y.addAll(Collections.nCopies(3, (double) trial.number()));
        }
      }
      if (!x.isEmpty()) {
        String name = states.get(k).name().toLowerCase(Locale.ROOT);
        chart.series(new Chart.Series(name, roles.get(k), Chart.Style.INTERVAL, x, y));
      }
    }
    return Optional.of(chart.build());
  }

  private static double seconds(LocalDateTime from, LocalDateTime to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }

  /** The hypervolume by trial, of two objectives as shares of their ranges. */
  private Optional<Chart> hypervolume() {
    if (history.directions().size() != 2 || complete.size() < 2) {
      return Optional.empty();
    }
    double[][] losses =
        complete.stream()
            .map(
                t ->
                    new double[] {
                      history.directions().get(0).loss(t.values().get(0)),
                      history.directions().get(1).loss(t.values().get(1))
                    })
            .toArray(double[][]::new);
    double[] low = losses[0].clone();
    double[] high = losses[0].clone();
    for (double[] loss : losses) {
      for (int o = 0; o < 2; o++) {
        low[o] = Math.min(low[o], loss[o]);
        high[o] = Math.max(high[o], loss[o]);
      }
    }
    int step = Math.max(1, losses.length / 200);
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    List<double[]> before = new ArrayList<>();
    for (int t = 0; t < losses.length; t++) {
      double[] scaled = new double[2];
      for (int o = 0; o < 2; o++) {
        scaled[o] = high[o] > low[o] ? (losses[t][o] - low[o]) / (high[o] - low[o]) : 0;
      }
      before.add(scaled);
      if (t % step == 0 || t == losses.length - 1) {
        x.add((double) complete.get(t).number());
        y.add(Hypervolume.of(before.toArray(double[][]::new), new double[] {1, 1}));
      }
    }
    return Optional.of(
        Chart.of(
                "hypervolume",
                "How much the front dominates",
                "The hypervolume by trial, of both objectives as shares of their ranges: 1 is all.",
                Chart.Axis.linear("trial"),
                new Chart.Axis("hypervolume", false, 0.0, 1.0))
            .series(new Chart.Series("hypervolume", Chart.Role.FIRST, Chart.Style.STEP, x, y))
            .build());
  }

  private Distribution distribution(String name) {
    return complete.stream()
        .flatMap(t -> Optional.ofNullable(t.params().get(name)).stream())
        .map(ParameterValue::distribution)
        .findFirst()
        .orElseThrow();
  }

  private static double at(FrozenTrial trial, String name) {
    ParameterValue value = trial.params().get(name);
    return value == null ? Double.NaN : value.internal();
  }

  private static double place(Distribution distribution, double internal) {
    if (distribution instanceof CategoricalDistribution c) {
      return (internal + 0.5) / c.choices().size();
    }
    return Draws.place(distribution, internal);
  }

  private static Chart.Axis axis(String name, Distribution distribution) {
    boolean log =
        (distribution instanceof FloatDistribution f && f.log())
            || (distribution instanceof IntDistribution i && i.log());
    if (distribution instanceof CategoricalDistribution c) {
      List<String> choices = new ArrayList<>();
      for (int i = 0; i < c.choices().size(); i++) {
        choices.add(i + " " + c.external(i));
      }
      return Chart.Axis.linear(name + " (" + String.join(", ", choices) + ")");
    }
    return log ? Chart.Axis.log(name) : Chart.Axis.linear(name);
  }
}
