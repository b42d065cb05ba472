package dev.preflight.training.optimizer;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.graph.ConditionalUpdates;
import dev.preflight.training.graph.GraphVariable;
import dev.preflight.training.graph.GraphView;
import dev.preflight.training.graph.HiddenUpdates;
import dev.preflight.training.graph.Outputs;
import dev.preflight.training.graph.UpdateOps;
import dev.preflight.training.program.Ends;
import dev.preflight.training.tensor.ScalarFeeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * The user's optimizer, driven by feeding the rate (and the momentum) of its update ops. Immutable.
 *
 * <p>TensorFlow feeds any tensor, so a rate that is a baked constant is overridden like any other.
 * Where several update ops have different rates, as with a rate per parameter group, the ratio
 * between them is kept: the largest gets the rate asked for.
 */
public final class DrivenUpdates implements Updates {

  private final List<String> targets;
  private final Set<String> updated;
  private final Map<String, String> gradients;
  private final Map<String, DataType> rates;
  private final Map<String, DataType> momenta;
  private final String description;
  private final BuiltRates builtWith;

  private DrivenUpdates(
      List<String> targets,
      Set<String> updated,
      Map<String, String> gradients,
      Map<String, DataType> rates,
      Map<String, DataType> momenta,
      String description,
      BuiltRates builtWith) {
    this.targets = targets;
    this.updated = updated;
    this.gradients = gradients;
    this.rates = rates;
    this.momenta = momenta;
    this.description = description;
    this.builtWith = builtWith;
  }

  /**
   * Finds what to feed, and the rates that the graph was built with.
   *
   * @param ends with the user's train op
   * @param assigned variables that the train op moves by assigning
   * @param initial the initial values of the variables, which a rate may hang on
   * @param feeds what tensors are fed with, by canonical name
   * @param config of the session that computes the rates
   * @throws InputException if no learning rate can be found, several keep no ratio, or the train op
   *     updates no variable that the loss reads
   */
  public static DrivenUpdates of(
      Graph graph,
      GraphView view,
      Ends ends,
      Set<String> assigned,
      Supplier<Map<String, HostArray>> initial,
      Map<String, HostArray> feeds,
      ConfigProto config) {
    String train = Objects.requireNonNull(ends.train());
    Set<String> updated = new LinkedHashSet<>(assigned);
    Map<String, String> gradients = new LinkedHashMap<>();
    Map<String, DataType> rates = new LinkedHashMap<>();
    Map<String, DataType> momenta = new LinkedHashMap<>();
    Set<String> kinds = new TreeSet<>();
    for (NodeDef node : UpdateOps.behind(view, train)) {
      UpdateOps.Roles role = UpdateOps.rolesOf(node);
      DataType type = node.getAttrOrThrow("T").getType();
      kinds.add(node.getOp());
      rates.put(GraphView.canonical(node.getInput(role.learningRate())), type);
      if (role.momentum() >= 0) {
        momenta.put(GraphView.canonical(node.getInput(role.momentum())), type);
      }
      String variable = view.variableBehind(node.getInput(0));
      if (variable != null) {
        updated.add(variable);
        if (!node.getOp().contains("Sparse")) {
          gradients.put(variable, GraphView.canonical(node.getInput(role.gradient())));
        }
      }
    }
    for (ConditionalUpdates.Update update : ConditionalUpdates.behind(view, train)) {
      kinds.add(update.op());
      String rate = update.rate();
      String momentum = update.momentum();
      String variable = update.variable() == null ? null : view.variableBehind(update.variable());
      String gradient = update.gradient();
      if (rate != null) {
        rates.put(GraphView.canonical(rate), update.type());
      }
      if (momentum != null) {
        momenta.put(GraphView.canonical(momentum), update.type());
      }
      if (variable != null) {
        updated.add(variable);
        // A sum over several batches is read inside, and is no gradient of one of them.
        if (gradient != null && !update.op().contains("Sparse")) {
          gradients.put(variable, GraphView.canonical(gradient));
        }
      }
    }
    Ends.Functions apart = ends.functions();
    if (apart != null) {
      gradients.putAll(apart.gradients());
    }
    String named = ends.learningRate();
    if (named != null) {
      rates.clear();
      rates.put(GraphView.canonical(named), rateType(graph, view, named, train));
    }
    if (named == null) {
      HiddenUpdates.behind(view, train)
          .ifPresent(
              refusal -> {
                throw refusal;
              });
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
    if (apart != null && !apart.optimizer().isEmpty()) {
      kinds.add(apart.optimizer());
    }
    String description =
        kinds.isEmpty() ? "the graph's own update" : "the graph's own " + String.join(", ", kinds);
    rejectOtherLoss(view, ends, train, updated);
    BuiltRates builtWith =
        new BuiltRates(view, List.copyOf(rates.keySet()), targets, initial.get(), feeds, config);
    return new DrivenUpdates(targets, updated, gradients, rates, momenta, description, builtWith);
  }

  private static void rejectOtherLoss(
      GraphView view, Ends ends, String train, Set<String> updated) {
    Set<String> readByLoss = view.dataAncestors(List.of(ends.loss()));
    if (!updated.isEmpty() && updated.stream().noneMatch(readByLoss::contains)) {
      throw new InputException(
          "train: '" + train + "' updates no variable that the loss '" + ends.loss() + "' reads",
          "name the train op that minimizes this loss");
    }
  }

  /** The type of the tensor that the user named as the rate, once it is fit to be fed. */
  private static DataType rateType(Graph graph, GraphView view, String rate, String train) {
    Output<?> tensor = Outputs.of(graph, rate);
    DataType type = GraphView.base(tensor.dataType());
    if (!GraphView.isFloating(type)) {
      throw new InputException(
          "learningRate: '" + rate + "' holds numbers of type " + type,
          "name the floating-point scalar that the train op multiplies the gradients with");
    }
    if (!view.ancestors(List.of(train)).contains(GraphView.nodeOf(rate))) {
      throw new InputException(
          "learningRate: the train op '" + train + "' does not use '" + rate + "'",
          "name the tensor that holds the rate of this train op");
    }
    return type;
  }

  @Override
  public List<String> targets() {
    return targets;
  }

  @Override
  public Set<String> updated() {
    return updated;
  }

  @Override
  public Map<String, String> gradients() {
    return gradients;
  }

  @Override
  public List<GraphVariable> slots() {
    return List.of();
  }

  @Override
  public void feed(ScalarFeeds feeds, StepSettings settings, UpdateState state) {
    Map<String, Double> factors = builtWith.factors();
    rates.forEach(
        (tensor, type) ->
            feed(feeds, tensor, type, settings.learningRate() * factors.getOrDefault(tensor, 1.0)));
    momenta.forEach((tensor, type) -> feed(feeds, tensor, type, settings.momentum()));
  }

  /** Feeds a scalar, or leaves it to the graph where there is none. */
  private static void feed(ScalarFeeds feeds, String tensor, DataType type, double value) {
    if (Double.isNaN(value)) {
      feeds.remove(tensor);
    } else {
      feeds.set(tensor, type, value);
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
  public double learningRate() {
    return builtWith.rate();
  }

  @Override
  public Optional<OwnSchedule> schedule() {
    return builtWith.schedule();
  }

  @Override
  public Optional<String> unknownRate() {
    return builtWith.unknown();
  }

  @Override
  public List<Double> otherRates() {
    return builtWith.factors().values().stream()
        .sorted(Comparator.reverseOrder())
        .skip(1)
        .distinct()
        .toList();
  }
}
