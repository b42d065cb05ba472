package dev.preflight.training.function;

import dev.preflight.training.graph.AssignedUpdates;
import dev.preflight.training.graph.GraphVariable;
import dev.preflight.training.graph.GraphView;
import dev.preflight.training.graph.HiddenUpdates;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorInfo;

/** The tensors that signatures name, in the inlined graph. */
record Parts(GraphView view, Inliner.Inlined inlined, Names names) {

  private static final String GRADIENT = "gradient/";

  Inliner.Results results(Signature signature) {
    return Objects.requireNonNull(
        inlined.calls().get(Objects.requireNonNull(signature.call()).getName()));
  }

  FunctionModel.Part of(Signature signature) {
    String loss = tensor(signature, names.loss(signature));
    String logits = ifGiven(signature, names.logits(signature));
    return new FunctionModel.Part(
        Objects.requireNonNull(loss),
        logits == null ? null : beforeSquashing(logits, loss),
        ifGiven(signature, names.perExampleLoss(signature)),
        ifGiven(signature, names.regularization(signature)));
  }

  private @Nullable String ifGiven(Signature signature, @Nullable String output) {
    return output == null ? null : tensor(signature, output);
  }

  /** The tensor of an output, free of what the function makes it wait for. */
  private String tensor(Signature signature, String output) {
    TensorInfo info = Objects.requireNonNull(signature.outputs().get(output));
    String name = info.getName();
    int index = Integer.parseInt(name.substring(name.lastIndexOf(':') + 1));
    String tensor = results(signature).outputs().get(index);
    NodeDef node = view.find(GraphView.nodeOf(tensor));
    while (node != null && node.getOp().equals("Identity")) {
      tensor = node.getInput(0);
      node = view.find(GraphView.nodeOf(tensor));
    }
    return GraphView.canonical(tensor);
  }

  /**
   * What a softmax or sigmoid at the end of the network takes, where the loss is computed from
   * that: Keras does so for losses that take probabilities.
   */
  private String beforeSquashing(String logits, String loss) {
    NodeDef node = view.find(GraphView.nodeOf(logits));
    if (node == null || !Set.of("Softmax", "Sigmoid").contains(node.getOp())) {
      return logits;
    }
    Set<String> behind = view.dataAncestors(List.of(loss));
    String taken = GraphView.canonical(node.getInput(0));
    return behind.contains(node.getName()) || !behind.contains(GraphView.nodeOf(taken))
        ? logits
        : taken;
  }

  /**
   * Gradients that the step gives as {@code gradient/INDEX/NAME}; none where it cannot be told
   * which variable one of them belongs to.
   *
   * @param pythonNames of the variables
   */
  Map<String, String> gradients(Signature train, Map<String, String> pythonNames) {
    Map<String, String> byVariable = new LinkedHashMap<>();
    for (String output : train.outputs().keySet()) {
      if (!output.startsWith(GRADIENT)) {
        continue;
      }
      String name =
          output.substring(GRADIENT.length()).replaceFirst("^\\d+/", "").replaceFirst(":0$", "");
      List<Long> shape = shape(Objects.requireNonNull(train.outputs().get(output)));
      List<String> fit =
          pythonNames.entrySet().stream()
              .filter(v -> v.getValue().equals(name) || v.getKey().equals(name))
              .map(Map.Entry::getKey)
              .filter(v -> GraphVariable.of(view.node(v)).shape().equals(shape))
              .toList();
      if (fit.size() != 1) {
        return Map.of();
      }
      byVariable.put(fit.get(0), tensor(train, output));
    }
    return updates(byVariable) ? Map.of() : byVariable;
  }

  /** Whether gradients wait for an update of their variables, which fetching them would make. */
  private boolean updates(Map<String, String> gradients) {
    Map<String, FunctionDef> functions = GraphView.functions(view.def());
    return view.ancestors(gradients.values()).stream()
        .map(view::node)
        .filter(
            node ->
                GraphView.dataInputs(node).stream()
                    .anyMatch(input -> gradients.containsKey(GraphView.nodeOf(input))))
        .anyMatch(node -> HiddenUpdates.writes(node, functions));
  }

  private static List<Long> shape(TensorInfo info) {
    return info.getTensorShape().getDimList().stream().map(dim -> dim.getSize()).toList();
  }

  /**
   * Assignments of the step to what the forward pass reads and no gradient moves, such as moving
   * averages and seeds.
   *
   * @param labels placeholder of the labels
   * @param training what the step computes
   * @param evaluation what is computed in evaluation
   */
  List<String> updates(
      String step, String labels, FunctionModel.Part training, FunctionModel.Part evaluation) {
    String outputs = Objects.requireNonNullElse(training.logits(), labels);
    Set<String> along = new LinkedHashSet<>();
    for (NodeDef write : AssignedUpdates.in(view, training.loss(), labels, outputs, Set.of())) {
      along.add(String.valueOf(view.variableBehind(write.getInput(0))));
    }
    Set<String> read = view.dataAncestors(List.of(training.loss(), evaluation.loss()));
    return view.ancestors(List.of(step)).stream()
        .filter(name -> GraphView.writes(view.node(name)))
        .filter(
            name -> {
              String variable = view.variableBehind(view.node(name).getInput(0));
              return variable != null && read.contains(variable) && !along.contains(variable);
            })
        .toList();
  }
}
