package dev.preflight.training;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * The user's own train op, driven by feeding the rate (and the momentum) of its update ops.
 *
 * <p>TensorFlow feeds any tensor, so a rate that is a baked constant is overridden like any other.
 * Where several update ops have different rates, as with a rate per parameter group, the ratio
 * between them is kept: the largest gets the rate asked for.
 */
final class DrivenUpdates implements Updates {

  private static final String OWN_RATE = "preflight/own_rate_";

  private final List<String> targets;
  private final Map<String, String> gradients;
  private final Map<String, DataType> rates;
  private final Map<String, DataType> momenta;
  private final String description;
  private Map<String, Double> factors = Map.of();

  private DrivenUpdates(
      List<String> targets,
      Map<String, String> gradients,
      Map<String, DataType> rates,
      Map<String, DataType> momenta,
      String description) {
    this.targets = targets;
    this.gradients = gradients;
    this.rates = rates;
    this.momenta = momenta;
    this.description = description;
  }

  /** The update ops behind a train op, by name. */
  static List<NodeDef> updateOps(GraphView graph, String train) {
    return graph.ancestors(List.of(train)).stream()
        .map(graph::node)
        .filter(node -> UpdateOps.roles().containsKey(node.getOp()))
        .toList();
  }

  /**
   * Gives every rate that is also used as something else (a constant that serves as both rate and
   * epsilon, say) a tensor of its own, so that feeding the rate changes the rate only.
   */
  static GraphDef withOwnRates(GraphDef def, String train) {
    GraphView view = new GraphView(def);
    List<NodeDef> updates = updateOps(view, train);
    Set<String> asRate = new TreeSet<>();
    Set<String> asOther = new TreeSet<>();
    for (NodeDef node : updates) {
      int rate = role(node).learningRate();
      List<String> inputs = GraphView.dataInputs(node);
      for (int i = 1; i < inputs.size(); i++) {
        (i == rate ? asRate : asOther).add(canonical(inputs.get(i)));
      }
    }
    asRate.retainAll(asOther);
    if (asRate.isEmpty()) {
      return def;
    }
    GraphDef.Builder out = def.toBuilder();
    Map<String, String> own = new LinkedHashMap<>();
    for (String tensor : asRate) {
      String name = OWN_RATE + own.size();
      own.put(tensor, name);
      NodeDef update = updates.get(0);
      out.addNode(
          NodeDef.newBuilder()
              .setName(name)
              .setOp("Identity")
              .addInput(tensor)
              .putAttr("T", update.getAttrOrThrow("T")));
    }
    Set<String> names = new LinkedHashSet<>();
    updates.forEach(node -> names.add(node.getName()));
    for (int i = 0; i < out.getNodeCount(); i++) {
      NodeDef node = out.getNode(i);
      if (names.contains(node.getName())) {
        int rate = role(node).learningRate();
        String replacement = own.get(canonical(node.getInput(rate)));
        if (replacement != null) {
          out.setNode(i, node.toBuilder().setInput(rate, replacement));
        }
      }
    }
    return out.build();
  }

  /**
   * Finds what to feed.
   *
   * @param rate the tensor named by the user as the learning rate, or null
   * @throws InputException if no learning rate can be found
   */
  static DrivenUpdates of(GraphView graph, Ends ends, String train, @Nullable String rate) {
    Map<String, String> gradients = new LinkedHashMap<>();
    Map<String, DataType> rates = new LinkedHashMap<>();
    Map<String, DataType> momenta = new LinkedHashMap<>();
    Set<String> kinds = new TreeSet<>();
    for (NodeDef node : updateOps(graph, train)) {
      UpdateOps.Roles role = role(node);
      DataType type = node.getAttrOrThrow("T").getType();
      kinds.add(node.getOp());
      rates.put(canonical(node.getInput(role.learningRate())), type);
      if (role.momentum() >= 0) {
        momenta.put(canonical(node.getInput(role.momentum())), type);
      }
      String variable = graph.variableBehind(node.getInput(0));
      if (variable != null && !node.getOp().contains("Sparse")) {
        gradients.put(variable, canonical(node.getInput(role.gradient())));
      }
    }
    if (rate != null) {
      graph.require("learningRate", rate);
      rates.clear();
      rates.put(canonical(rate), DataType.DT_FLOAT);
    }
    if (rates.isEmpty()) {
      throw new InputException(
          "train: no learning rate found behind '"
              + train
              + "': none of the ops it runs is a TensorFlow update op such as ApplyAdam",
          "name the tensor that holds the rate as \"learningRate\", or leave out \"train\" to use"
              + " an optimizer of Preflight's");
    }
    momenta.keySet().removeAll(rates.keySet());
    List<String> targets = new ArrayList<>(List.of(train));
    targets.addAll(ends.updates());
    String what =
        kinds.isEmpty() ? "the graph's own update" : "the graph's own " + String.join(", ", kinds);
    return new DrivenUpdates(targets, gradients, rates, momenta, what);
  }

  private static UpdateOps.Roles role(NodeDef node) {
    UpdateOps.Roles roles = UpdateOps.roles().get(node.getOp());
    if (roles == null) {
      throw new IllegalStateException(node.getOp() + " is not an update op");
    }
    return roles;
  }

  private static String canonical(String tensor) {
    return GraphView.nodeOf(tensor) + ":" + GraphView.indexOf(tensor);
  }

  /** Takes over the ratio between the rates that the graph was built with. */
  void keepRatios(Map<String, Double> builtWith) {
    double largest = builtWith.values().stream().mapToDouble(v -> v).max().orElse(0);
    Map<String, Double> ratios = new LinkedHashMap<>();
    if (largest > 0 && Double.isFinite(largest)) {
      builtWith.forEach((tensor, value) -> ratios.put(tensor, value / largest));
    }
    factors = ratios;
  }

  @Override
  public List<String> targets() {
    return targets;
  }

  @Override
  public Map<String, String> gradients() {
    return gradients;
  }

  @Override
  public Map<String, HostArray> slots() {
    return Map.of();
  }

  @Override
  public void feed(ScalarFeeds feeds, StepSettings settings, UpdateState state) {
    rates.forEach(
        (tensor, type) ->
            feeds.set(tensor, type, settings.learningRate() * factors.getOrDefault(tensor, 1.0)));
    if (!Double.isNaN(settings.momentum())) {
      momenta.forEach((tensor, type) -> feeds.set(tensor, type, settings.momentum()));
    }
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public boolean takesMomentum() {
    return !momenta.isEmpty();
  }

  @Override
  public boolean takesWeightDecay() {
    return false;
  }

  @Override
  public List<String> learningRateTensors() {
    return List.copyOf(rates.keySet());
  }
}
