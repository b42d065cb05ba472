package dev.preflight.training.optimizer;

import dev.preflight.training.data.InputException;
import dev.preflight.training.graph.GraphVariable;
import dev.preflight.training.graph.GraphView;
import dev.preflight.training.graph.Group;
import dev.preflight.training.graph.Outputs;
import dev.preflight.training.program.Ends;
import dev.preflight.training.tensor.FailureText;
import dev.preflight.training.tensor.ScalarFeeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFUnimplementedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.DataType;

/** An optimizer of ours, built into a graph that has a loss but no train op. Immutable. */
public final class BuiltUpdates implements Updates {

  private static final Pattern NO_GRADIENT = Pattern.compile("No gradient defined for op: (\\w+)");

  private static final Set<String> NO_GRADIENTS =
      Set.of(
          "SparseSoftmaxCrossEntropyWithLogits",
          "Switch",
          "Merge",
          "Enter",
          "If",
          "StatelessIf",
          "While",
          "StatelessWhile",
          "PartitionedCall",
          "StatefulPartitionedCall");

  private final Optimizer optimizer;
  private final boolean decays;
  private final List<String> targets;
  private final Map<String, String> gradients;
  private final List<GraphVariable> slots;
  private final UpdateRule.Scalars scalars;

  private BuiltUpdates(
      Optimizer optimizer,
      boolean decays,
      List<String> targets,
      Map<String, String> gradients,
      List<GraphVariable> slots,
      UpdateRule.Scalars scalars) {
    this.optimizer = optimizer;
    this.decays = decays;
    this.targets = targets;
    this.gradients = gradients;
    this.slots = slots;
    this.scalars = scalars;
  }

  /**
   * Adds gradients and update ops.
   *
   * <p>Every update waits for the loss, for all gradients and for the program's side updates, so
   * that none of them sees a variable that has already moved.
   *
   * @param candidates variables to train; those the loss does not reach are left out
   * @param decays whether weight decay can be fed (it costs a pass over the kernels per update)
   * @throws InputException if an op has no gradient, or no variable reaches the loss
   */
  public static BuiltUpdates add(
      Graph graph,
      GraphView view,
      Ends ends,
      List<GraphVariable> candidates,
      Optimizer optimizer,
      boolean decays) {
    if (view.nodes().stream().noneMatch(GraphView::isVariable)) {
      throw new InputException(
          "loss: the graph has no variables: it is an inference graph, its weights frozen into"
              + " constants",
          "export the graph that is trained, with its variables and initializers: before"
              + " convert_variables_to_constants, not after");
    }
    Output<?> loss = Outputs.loss(graph, ends.loss());
    Map<GraphVariable, Output<?>> dy = gradients(graph, view, ends, loss, candidates);
    Map<String, String> gradients = new LinkedHashMap<>();
    List<Operation> ready = new ArrayList<>(List.of(loss.op()));
    dy.forEach(
        (variable, gradient) -> {
          gradients.put(variable.name(), gradient.op().name() + ":" + gradient.index());
          ready.add(gradient.op());
        });
    if (gradients.isEmpty()) {
      throw new InputException(
          "loss: '" + ends.loss() + "' does not depend on any variable, so nothing can be trained",
          "name the tensor that is minimized, or check for a stopGradient between it and the"
              + " variables");
    }
    UpdateRule.Scalars scalars = new UpdateRule.Scalars(graph);
    for (String update : ends.updates()) {
      ready.add(graph.operationOrThrow(GraphView.nodeOf(update)));
    }
    Operation barrier = Group.add(graph, "preflight/ready", ready);
    UpdateRule rule = new UpdateRule(graph, optimizer, scalars, barrier);
    List<Operation> applied = new ArrayList<>();
    dy.forEach((variable, gradient) -> applied.add(rule.apply(variable, gradient, decays)));
    Operation train = Group.add(graph, "preflight/train", applied);
    return new BuiltUpdates(
        optimizer, decays, List.of(train.name()), gradients, rule.slots(), scalars);
  }

  /**
   * Refuses ops that TensorFlow's C++ gradients are known to lack: it does not say so of control
   * flow, but ends the process.
   */
  private static void rejectWithoutGradient(
      GraphView view, Ends ends, List<GraphVariable> candidates) {
    Set<String> toLoss = view.dataAncestors(List.of(ends.loss()));
    Set<String> fromVariables =
        view.descendants(candidates.stream().map(GraphVariable::name).toList());
    for (String name : toLoss) {
      String op = view.node(name).getOp();
      if (NO_GRADIENTS.contains(op) && fromVariables.contains(name)) {
        throw withoutGradient(op, ends, null);
      }
    }
  }

