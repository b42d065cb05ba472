package dev.preflight.training.function;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.graph.GraphView;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;

/** Reads a SavedModel whose training step is a function. */
public final class FunctionLoader {

  private static final String TRAIN = "train";
  private static final String EVALUATE = "evaluate";
  private static final String RATE = "rate";

  private static final String SNIPPET =
      "'preflight export-snippet keras > preflight_export.py' writes what is missing; then"
          + " export(model, optimizer, loss, \"DIRECTORY\", (x, y))";

  private final Path directory;
  private final MetaGraphDef meta;
  private final Names names;

  private FunctionLoader(Path directory, MetaGraphDef meta, Names names) {
    this.directory = directory;
    this.meta = meta;
    this.names = names;
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
    try {
      return new FunctionLoader(directory, meta, names).load();
    } catch (IndexOutOfBoundsException | IllegalArgumentException | NullPointerException e) {
      throw new InputException(
          "SavedModel '" + directory + "' contradicts itself: " + e.getMessage(),
          "export it again: the file is damaged",
          e);
    }
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
    String features = train.node(inputs.features());
    String labels = train.node(inputs.labels());
    Map<String, String> same = new LinkedHashMap<>();
    evaluate.inputs().keySet().stream()
        .filter(train.inputs()::containsKey)
        .forEach(name -> same.put(evaluate.node(name), train.node(name)));
    same.put(evaluate.node(others.features()), features);
    same.put(evaluate.node(others.labels()), labels);
    GraphDef joined = joined(same);
    Inliner.Inlined inlined = Inliner.of(joined, prefixes, initializers());
    GraphView view = new GraphView(inlined.def());
    ExportedVariables variables =
        new ExportedVariables(
            directory, new ObjectGraph(meta.getObjectGraphDef()), trainCall, evaluateCall);
    Map<String, HostArray> values = variables.values(view);
    Parts parts = new Parts(view, inlined, names);
    FunctionModel.Part training = parts.of(train);
    FunctionModel.Part evaluation = parts.of(evaluate);
    String step = parts.results(train).done();
    RateChoice chosen = RateChoice.of(directory, names, view, step, train, rate, parts, values);
    return new FunctionModel(
        chosen.def(),
        features,
        labels,
        training,
        evaluation,
        parts.gradients(train, variables.pythonNames()),
        initializers().stream().filter(op -> view.node(op).getInputCount() > 0).toList(),
        step,
        parts.updates(step, labels, training, evaluation),
        chosen.tensor(),
        values,
        variables.fresh(view, values),
        OptimizerState.name(view, step, values),
        OptimizerState.begun(view, step, values));
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

  /** The graph in which some placeholders take what others are fed. */
  private GraphDef joined(Map<String, String> same) {
    GraphView view = new GraphView(meta.getGraphDef());
    GraphDef.Builder out = meta.getGraphDef().toBuilder();
    for (int i = 0; i < out.getNodeCount(); i++) {
      NodeDef node = out.getNode(i);
      String other = same.get(node.getName());
      if (other == null || other.equals(node.getName())) {
        continue;
      }
      DataType type = GraphView.dtype(node);
      DataType wanted = GraphView.dtype(view.node(other));
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

  /** Ops that fill tables when the SavedModel is loaded: one, that may have nothing to do. */
  private List<String> initializers() {
    return Stream.ofNullable(meta.getSignatureDefMap().get("__saved_model_init_op"))
        .flatMap(signature -> signature.getOutputsMap().values().stream())
        .map(output -> GraphView.nodeOf(output.getName()))
        .toList();
  }
}
