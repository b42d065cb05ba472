package dev.preflight.training.optimizer;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.graph.GraphView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.NodeDef;

/**
 * The learning rates that a graph was built with, several where groups of variables have rates of
 * their own: constants, or what the graph computes from a counter that its train op advances.
 */
final class BuiltRates {

  /** Updates over which a schedule is judged where nobody says how many are planned. */
  static final long PLANNED = 300;

  /** Rates are single precision, and a ratio of two that hang together is good to some ulps. */
  private static final double TOLERANCE = 1e-4;

  private final GraphView view;
  private final List<String> tensors;
  private final Map<String, HostArray> initial;
  private final Map<String, HostArray> feeds;
  private final ConfigProto config;
  private final Map<String, Double> counters = new LinkedHashMap<>();
  private final Set<String> variables = new TreeSet<>();
  private final Map<String, Double> factors = new LinkedHashMap<>();
  private final double rate;

  /**
   * Reads them.
   *
   * @param tensors the rates
   * @param run the ops of one update
   * @param initial values of the variables
   * @param feeds what tensors are fed with, by canonical name
   * @throws InputException if there are several and their ratio changes
   */
  BuiltRates(
      GraphView view,
      List<String> tensors,
      List<String> run,
      Map<String, HostArray> initial,
      Map<String, HostArray> feeds,
      ConfigProto config) {
    this.view = view;
    this.tensors = tensors;
    this.initial = initial;
    this.feeds = feeds;
    this.config = config;
    for (String tensor : tensors) {
      try (BakedRate baked = new BakedRate(view, tensor, feeds, config)) {
        variables.addAll(baked.variables());
      }
    }
    Set<String> updates = view.ancestors(run);
    for (String variable : variables) {
      view.consumers(variable).stream()
          .filter(node -> updates.contains(node.getName()) && GraphView.assigns(node))
          .mapToDouble(node -> advance(variable, node))
          .filter(step -> step != 0 && Double.isFinite(step))
          .forEach(step -> counters.put(variable, step));
    }
    long[] at = counters.isEmpty() ? new long[] {0} : OwnSchedule.sampled(PLANNED);
    double[][] rates = read(at);
    int peak = 0;
    for (int i = 1; i < at.length; i++) {
      peak = largest(rates, i) > largest(rates, peak) ? i : peak;
    }
    this.rate = largest(rates, peak);
    if (rate > 0 && Double.isFinite(rate)) {
      keepRatios(at, rates, peak);
    }
  }

  /** By how much an assignment advances a counter each time; NaN where it is no counter. */
  private double advance(String variable, NodeDef assign) {
    HostArray start = initial.get(variable);
    if (start == null || start.size() != 1 || assign.getInputCount() < 2) {
      return Double.NaN;
    }
    try (BakedRate value =
        new BakedRate(view, GraphView.canonical(assign.getInput(1)), feeds, config)) {
      if (assign.getOp().startsWith("AssignAdd")) {
        return value.variables().isEmpty() ? value.value(Map.of()) : Double.NaN;
      }
      if (!value.variables().equals(Set.of(variable)) || assign.getOp().startsWith("AssignSub")) {
        return Double.NaN;
      }
      double from = start.get(0);
      double first = value.value(Map.of(variable, start)) - from;
      double second = value.value(Map.of(variable, at(start, from + first))) - (from + first);
      return first == second ? first : Double.NaN;
    }
  }

  private static HostArray at(HostArray like, double value) {
    return HostArray.ofDoubles(new double[] {value}, like.shape()).to(like.type());
  }

  /** The rates at some updates: one row for each, one column a tensor; NaN where unreadable. */
  private double[][] read(long[] at) {
    double[][] rates = new double[at.length][tensors.size()];
    for (int k = 0; k < tensors.size(); k++) {
      try (BakedRate baked = new BakedRate(view, tensors.get(k), feeds, config)) {
        for (int i = 0; i < at.length; i++) {
          Map<String, HostArray> values = new LinkedHashMap<>(initial);
          for (Map.Entry<String, Double> counter : counters.entrySet()) {
            values.computeIfPresent(counter.getKey(), advanced(at[i] * counter.getValue()));
          }
          rates[i][k] = baked.value(values);
        }
      }
    }
    return rates;
  }

  private static BiFunction<String, HostArray, HostArray> advanced(double by) {
    return (name, start) -> at(start, start.get(0) + by);
  }

  /** The largest of the rates that can be read; NaN if none can. */
  private static double largest(double[][] rates, int row) {
    double largest = Double.NaN;
    for (double value : rates[row]) {
      largest = Double.isNaN(largest) || value > largest ? value : largest;
    }
    return largest;
  }

  private void keepRatios(long[] at, double[][] rates, int peak) {
    int main = 0;
    for (int k = 1; k < tensors.size(); k++) {
      main = rates[peak][k] == rate && rates[peak][main] != rate ? k : main;
    }
    for (int k = 0; k < tensors.size(); k++) {
      double factor = rates[peak][k] / rate;
      if (Double.isNaN(factor)) {
        continue;
      }
      for (int i = 0; i < at.length; i++) {
        double expected = factor * rates[i][main];
        if (Math.abs(rates[i][k] - expected) > TOLERANCE * Math.abs(rates[i][main])) {
          throw new InputException(
              "train: the rates '"
                  + tensors.get(k)
                  + "' and '"
                  + tensors.get(main)
                  + "' do not keep one ratio: "
                  + factor
                  + " at update "
                  + (at[peak] + 1)
                  + ", "
                  + rates[i][k] / rates[i][main]
                  + " at update "
                  + (at[i] + 1),
              "Preflight drives one rate and keeps the ratios: export the graph with one schedule"
                  + " for all, or with constant rates");
        }
      }
      factors.put(tensors.get(k), factor);
    }
  }

  /** The ratio of each rate to the largest, kept over the planned updates. */
  Map<String, Double> factors() {
    return factors;
  }

  /** The largest rate over the planned updates; NaN if it cannot be read. */
  double rate() {
    return rate;
  }

  /** The schedule that the graph computes; empty where no counter of its train op is behind it. */
  Optional<OwnSchedule> schedule() {
    if (counters.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new OwnSchedule(
            List.copyOf(counters.keySet()),
            at -> {
              double[][] rates = read(at);
              double[] largest = new double[at.length];
              for (int i = 0; i < at.length; i++) {
                largest[i] = largest(rates, i);
              }
              return largest;
            }));
  }

  /** Why no rate above 0 is known, and the remedy; empty where one is. */
  Optional<String> unknown() {
    if (rate > 0) {
      return Optional.empty();
    }
    List<String> placeholders = new ArrayList<>();
    for (String name : view.dataAncestors(tensors)) {
      if (view.node(name).getOp().equals("Placeholder") && !feeds.containsKey(name + ":0")) {
        placeholders.add("'" + name + "'");
      }
    }
    if (!placeholders.isEmpty()) {
      return Optional.of(
          "the rate hangs on the placeholder "
              + String.join(", ", placeholders)
              + ", which nothing feeds");
    }
    if (!variables.isEmpty() && counters.isEmpty()) {
      return Optional.of(
          "the rate hangs on the variable "
              + variables.stream().map(v -> "'" + v + "'").collect(Collectors.joining(", "))
              + ", which gives "
              + rate
              + " until the training script sets it");
    }
    return Optional.of("the rate in the graph is " + rate);
  }
}