  private static InputException withoutGradient(String op, Ends ends, @Nullable Throwable cause) {
    String message = "loss: TensorFlow Java has no gradient for the op " + op;
    String hint =
        ends.functions() != null
            ? "have train return its gradients as \"gradient/INDEX/VARIABLE\", as 'preflight"
                + " export-snippet keras' does"
            : op.equals("SparseSoftmaxCrossEntropyWithLogits")
                ? "use softmaxCrossEntropyWithLogits on one-hot labels, or export the graph with"
                    + " its train op and name it as \"train\""
                : "export the graph with its train op and name it as \"train\"";
    return cause == null
        ? new InputException(message, hint)
        : new InputException(message, hint, cause);
  }

  /** The gradients of the variables that the loss reaches: the step's own where it gives them. */
  private static Map<GraphVariable, Output<?>> gradients(
      Graph graph, GraphView view, Ends ends, Output<?> loss, List<GraphVariable> candidates) {
    Map<GraphVariable, Output<?>> found = new LinkedHashMap<>();
    Ends.Functions apart = ends.functions();
    if (apart != null && !apart.gradients().isEmpty()) {
      for (GraphVariable variable : candidates) {
        String gradient = apart.gradients().get(variable.name());
        if (gradient != null) {
          found.put(variable, Outputs.of(graph, gradient));
        }
      }
      return found;
    }
    rejectWithoutGradient(view, ends, candidates);
    Output<?>[] x =
        candidates.stream().map(v -> graph.outputOrThrow(v.name() + ":0")).toArray(Output[]::new);
    Output<?>[] dy = x.length == 0 ? new Output<?>[0] : gradients(graph, ends, loss, x);
    for (int i = 0; i < dy.length; i++) {
      if (exists(dy[i])) {
        found.put(candidates.get(i), dy[i]);
      }
    }
    return found;
  }

  private static Output<?>[] gradients(Graph graph, Ends ends, Output<?> loss, Output<?>[] x) {
    try {
      return graph.addGradients("preflight/gradients", new Output<?>[] {loss}, x, null);
    } catch (TensorFlowException | TFInvalidArgumentException | TFUnimplementedException e) {
      Matcher missing = NO_GRADIENT.matcher(String.valueOf(e.getMessage()));
      if (missing.find()) {
        throw withoutGradient(missing.group(1), ends, e);
      }
      throw new InputException(
          "loss: cannot be differentiated: " + FailureText.of(e),
          "export the graph with its train op and name it as \"train\"",
          e);
    }
  }

  /** TensorFlow returns an output without an op for a variable that the loss does not reach. */
  private static boolean exists(Output<?> gradient) {
    try {
      return !gradient.op().name().isEmpty();
    } catch (IllegalStateException e) {
      return false;
    }
  }

  @Override
  public List<String> targets() {
    return targets;
  }

  @Override
  public Set<String> updated() {
    return gradients.keySet();
  }

  @Override
  public Map<String, String> gradients() {
    return gradients;
  }

  @Override
  public List<GraphVariable> slots() {
    return slots;
  }

  @Override
  public void feed(ScalarFeeds feeds, StepSettings settings, UpdateState state) {
    double momentum =
        Double.isNaN(settings.momentum()) ? optimizer.momentum() : settings.momentum();
    double decay =
        Double.isNaN(settings.weightDecay()) ? optimizer.weightDecay() : settings.weightDecay();
    double asked = Double.isNaN(settings.learningRate()) ? learningRate() : settings.learningRate();
    double rate = asked;
    double epsilon = optimizer.epsilon();
    if (optimizer.kind() == Optimizer.Kind.ADAM || optimizer.kind() == Optimizer.Kind.ADAMW) {
      // The op's own bias correction is switched off (powers of 0) and done here in double
      // precision, with the paper's epsilon, which is added after the correction.
      double second = Math.sqrt(1 - Math.pow(optimizer.decay(), state.updates() + 1.0));
      double first = 1 - state.momentumProduct() * momentum;
      rate = rate * second / first;
      epsilon = epsilon * second;
    }
    for (Map.Entry<String, DataType> scalar : scalars.used().entrySet()) {
      double value =
          switch (UpdateRule.Scalar.of(scalar.getKey())) {
            case LEARNING_RATE -> rate;
            case MOMENTUM -> momentum;
            case EPSILON -> epsilon;
            case SHRINK -> asked * decay;
          };
      feeds.set(scalar.getKey(), scalar.getValue(), value);
    }
  }

  @Override
  public String description() {
    return optimizer.toString();
  }

  @Override
  public boolean takesMomentum() {
    return scalars.used().keySet().stream()
        .anyMatch(name -> UpdateRule.Scalar.of(name) == UpdateRule.Scalar.MOMENTUM);
  }

  @Override
  public boolean takesWeightDecay() {
    return decays;
  }

  @Override
  public double learningRate() {
    return optimizer.learningRate();
  }

  @Override
  public Optional<OwnSchedule> schedule() {
    return Optional.empty();
  }

  @Override
  public Optional<String> unknownRate() {
    return Optional.empty();
  }

  @Override
  public List<Double> otherRates() {
    return List.of();
  }
}
