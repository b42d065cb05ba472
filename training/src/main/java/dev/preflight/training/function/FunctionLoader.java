package dev.preflight.training.function;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.graph.AssignedUpdates;
import dev.preflight.training.graph.GraphVariable;
import dev.preflight.training.graph.GraphView;
import dev.preflight.training.graph.HiddenUpdates;
import dev.preflight.training.tensor.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorInfo;

/** Reads a SavedModel whose training step is a function. */
public final class FunctionLoader {

  private static final String TRAIN = "train";
  private static final String EVALUATE = "evaluate";
  private static final String RATE = "rate";

  /** Beside {@code variables}: checkpoints of further initial values. */
  private static final String FRESH = "initial";

  private static final String SNIPPET =
      "'preflight export-snippet keras > preflight_export.py' writes what is missing; then"
          + " export(model, optimizer, loss, \"DIRECTORY\", (x, y))";

  private final Path directory;
  private final MetaGraphDef meta;
  private final Names names;
  private final ObjectGraph objects;

  private FunctionLoader(Path directory, MetaGraphDef meta, Names names) {
    this.directory = directory;
    this.meta = meta;
    this.names = names;
    this.objects = new ObjectGraph(meta.getObjectGraphDef());
  }

  /** Whether a SavedModel has its work in functions, as those of TensorFlow 2 do. */
  public static boolean hasFunctions(MetaGraphDef meta) {
    return meta.hasObjectGraphDef() && meta.getObjectGraphDef().getNodesCount() > 0;
  }

  /**
   * The SavedModel as a plain graph.
   *
   * @param directory where it is
   * @throws InputException if it has no training step, or one that cannot be read or driven, with
   *     what to export instead
   */
  public static FunctionModel load(Path directory, MetaGraphDef meta, Names names) {
    return new FunctionLoader(directory, meta, names).load();
  }

  private FunctionModel load() {
    Signature train = required(TRAIN);
    Signature evaluate = required(EVALUATE);
    Names.Inputs inputs = names.inputs(train);
    Names.Inputs others = names.inputs(evaluate);
    NodeDef trainCall = Objects.requireNonNull(train.call());
    NodeDef evaluateCall = Objects.requireNonNull(evaluate.call());
    Map<String, String> prefixes = new LinkedHashMap<>();
    prefixes.put(trainCall.getName(), TRAIN);
    prefixes.put(evaluateCall.getName(), EVALUATE);
    Signature rate = find(RATE).filter(s -> s.call() != null).orElse(null);
    if (rate != null) {
      prefixes.put(Objects.requireNonNull(rate.call()).getName(), RATE);
    }
    String features = node(train.inputs().get(inputs.features()));
    String labels = node(train.inputs().get(inputs.labels()));
    Map<String, String> same = new LinkedHashMap<>();
    evaluate
        .inputs()
        .forEach(
            (name, input) -> {
              TensorInfo twin = train.inputs().get(name);
              if (twin != null) {
                same.put(node(input), node(twin));
              }
            });
    same.put(node(evaluate.inputs().get(others.features())), features);
    same.put(node(evaluate.inputs().get(others.labels())), labels);
    GraphDef joined = joined(same);
    Inliner.Inlined inlined = Inliner.of(joined, prefixes, initializers());
    GraphView view = new GraphView(inlined.def());
    Map<String, Integer> variables = new LinkedHashMap<>();
    captured(trainCall, variables);
    captured(evaluateCall, variables);
    Map<String, HostArray> values = values(view, variables);
    Parts parts = new Parts(view, inlined, names);
    FunctionModel.Part training = parts.of(train);
    FunctionModel.Part evaluation = parts.of(evaluate);
    String step = parts.results(train).done();
    Driven driven = driven(view, step, train, rate, parts, values);
    return new FunctionModel(
        driven.def,
        features,
        labels,
        training,
        evaluation,
        parts.gradients(train, pythonNames(variables)),
        step,
        parts.updates(step, labels, training, evaluation),
        driven.tensor,
        values,
        fresh(view, variables, values),
        optimizer(view, step, values),
        begun(view, step, values));
  }

  private Map<String, String> pythonNames(Map<String, Integer> variables) {
    Map<String, String> names = new LinkedHashMap<>();
    variables.forEach(
        (variable, object) -> names.put(variable, objects.nameOf(object).replaceFirst(":0$", "")));
    return names;
  }

  private Optional<Signature> find(String key) {
    return Optional.ofNullable(meta.getSignatureDefMap().get(key))
        .map(signature -> Signature.of(key, signature, meta.getGraphDef()));
  }

