package dev.preflight.training;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.TrainingData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * A program's graph, ready to be trained: its ends resolved, its updates found or added, its data
 * fitted to its placeholders.
 *
 * <p>It holds no variable values; each {@link Trainer} it opens is a fresh session that starts from
 * the initial values of a seed. The graph is shared by all trainers and closed after them. Building
 * one is not free (gradients are added); runs that differ only in rate, momentum, weight decay or
 * seed share it.
 */
public final class TrainingGraph implements AutoCloseable {

  /**
   * How to build.
   *
   * @param hyperparameters handed to the program
   * @param optimizer used where the program has no train op of its own
   * @param weightDecay whether weight decay can be fed; it costs a pass over the kernels per
   *     update, and is on by itself where the optimizer's own weight decay is not zero
   * @param device where to run
   * @param threads threads for TensorFlow; 0 for all processors
   */
  public record Options(
      Hyperparameters hyperparameters,
      Optimizer optimizer,
      boolean weightDecay,
      Device device,
      int threads) {

    /** No hyperparameters, momentum 0.9, any device, all processors. */
    public static Options defaults() {
      return new Options(
          Hyperparameters.none(), Optimizer.of(Optimizer.Kind.MOMENTUM), false, Device.AUTO, 0);
    }

    public Options withOptimizer(Optimizer value) {
      return new Options(hyperparameters, value, weightDecay, device, threads);
    }

    public Options withHyperparameters(Hyperparameters value) {
      return new Options(value, optimizer, weightDecay, device, threads);
    }

    public Options withWeightDecay(boolean value) {
      return new Options(hyperparameters, optimizer, value, device, threads);
    }

    public Options withDevice(Device value) {
      return new Options(hyperparameters, optimizer, weightDecay, value, threads);
    }

    public Options withThreads(int value) {
      return new Options(hyperparameters, optimizer, weightDecay, device, value);
    }
  }

  private static final int SEEDS_KEPT = 8;

  private final TrainingProgram program;
  private final String name;
  private final Ends ends;
  private final GraphDef def;
  private final GraphView view;
  private final Graph graph;
  private final List<GraphVariable> variables;
  private final List<String> initializers;
  private final Map<String, HostArray> pretrained;
  private final Updates updates;
  private final TrainingData rawData;
  private final TrainingData data;
  private final Optional<Augmentation> augmentation;
  private final ConfigProto config;
  private final Options options;
  private final SessionPlan plan;
  private final double learningRate;
  private final Map<Long, Map<String, HostArray>> initialValues = new LinkedHashMap<>();

