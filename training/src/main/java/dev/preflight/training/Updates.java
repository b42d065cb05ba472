package dev.preflight.training;

import dev.preflight.training.data.HostArray;
import java.util.List;
import java.util.Map;

/** How a graph's variables are updated: by the user's own train op, or by an optimizer of ours. */
sealed interface Updates permits DrivenUpdates, OwnUpdates {

  /** Ops to run for one update. */
  List<String> targets();

  /** Gradient tensors by the variable they belong to; only of variables that are updated. */
  Map<String, String> gradients();

  /** Initial values of variables that these updates added to the graph. */
  Map<String, HostArray> slots();

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