  private Signature required(String key) {
    Signature found = find(key).orElse(null);
    if (found == null) {
      List<String> keys =
          meta.getSignatureDefMap().keySet().stream()
              .filter(name -> !name.startsWith("__"))
              .sorted()
              .toList();
      boolean trains = keys.contains(TRAIN);
      throw new InputException(
          "SavedModel '"
              + directory
              + "' has no signature '"
              + key
              + "'"
              + (keys.isEmpty() ? "" : ", but " + Names.quoted(keys))
              + (trains
                  ? ": evaluation runs without dropout and with the moving statistics, so that it"
                      + " is a function of its own"
                  : ": it was exported for inference, without its training step"),
          SNIPPET);
    }
    if (found.call() == null) {
      throw new InputException(
          "SavedModel '" + directory + "': signature '" + key + "' calls no function",
          "describe its graph in a JSON file, with \"features\", \"labels\" and \"loss\"");
    }
    return found;
  }

  private static String node(@Nullable TensorInfo info) {
    return GraphView.nodeOf(Objects.requireNonNull(info).getName());
  }

  /** The graph in which some placeholders take what others are fed. */
  private GraphDef joined(Map<String, String> same) {
    GraphDef.Builder out = meta.getGraphDef().toBuilder();
    for (int i = 0; i < out.getNodeCount(); i++) {
      NodeDef node = out.getNode(i);
      String other = same.get(node.getName());
      if (other == null || other.equals(node.getName())) {
        continue;
      }
      DataType type = GraphView.dtype(node);
      DataType wanted = GraphView.dtype(new GraphView(meta.getGraphDef()).node(other));
      if (type != wanted) {
        throw new InputException(
            "'" + other + "' takes " + wanted + ", '" + node.getName() + "' takes " + type,
            "export train and evaluate with the same types");
      }
      out.setNode(
          i,
          NodeDef.newBuilder()
              .setName(node.getName())
              .setOp("Identity")
              .addInput(other)
              .putAttr("T", node.getAttrOrThrow("dtype")));
    }
    return out.build();
  }

  /** Ops that fill tables and the like when the SavedModel is loaded. */
  private List<String> initializers() {
    return Stream.ofNullable(meta.getSignatureDefMap().get("__saved_model_init_op"))
        .flatMap(signature -> signature.getOutputsMap().values().stream())
        .map(output -> GraphView.nodeOf(output.getName()))
        .toList();
  }

  /** Adds the variables that a call captures: the objects behind the nodes that it takes last. */
  private void captured(NodeDef call, Map<String, Integer> variables) {
    List<Integer> captured = objects.captured(call.getAttrOrThrow("f").getFunc().getName());
    List<String> taken = GraphView.dataInputs(call);
    int first = taken.size() - captured.size();
    for (int i = 0; i < captured.size() && first >= 0; i++) {
      if (objects.isVariable(captured.get(i))) {
        variables.put(GraphView.nodeOf(taken.get(first + i)), captured.get(i));
      }
    }
  }

  private Map<String, HostArray> values(GraphView view, Map<String, Integer> variables) {
    Path prefix = directory.resolve("variables").resolve("variables");
    Map<String, HostArray> values = read(view, variables, Checkpoints.prefix(prefix));
    for (String variable : variables.keySet()) {
      if (!values.containsKey(variable)) {
        throw new InputException(
            "SavedModel '" + directory + "' holds no value of the variable '" + variable + "'",
            "make it an attribute of the exported module, so that it is tracked, and export again");
      }
    }
    return values;
  }

  private Map<String, HostArray> read(GraphView view, Map<String, Integer> variables, Path prefix) {
    Map<Integer, String> keys = objects.keys(prefix);
    Map<String, DataType> wanted = new LinkedHashMap<>();
    Map<String, String> byVariable = new LinkedHashMap<>();
    variables.forEach(
        (variable, object) -> {
          String key = keys.get(object);
          if (key != null) {
            byVariable.put(variable, key);
            wanted.put(key, GraphView.dtype(view.node(variable)));
          }
        });
    Map<String, HostArray> read = Checkpoints.read(prefix, wanted);
    Map<String, HostArray> values = new LinkedHashMap<>();
    byVariable.forEach(
        (variable, key) -> {
          HostArray value = read.get(key);
          if (value != null) {
            values.put(variable, value);
          }
        });
    return values;
  }

  private List<Map<String, HostArray>> fresh(
      GraphView view, Map<String, Integer> variables, Map<String, HostArray> values) {
    Path place = directory.resolve(FRESH);
    if (!Files.isDirectory(place)) {
      return List.of();
    }
    List<Map<String, HostArray>> fresh = new ArrayList<>();
    try (Stream<Path> files = Files.list(place)) {
      List<Path> indexes = files.filter(p -> p.toString().endsWith(".index")).sorted().toList();
      for (Path index : indexes) {
        Map<String, HostArray> state = read(view, variables, Checkpoints.prefix(index));
        state.forEach(
            (variable, value) -> {
              HostArray first = Objects.requireNonNull(values.get(variable));
              if (!Arrays.equals(first.shape(), value.shape())) {
                throw new InputException(
                    index + ": '" + variable + "' has another shape than in the SavedModel",
                    "export the SavedModel again, or delete " + place);
              }
            });
        fresh.add(state);
      }
    } catch (IOException e) {
      throw new InputException(
          "cannot read '" + place + "': " + e.getMessage(), "check its permissions", e);
    }
    return fresh;
  }

