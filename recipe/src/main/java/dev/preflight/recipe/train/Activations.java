package dev.preflight.recipe.train;

import dev.preflight.training.GraphOp;
import dev.preflight.training.Mode;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What the units of one hidden activation do over many items: the last axis counts the units, so
 * that a channel of a convolution is one unit, seen at every position.
 */
final class Activations {

  private static final Set<String> RECTIFIERS = Set.of("Relu", "Relu6");
  private static final Set<String> SQUASHES = Set.of("Tanh", "Sigmoid");

  /** Ops between the last layer and the tensor that is called its output. */
  private static final Set<String> PASSES = Set.of("Identity", "Reshape", "Squeeze", "Cast");

  private static final int BATCH = 50;

  /** Items after which a layer in which most units were seen alive needs no more. */
  private static final int FEW = 500;

  /** Activations above which a graph is not followed: each costs a copy of its values. */
  private static final int MOST = 500;

  private final GraphOp op;
  private boolean[] alive = new boolean[0];
  private long values;
  private long saturated;
  private int items;
  private boolean finite = true;

  private Activations(GraphOp op) {
    this.op = op;
  }

  /**
   * The hidden activations between the features and the outputs, in order. Left out: the output
   * itself, a tanh or sigmoid that is multiplied with something (a gate), and what does not hold a
   * row an item.
   */
  static List<Activations> of(TrainingGraph graph, Trainer trainer, Dataset sample) {
    List<Activations> layers = hidden(graph);
    if (layers.isEmpty() || layers.size() > MOST) {
      return List.of();
    }
    int size = graph.fixedBatchSize().orElse(Math.min(BATCH, sample.size()));
    for (int from = 0; from + size <= sample.size(); from += size) {
      if (from >= FEW && layers.stream().allMatch(l -> l.deadShare() <= HiddenUnits.MANY_DEAD)) {
        break;
      }
      Batch batch = sample.batch(IntStream.range(from, from + size).toArray());
      List<HostArray> seen =
          trainer.tensors(
              layers.stream().map(layer -> layer.op.output()).toList(), batch, Mode.EVALUATE);
      for (int i = 0; i < layers.size(); i++) {
        layers.get(i).add(seen.get(i), size);
      }
    }
    return layers.stream().filter(layer -> layer.items > 0 && layer.finite).toList();
  }

  private static List<Activations> hidden(TrainingGraph graph) {
    String outputs = graph.ends().logits();
    if (outputs == null) {
      return List.of();
    }
    Set<String> fed = new HashSet<>(Set.of(GraphOp.nodeOf(graph.ends().features())));
    Map<String, GraphOp> ops = new HashMap<>();
    Set<String> gates = new HashSet<>();
    List<Activations> found = new ArrayList<>();
    for (GraphOp op : graph.opsBehind(outputs)) {
      ops.put(op.name(), op);
      if (!op.readsAny(fed)) {
        continue;
      }
      fed.add(op.name());
      if (op.type().equals("Mul")) {
        op.inputs().stream().map(GraphOp::nodeOf).forEach(gates::add);
      }
      if (RECTIFIERS.contains(op.type()) || SQUASHES.contains(op.type())) {
        found.add(new Activations(op));
      }
    }
    Set<String> last = new HashSet<>();
    for (GraphOp op = ops.get(GraphOp.nodeOf(outputs)); op != null; ) {
      last.add(op.name());
      op =
          PASSES.contains(op.type()) && !op.inputs().isEmpty()
              ? ops.get(GraphOp.nodeOf(op.inputs().get(0)))
              : null;
    }
    found.removeIf(
        layer ->
            last.contains(layer.name()) || (!layer.rectifies() && gates.contains(layer.name())));
    return found;
  }

  private void add(HostArray seen, int rows) {
    if (seen.rank() < 2 || seen.rows() != rows || seen.size() == 0) {
      return;
    }
    float[] all = seen.toFloats();
    int units = seen.shape()[seen.rank() - 1];
    if (alive.length != units) {
      alive = new boolean[units];
    }
    items += rows;
    values += all.length;
    float low = op.type().equals("Tanh") ? -0.99f : 0.01f;
    for (int i = 0; i < all.length; i++) {
      float value = all[i];
      alive[i % units] |= value != 0;
      saturated += value < low || value > 0.99f ? 1 : 0;
      finite &= Float.isFinite(value);
    }
  }

  String name() {
    return op.name();
  }

  boolean rectifies() {
    return RECTIFIERS.contains(op.type());
  }

  String kind() {
    return op.type();
  }

  int units() {
    return alive.length;
  }

  /** Items that were looked at. */
  int items() {
    return items;
  }

  int dead() {
    return (int) IntStream.range(0, alive.length).filter(i -> !alive[i]).count();
  }

  /** Share of the units that were zero throughout, in [0, 1]. */
  double deadShare() {
    return rectifies() && units() > 0 ? (double) dead() / units() : 0;
  }

  /** Share of the values at an end of the range, in [0, 1]; 0 of a rectifier. */
  double saturatedShare() {
    return rectifies() || values == 0 ? 0 : (double) saturated / (double) values;
  }
}
