package dev.preflight.training.optimizer;

import dev.preflight.training.graph.GraphVariable;
import dev.preflight.training.tensor.ScalarFeeds;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How a graph's variables are updated: by the user's own train op, or by an optimizer of ours. */
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

  /** Tensor of the rate the graph was built with; empty when it is fed by us alone. */
  List<String> learningRateTensors();
}
