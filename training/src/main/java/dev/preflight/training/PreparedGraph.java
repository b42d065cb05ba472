package dev.preflight.training;

import com.google.protobuf.CodedOutputStream;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.graph.GraphRewrite;
import dev.preflight.training.graph.GraphVariable;
import dev.preflight.training.graph.GraphView;
import dev.preflight.training.graph.InitialValues;
import dev.preflight.training.graph.SeparateRates;
import dev.preflight.training.graph.StatelessDraws;
import dev.preflight.training.graph.UpdateOrder;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.Setup;
import dev.preflight.training.program.TrainingProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * A program's graph as a description, before any of it lives in TensorFlow: its ends checked, its
 * variables known, and rewritten for training.
 *
 * <p>What it computes is what the program's graph computes. The rewriting gives max-pooling its
 * fast gradient, draws random numbers from a key that is fed, separates the learning rate from what
 * else its tensor is used for, and orders the updates of a step after its loss and gradients.
 */
final class PreparedGraph {

  private final GraphDef source;
  private final Ends ends;
  private final GraphView view;
  private final List<String> initializers;
  private final List<GraphVariable> variables;
  private final Map<String, HostArray> pretrained;
  private final Set<String> readByLoss;
  private final Set<String> initializing;

  private PreparedGraph(GraphDef source, Ends ends, Map<String, HostArray> pretrained) {
    this.source = source;
    this.ends = ends;
    this.pretrained = pretrained;
    GraphView original = new GraphView(source);
    this.initializers = initializers(original, ends);
    this.variables =
        original.nodes().stream().filter(GraphView::isVariable).map(GraphVariable::of).toList();
    this.view = new GraphView(forTraining(source, ends));
    this.readByLoss = view.dataAncestors(List.of(ends.loss()));
    this.initializing = view.ancestors(initializers);
  }

  /**
   * Has the program build its graph.
   *
   * @throws InputException if an end names nothing, or a hyperparameter was set that the program
   *     does not know
   */
  static PreparedGraph of(TrainingProgram program, Setup setup) {
    GraphDef def;
    Ends ends;
    try (Graph graph = new Graph()) {
      ends = program.build(graph, setup);
      def = graph.toGraphDef();
    }
    setup.hyperparameters().rejectUnused(program.name());
    require(new GraphView(def), ends);
    UnaryOperator<String> plain = GraphRewrite::plainName;
    Ends named = ends.withInitializers(initializers(new GraphView(def), ends)).mapped(plain);
    return new PreparedGraph(GraphRewrite.withPlainNames(def), named, program.pretrained());
  }

  private static void require(GraphView view, Ends ends) {
    view.require("features", ends.features());
    view.require("labels", ends.labels());
    view.require("loss", ends.loss());
    requireIfNamed(view, "logits", ends.logits());
    requireIfNamed(view, "perExampleLoss", ends.perExampleLoss());
    requireIfNamed(view, "training", ends.training());
    requireIfNamed(view, "train", ends.train());
    requireIfNamed(view, "regularization", ends.regularization());
    requireIfNamed(view, "learningRate", ends.learningRate());
    ends.initializers().forEach(n -> view.require("initializers", n));
    ends.updates().forEach(n -> view.require("updates", n));
    ends.activations().forEach(n -> view.require("activations", n));
    ends.frozen().forEach(n -> view.require("frozen", n));
  }

  private static void requireIfNamed(GraphView view, String role, @Nullable String tensor) {
    if (tensor != null) {
      view.require(role, tensor);
    }
  }

  private static List<String> initializers(GraphView view, Ends ends) {
    if (!ends.initializers().isEmpty()) {
      return ends.initializers().stream().map(GraphView::nodeOf).toList();
    }
    for (String usual : List.of("Init", "init")) {
      NodeDef node = view.find(usual);
      if (node != null && node.getOp().equals("NoOp")) {
        return List.of(usual);
      }
    }
    return List.of();
  }

  private static GraphDef forTraining(GraphDef source, Ends ends) {
    GraphDef def = StatelessDraws.in(GraphRewrite.withFastPools(source));
    String train = ends.train();
    if (train != null) {
      def = SeparateRates.in(def, ends.loss(), train);
    }
    return UpdateOrder.in(def, ends.loss(), train, ends.updates());
  }

  Ends ends() {
    return ends;
  }

  /** The graph to train, rewritten. */
  GraphView view() {
    return view;
  }

  /** All variables, of any type, whether training moves them or not. */
  List<GraphVariable> variables() {
    return variables;
  }

  /** Variables that training should move: those the loss reads and nothing but training writes. */
  List<GraphVariable> trainable() {
    return variables.stream()
        .filter(v -> GraphView.isFloating(v.type()))
        .filter(v -> readByLoss.contains(v.name()))
        .filter(v -> !ends.frozen().contains(v.name()))
        .filter(v -> !isStatistic(v.name()))
        .toList();
  }

  /** Variables the loss reads that something other than the optimizer writes while training. */
  List<GraphVariable> statistics() {
    return variables.stream()
        .filter(v -> readByLoss.contains(v.name()))
        .filter(v -> isStatistic(v.name()))
        .toList();
  }

  /**
   * The shape of a variable; -1 where a dimension is not known.
   *
   * @throws IllegalArgumentException if there is no such variable
   */
  List<Long> shapeOf(String variable) {
    return variables.stream()
        .filter(v -> v.name().equals(variable))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no variable '" + variable + "'"))
        .shape();
  }

  private boolean isStatistic(String variable) {
    return view.consumers(variable).stream()
        .anyMatch(
            node ->
                GraphView.assigns(node)
                    && !initializing.contains(node.getName())
                    && !isRestore(node));
  }

  /** Savers assign every variable too; theirs come from a restore op. */
  private boolean isRestore(NodeDef assign) {
    return assign.getInputCount() > 1
        && view.dataAncestors(List.of(assign.getInput(1))).stream()
            .map(view::node)
            .anyMatch(node -> node.getOp().startsWith("Restore"));
  }

  /** Whether the loss, while training, draws random numbers inside the graph (dropout). */
  boolean isStochastic() {
    GraphView original = new GraphView(source);
    return original.ancestors(List.of(ends.loss())).stream()
        .map(original::node)
        .anyMatch(GraphView::isStatefulRandom);
  }

  /**
   * Whether a training step still draws from a generator that lives in the session, because its op
   * has no stateless twin or sits in a loop: such draws start anew only with a new session.
   */
  boolean drawsFromSession() {
    Set<String> roots = new LinkedHashSet<>(ends.updates());
    roots.add(ends.loss());
    String train = ends.train();
    if (train != null) {
      roots.add(train);
    }
    return view.ancestors(roots).stream().map(view::node).anyMatch(GraphView::isStatefulRandom)
        || view.def().getLibrary().getFunctionList().stream()
            .flatMap(function -> function.getNodeDefList().stream())
            .anyMatch(GraphView::isStatefulRandom);
  }

  /** The value of every variable after initialization with this seed, or as pretrained. */
  Map<String, HostArray> initialValues(long seed, ConfigProto config) {
    return InitialValues.of(source, variables, initializers, pretrained, seed, config);
  }

  /** A hash of the program's own graph: the same in every process. */
  String fingerprint() {
    CRC32C crc = new CRC32C();
    for (NodeDef node : source.getNodeList()) {
      byte[] bytes = new byte[node.getSerializedSize()];
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      // Attributes are a map, whose order must not show.
      out.useDeterministicSerialization();
      try {
        node.writeTo(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      crc.update(bytes);
    }
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }
}
