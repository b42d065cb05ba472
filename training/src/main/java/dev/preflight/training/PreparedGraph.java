package dev.preflight.training;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.graph.AssignedUpdates;
import dev.preflight.training.graph.ConditionalUpdates;
import dev.preflight.training.graph.GraphFingerprint;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.exceptions.TensorFlowException;
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
  private final List<Map<String, HostArray>> fresh;
  private final boolean trained;
  private final Set<String> readByLoss;
  private final Set<String> initializing;
  private final Map<String, Set<String>> assigned;

  private PreparedGraph(GraphDef source, Ends ends, TrainingProgram program) {
    this.source = source;
    this.ends = ends;
    GraphView original = new GraphView(source);
    this.initializers = initializers(original, ends);
    this.view = new GraphView(forTraining(source, ends));
    Set<String> used = view.ancestors(used(ends));
    this.variables =
        original.nodes().stream()
            .filter(GraphView::isVariable)
            .filter(node -> used.contains(node.getName()))
            .map(GraphVariable::of)
            .toList();
    this.readByLoss = view.dataAncestors(losses(ends));
    this.pretrained = StartingValues.of(program, variables, readByLoss);
    this.fresh = program.fresh();
    this.trained = program.isTrained();
    this.initializing = view.ancestors(initializers);
    this.assigned = assigned(view, ends, initializing);
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
      ends = built(program, graph, setup);
      def = graph.toGraphDef();
      require(new GraphView(def), ends);
      ends = ends.withFeeds(ConstantFeeds.fitted(graph, ends));
    }
    setup.hyperparameters().rejectUnused(program.name());
    UnaryOperator<String> plain = GraphRewrite::plainName;
    Ends named = ends.withInitializers(initializers(new GraphView(def), ends)).mapped(plain);
    return new PreparedGraph(GraphRewrite.withPlainNames(def), named, program);
  }

  /** Whether training starts from weights that were trained before. */
  boolean isPretrained() {
    return trained;
  }

  /** What TensorFlow says against an op is said of the program that added it. */
  private static Ends built(TrainingProgram program, Graph graph, Setup setup) {
    try {
      return program.build(graph, setup);
    } catch (TensorFlowException e) {
      Map<String, String> set = setup.hyperparameters().values();
      throw new InputException(
          "program '" + program.name() + "' cannot build its graph: " + e.getMessage(),
          set.isEmpty() ? "--verbose shows where" : "it was built with " + set,
          e);
    }
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
    ends.feeds().keySet().forEach(n -> view.require("feeds", n));
    Ends.Functions functions = ends.functions();
    if (functions != null) {
      view.require("evaluation", functions.loss());
      requireIfNamed(view, "logits", functions.trainingLogits());
      requireIfNamed(view, "perExampleLoss", functions.trainingPerExampleLoss());
      functions.gradients().values().forEach(n -> view.require("gradients", n));
    }
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
    def =
        train == null
            ? GraphRewrite.withPlainReads(def, ends.loss())
            : SeparateRates.in(ConditionalUpdates.in(def, train), ends.loss(), train);
    return UpdateOrder.in(def, ends.loss(), train, ends.updates());
  }

  private static List<String> losses(Ends ends) {
    Ends.Functions functions = ends.functions();
    return functions == null ? List.of(ends.loss()) : List.of(ends.loss(), functions.loss());
  }

  /** What training and evaluation ask for. A variable that none of it needs has no part in them. */
  private static List<String> used(Ends ends) {
    List<String> used = new ArrayList<>(losses(ends));
    Stream.of(ends.logits(), ends.perExampleLoss(), ends.train(), ends.regularization())
        .filter(end -> end != null)
        .forEach(used::add);
    Ends.Functions functions = ends.functions();
    if (functions != null) {
      used.addAll(functions.gradients().values());
    }
    used.addAll(ends.updates());
    used.addAll(ends.activations());
    used.addAll(ends.frozen());
    return used;
  }

  /** The ops that move each variable along the gradient by assigning. */
  private static Map<String, Set<String>> assigned(
      GraphView view, Ends ends, Set<String> initializing) {
    Map<String, Set<String>> assigned = new LinkedHashMap<>();
    String outputs = Objects.requireNonNullElse(ends.logits(), ends.labels());
    for (NodeDef write :
        AssignedUpdates.in(view, ends.loss(), ends.labels(), outputs, initializing)) {
      String variable = view.variableBehind(write.getInput(0));
      if (variable != null) {
        assigned.computeIfAbsent(variable, k -> new LinkedHashSet<>()).add(write.getName());
      }
    }
    return assigned;
  }

  Ends ends() {
    return ends;
  }

  /** The variables that this train op moves along the gradient by assigning, not by update ops. */
  Set<String> assignedBy(String train) {
    Set<String> run = view.ancestors(List.of(train));
    Set<String> by = new LinkedHashSet<>();
    assigned.forEach(
        (variable, writes) -> {
          if (writes.stream().anyMatch(run::contains)) {
            by.add(variable);
          }
        });
    return by;
  }

  /** The graph to train, rewritten. */
  GraphView view() {
    return view;
  }

  /** All variables that are used, of any type, whether training moves them or not. */
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

  /** Floating-point variables the loss reads that not the optimizer writes while training. */
  List<GraphVariable> statistics() {
    return variables.stream()
        .filter(v -> GraphView.isFloating(v.type()))
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
    return !assigned.containsKey(variable) && otherWriters(variable).findAny().isPresent();
  }

  private Stream<NodeDef> otherWriters(String variable) {
    return view.consumers(variable).stream()
        .filter(GraphView::writes)
        .filter(node -> !initializing.contains(node.getName()))
        .filter(node -> !isRestore(node));
  }

  /**
   * Refuses a graph in which a weight looks like a statistic only because the op that initializes
   * it is not known as an initializer: its value comes from neither data nor variables.
   *
   * @throws InputException naming the variable and the op
   */
  void requireInitializers() {
    for (GraphVariable variable : statistics()) {
      otherWriters(variable.name())
          .filter(node -> node.getOp().startsWith("Assign") && node.getInputCount() > 1)
          .filter(this::setsToStart)
          .findFirst()
          .ifPresent(
              node -> {
                throw new InputException(
                    "variable '"
                        + variable.name()
                        + "' is written by '"
                        + node.getName()
                        + "', which is no initializer",
                    "in Java, write tf.withInitScope().assign(...) where it says tf.assign(...); in a"
                        + " descriptor, name the op among the \"initializers\"");
              });
    }
  }

  private boolean setsToStart(NodeDef assign) {
    return view.dataAncestors(List.of(assign.getInput(1))).stream()
        .map(view::node)
        .noneMatch(node -> GraphView.isVariable(node) || node.getOp().startsWith("Placeholder"));
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
    return draws(ends.loss());
  }

  /** Whether a function of its own evaluates, and draws random numbers in it. */
  boolean drawsInEvaluation() {
    Ends.Functions functions = ends.functions();
    return functions != null && draws(functions.loss());
  }

  private boolean draws(String loss) {
    GraphView original = new GraphView(source);
    return original.ancestors(List.of(loss)).stream()
        .map(original::node)
        .anyMatch(
            node ->
                GraphView.isStatefulRandom(node)
                    || (GraphView.isStatelessRandom(node) && hangsOnVariable(original, node)));
  }

  /** As the seeds of Keras do, which live in variables that every update advances. */
  private static boolean hangsOnVariable(GraphView view, NodeDef draw) {
    return view.dataAncestors(List.of(draw.getName())).stream()
        .map(view::node)
        .anyMatch(
            node -> GraphView.isVariable(node) && !GraphView.isFloating(GraphView.dtype(node)));
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

  /** Ops that the initializers run and that fill lookup tables. */
  List<String> tableInitializers() {
    return initializing.stream().filter(name -> GraphView.fillsTable(view.node(name))).toList();
  }

  /** The value of every variable after initialization with this seed, or as pretrained. */
  Map<String, HostArray> initialValues(long seed, ConfigProto config) {
    Map<String, HostArray> feeds = trainFeeds();
    return InitialValues.of(
        source, variables, initializers, startingValues(seed), feeds, seed, config);
  }

  private Map<String, HostArray> startingValues(long seed) {
    int state = (int) Math.floorMod(seed, fresh.size() + 1L);
    if (state == 0) {
      return pretrained;
    }
    Map<String, HostArray> values = new LinkedHashMap<>(pretrained);
    values.putAll(fresh.get(state - 1));
    return values;
  }

  /** The program's constants while training, by tensor. */
  Map<String, HostArray> trainFeeds() {
    Map<String, HostArray> feeds = new LinkedHashMap<>();
    ends.feeds().forEach((tensor, feed) -> feeds.put(tensor, feed.train()));
    return feeds;
  }

  /** A hash of the program's own graph: the same in every process. */
  String fingerprint() {
    return GraphFingerprint.of(source);
  }
}