  /**
   * What Keras calls the optimizer, before whose state its name stands: {@code adam/iteration}.
   * Momentum is a slot, of SGD alone an option.
   */
  private static String optimizer(GraphView view, String step, Map<String, HostArray> values) {
    Set<String> run = view.ancestors(List.of(step));
    List<String> scopes =
        values.keySet().stream()
            .filter(run::contains)
            .filter(name -> name.matches("\\w+/(iterations?|learning_rate)(_\\d+)?"))
            .map(name -> name.substring(0, name.indexOf('/')))
            .filter(name -> !name.startsWith("loss_scale"))
            .distinct()
            .toList();
    if (scopes.size() != 1) {
      return "";
    }
    String scope = scopes.get(0);
    String name = scope.toLowerCase(Locale.ROOT).replaceAll("_\\d+$", "").replace("_", "");
    boolean slots =
        values.keySet().stream().anyMatch(v -> v.startsWith(scope) && v.endsWith("_momentum"));
    return name.equals("sgd") && slots ? "sgd with momentum" : name;
  }

  /** The largest counter of updates that the step advances: 0 where training has not begun. */
  private static long begun(GraphView view, String step, Map<String, HostArray> values) {
    long most = 0;
    for (String name : view.ancestors(List.of(step))) {
      HostArray value = values.get(name);
      String last = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
      if (value != null
          && value.size() == 1
          && !value.type().isFloating()
          && last.matches("(iterations?|global_step|step)(_\\d+)?")) {
        most = Math.max(most, (long) value.get(0));
      }
    }
    return most;
  }

  /** A graph and the tensor in it that is fed with the rate. */
  private record Driven(GraphDef def, String tensor) {}

  private Driven driven(
      GraphView view,
      String step,
      Signature train,
      @Nullable Signature rate,
      Parts parts,
      Map<String, HostArray> values) {
    List<String> variables = RateDrive.variables(view, step, values);
    String named = names.learningRate();
    String input = names.rateInput(train);
    if (named != null && input == null) {
      variables = named(named, values);
    }
    if (input != null) {
      return new Driven(view.def(), node(train.inputs().get(input)) + ":0");
    }
    if (variables.size() == 1) {
      String variable = variables.get(0);
      HostArray value = Objects.requireNonNull(values.get(variable));
      return new Driven(RateDrive.byVariable(view, step, variable, value), RateDrive.RATE + ":0");
    }
    if (variables.size() > 1) {
      throw new InputException(
          "SavedModel '" + directory + "': which of " + Names.quoted(variables) + " is the rate?",
          "name it in a descriptor: {\"graph\": \"DIRECTORY\", \"learningRate\": \""
              + variables.get(0)
              + "\"}");
    }
    if (rate != null) {
      String tensor = GraphView.canonical(parts.results(rate).outputs().get(0));
      String number = node(rate.inputs().values().iterator().next());
      List<String> found = ScheduledRate.tensors(view, step, number, tensor, values);
      if (!found.isEmpty()) {
        return new Driven(RateDrive.shared(view, found), found.get(0));
      }
    }
    throw new InputException(
        "SavedModel '"
            + directory
            + "': nothing in its training step can be told to be the learning rate",
        rate != null
            ? "what its signature 'rate' gives is computed nowhere in the step: give the optimizer"
                + " a constant rate"
            : "keep it in a tf.Variable called learning_rate, or take it as an input of train; for"
                + " a Keras schedule export a signature rate(step), as 'preflight export-snippet"
                + " keras' does");
  }

  private static List<String> named(String name, Map<String, HostArray> values) {
    List<String> scalars =
        values.entrySet().stream()
            .filter(v -> v.getValue().size() == 1 && v.getValue().type().isFloating())
            .map(Map.Entry::getKey)
            .toList();
    if (!scalars.contains(name)) {
      throw new InputException(
          "learningRate: '" + name + "' is neither an input of train nor a scalar variable of it",
          scalars.isEmpty()
              ? "keep the rate in a tf.Variable"
              : "its scalar variables are " + Names.quoted(scalars));
    }
    return List.of(name);
  }

  /** The tensors that signatures name, in the inlined graph. */
  private record Parts(GraphView view, Inliner.Inlined inlined, Names names) {

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
      return view.ancestors(gradients.values()).stream()
          .map(view::node)
          .filter(
              node ->
                  GraphView.dataInputs(node).stream()
                      .anyMatch(input -> gradients.containsKey(GraphView.nodeOf(input))))
          .anyMatch(node -> HiddenUpdates.writes(node, view.def()));
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
}
