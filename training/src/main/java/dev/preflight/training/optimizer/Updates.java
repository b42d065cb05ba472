package dev.preflight.training.optimizer;

import dev.preflight.training.graph.GraphVariable;
import dev.preflight.training.tensor.ScalarFeeds;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a graph's variables are updated: the user's optimizer is driven, or one of ours is built in.
 * Complete when made; what a run remembers is in {@link UpdateState}.
 */
public sealed interface Updates permits DrivenUpdates, BuiltUpdates {

  /** Ops to run for one update. */
  List<String> targets();

  /** Variables that are updated. */
  Set<String> updated();

  /** Gradient tensors by the updated variable they belong to; sparse ones are left out. */
  Map<String, String> gradients();

  /** Variables that these updates added to the graph; all start at zero. */
  List<GraphVariable> slots();

  /** Feeds the scalars of the update number {@code state.updates() + 1}. */
  void feed(ScalarFeeds feeds, StepSettings settings, UpdateState state);

  /** What moves the weights, for people: {@code "adam"}, {@code "the graph's own ApplyAdam"}. */
  String description();

  /** Whether {@link StepSettings#momentum} has an effect. */
  boolean takesMomentum();

  /** Whether {@link StepSettings#weightDecay} has an effect. */
  boolean takesWeightDecay();

  /**
   * The rate these updates come with: the largest that the graph was built with, at the peak of its
   * own schedule, or that of the optimizer; NaN if it cannot be read.
   */
  double learningRate();

  /** The schedule that the graph computes its own rate by; empty where it is constant. */
  Optional<OwnSchedule> schedule();

  /** Why no rate above 0 is known; empty where one is. */
  Optional<String> unknownRate();

  /**
   * The ratios of the rates of groups of variables to the largest, descending, that one apart;
   * empty where there is one rate.
   */
  List<Double> otherRates();
}