  private TrainingGraph(TrainingProgram program, TrainingData data, Options options) {
    this.options = options;
    this.program = program;
    this.name = program.name();
    this.rawData = data;
    this.augmentation = program.augmentation();
    this.pretrained = program.pretrained();
    this.config = options.device().config(options.threads());

    Built built = Built.of(program, data, options.hyperparameters());
    this.ends = built.ends();
    this.initializers = built.initializers();
    String train = ends.train();
    GraphDef rewritten = GraphRewrite.withFastPools(built.def());
    if (train != null) {
      rewritten = DrivenUpdates.withOwnRates(rewritten, train);
      List<String> updateOps =
          DrivenUpdates.updateOps(new GraphView(rewritten), train).stream()
              .map(NodeDef::getName)
              .toList();
      rewritten = GraphRewrite.withLossFirst(rewritten, ends.loss(), updateOps);
    }
    this.def = rewritten;
    this.view = new GraphView(def);
    this.variables =
        view.nodes().stream().filter(GraphView::isVariable).map(GraphVariable::of).toList();
    this.data = DataBinding.bind(data, view, ends);

    this.graph = new Graph();
    try {
      graph.importGraphDef(def);
      boolean decays = options.weightDecay() || options.optimizer().weightDecay() > 0;
      this.updates =
          train == null
              ? OwnUpdates.add(graph, ends, candidates(), options.optimizer(), decays)
              : DrivenUpdates.of(view, ends, train, ends.learningRate());
      rejectUntouchedLoss(train);
      List<GraphVariable> all = new ArrayList<>(variables);
      updates.slots().keySet().forEach(slot -> all.add(slotVariable(slot)));
      this.plan = SessionPlan.add(graph, view, ends, all, updates);
      this.learningRate = builtLearningRate();
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
  }

  /**
   * Builds the program's graph for this data.
   *
   * @throws InputException if an end names nothing, the data does not fit, the loss cannot be
   *     trained, or no learning rate can be found to drive
   */
  public static TrainingGraph build(TrainingProgram program, TrainingData data, Options options) {
    return new TrainingGraph(program, data, options);
  }

  /**
   * Builds the same program on the same data again, with an optimizer of ours in the place of its
   * own train op. The caller closes it.
   *
   * @throws InputException if the loss cannot be differentiated by TensorFlow Java
   */
  public TrainingGraph sibling(Optimizer optimizer) {
    return new TrainingGraph(
        new WithoutTrainOp(program), rawData, options.withOptimizer(optimizer));
  }

  /** A GraphDef with its ends, checked for existence. */
  private record Built(GraphDef def, Ends ends, List<String> initializers) {

    static Built of(TrainingProgram program, TrainingData data, Hyperparameters hyperparameters) {
      GraphDef def;
      Ends ends;
      try (Graph graph = new Graph()) {
        ends = program.build(graph, Setup.of(hyperparameters, data));
        def = graph.toGraphDef();
      }
      hyperparameters.rejectUnused(program.name());
      GraphView view = new GraphView(def);
      require(view, ends);
      UnaryOperator<String> plain = GraphRewrite::plainName;
      return new Built(
          GraphRewrite.withPlainNames(def),
          ends.mapped(plain),
          initializers(view, ends).stream().map(plain).toList());
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

    private static void require(GraphView view, Ends ends) {
      view.require("features", ends.features());
      view.require("labels", ends.labels());
      view.require("loss", ends.loss());
      requireIfNamed(view, "logits", ends.logits());
      requireIfNamed(view, "perExampleLoss", ends.perExampleLoss());
      requireIfNamed(view, "training", ends.training());
      requireIfNamed(view, "train", ends.train());
      requireIfNamed(view, "regularization", ends.regularization());
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
  }

  /** Variables that training should move: those the loss reads and nothing but training writes. */
  private List<GraphVariable> candidates() {
    Set<String> read = view.dataAncestors(List.of(ends.loss()));
    Set<String> initializing = view.ancestors(initializers);
    return variables.stream()
        .filter(v -> GraphView.isFloating(v.type()))
        .filter(v -> read.contains(v.name()))
        .filter(v -> !ends.frozen().contains(v.name()))
        .filter(v -> !isStatistic(v.name(), initializing))
        .toList();
  }

  private boolean isStatistic(String variable, Set<String> initializing) {
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

  private void rejectUntouchedLoss(@Nullable String train) {
    if (train == null) {
      return;
    }
    Set<String> read = view.dataAncestors(List.of(ends.loss()));
    boolean any =
        updates.gradients().isEmpty()
            || updates.gradients().keySet().stream().anyMatch(read::contains);
    if (!any) {
      throw new InputException(
          "train: '" + train + "' updates no variable that the loss '" + ends.loss() + "' reads",
          "name the train op that minimizes this loss");
    }
  }

  private GraphVariable slotVariable(String slot) {
    Operation op = graph.operationOrThrow(slot);
    HostArray initial = updates.slots().get(slot);
    if (initial == null) {
      throw new IllegalStateException("slot " + slot + " has no initial value");
    }
    List<Long> shape = new ArrayList<>();
    for (int d : initial.shape()) {
      shape.add((long) d);
    }
    boolean resource = op.type().equals("VarHandleOp");
    DataType type =
        switch (initial.type()) {
          case FLOAT64 -> DataType.DT_DOUBLE;
          default -> DataType.DT_FLOAT;
        };
    return new GraphVariable(slot, resource, type, shape);
  }

  private double builtLearningRate() {
    if (!(updates instanceof DrivenUpdates driven)) {
      return options.optimizer().learningRate();
    }
    Map<String, Double> built = plan.readScalars(this, driven.learningRateTensors());
    driven.keepRatios(built);
    return built.values().stream().mapToDouble(v -> v).max().orElse(Double.NaN);
  }

  /**
   * Opens a fresh session at the initial values of {@code seed}.
   *
   * @throws InputException if a variable cannot be initialized
   */
  public Trainer open(long seed) {
    return new Trainer(this, plan, updates, seed);
  }

  /** Initial values by variable name, slots included. */
  synchronized Map<String, HostArray> initialValues(long seed) {
    Map<String, HostArray> known = initialValues.get(seed);
    if (known == null) {
      known =
          new LinkedHashMap<>(
              InitialValues.of(def, variables, initializers, pretrained, seed, config));
      known.putAll(updates.slots());
      if (initialValues.size() >= SEEDS_KEPT) {
        initialValues.remove(initialValues.keySet().iterator().next());
      }
      initialValues.put(seed, known);
    }
    return known;
  }

  Graph graph() {
    return graph;
  }

  ConfigProto config() {
    return config;
  }

  /** The program's name. */
  public String name() {
    return name;
  }

  public Ends ends() {
    return ends;
  }

  /** The data as it is fed: element types, label form and shapes are those of the placeholders. */
  public TrainingData data() {
    return data;
  }

  /** The data as it was given. */
  public TrainingData rawData() {
    return rawData;
  }

  public Optional<Augmentation> augmentation() {
    return augmentation;
  }

  public Options options() {
    return options;
  }

  /** What the labels are. */
  public Task task() {
    return rawData.classes().isPresent() ? Task.CLASSIFICATION : Task.REGRESSION;
  }

  /** Number of outputs: the last dimension of the logits; empty if not named or not known. */
  public OptionalInt outputs() {
    String logits = ends.logits();
    if (logits == null) {
      return OptionalInt.empty();
    }
    Output<?> output =
        graph.outputOrThrow(GraphView.nodeOf(logits) + ":" + GraphView.indexOf(logits));
    if (output.shape().isUnknown() || output.shape().numDimensions() < 2) {
      return OptionalInt.empty();
    }
    long last = output.shape().get(output.shape().numDimensions() - 1);
    return last < 0 ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(last));
  }

  /** The batch size the placeholder insists on; empty if any will do. */
  public OptionalInt fixedBatchSize() {
    Output<?> output = graph.outputOrThrow(GraphView.nodeOf(ends.features()) + ":0");
    if (output.shape().isUnknown() || output.shape().numDimensions() < 1) {
      return OptionalInt.empty();
    }
    long first = output.shape().get(0);
    return first < 0 ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(first));
  }

  /** What moves the weights, for people. */
  public String optimizer() {
    return updates.description();
  }

  /** Whether the program's own train op is driven, rather than an optimizer of ours. */
  public boolean drivesOwnTrainOp() {
    return ends.train() != null;
  }

  /** The rate the program was built with, or that of the optimizer; NaN if it cannot be read. */
  public double learningRate() {
    return learningRate;
  }

  /** Whether momentum can be fed. */
  public boolean takesMomentum() {
    return updates.takesMomentum();
  }

  /** Whether weight decay can be fed. */
  public boolean takesWeightDecay() {
    return updates.takesWeightDecay();
  }

  /**
   * Variables that training should move: floating-point variables the loss reads, except frozen
   * ones and moving statistics.
   */
  public List<String> trainable() {
    return candidates().stream().map(GraphVariable::name).toList();
  }

  /** Variables that the optimizer has a gradient for. */
  public Set<String> updated() {
    return updates.gradients().keySet();
  }

  /** Variables that something other than the optimizer writes during training. */
  public List<String> statistics() {
    Set<String> initializing = view.ancestors(initializers);
    Set<String> read = view.dataAncestors(List.of(ends.loss()));
    return variables.stream()
        .map(GraphVariable::name)
        .filter(read::contains)
        .filter(v -> isStatistic(v, initializing))
        .toList();
  }

  /** The shape of a variable. */
  public List<Long> shapeOf(String variable) {
    return variables.stream()
        .filter(v -> v.name().equals(variable))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no variable '" + variable + "'"))
        .shape();
  }

  /** Whether the loss, while training, draws random numbers inside the graph (dropout). */
  public boolean isStochastic() {
    return view.ancestors(List.of(ends.loss())).stream()
        .map(view::node)
        .anyMatch(GraphView::isStatefulRandom);
  }

  /** Whether training starts from given values rather than from the initializers alone. */
  public boolean isPretrained() {
    return !pretrained.isEmpty();
  }

  /** Number of trainable parameters. */
  public long parameters() {
    return candidates().stream().mapToLong(GraphVariable::elements).sum();
  }

  /** A stable hash of the graph, for provenance. */
  public String fingerprint() {
    java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
    view.nodes().forEach(node -> crc.update(node.toByteArray()));
    return String.format(java.util.Locale.ROOT, "%08x", crc.getValue());
  }

  @Override
  public void close() {
    graph.close();
  }
}
