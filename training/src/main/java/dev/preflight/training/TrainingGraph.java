package dev.preflight.training;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.graph.GraphVariable;
import dev.preflight.training.graph.Outputs;
import dev.preflight.training.optimizer.BakedRates;
import dev.preflight.training.optimizer.BuiltUpdates;
import dev.preflight.training.optimizer.DrivenUpdates;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.training.optimizer.Updates;
import dev.preflight.training.program.Augmentation;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.Hyperparameters;
import dev.preflight.training.program.Setup;
import dev.preflight.training.program.TrainingProgram;
import dev.preflight.training.program.WithoutTrainOp;
import dev.preflight.training.tensor.Device;
import dev.preflight.training.tensor.SessionConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.proto.ConfigProto;

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

  private final TrainingProgram brought;
  private final String name;
  private final TrainingData rawData;
  private final TrainingData data;
  private final Optional<Augmentation> augmentation;
  private final Options options;
  private final ConfigProto config;
  private final PreparedGraph program;
  private final Graph graph;
  private final Updates updates;
  private final SessionPlan plan;
  private final double learningRate;
  private final boolean drawsFromSession;
  private final Map<Long, Map<String, HostArray>> initialValues = new LinkedHashMap<>();

  private TrainingGraph(TrainingProgram brought, TrainingData data, Options options) {
    options.device().require();
    this.brought = brought;
    this.name = brought.name();
    this.rawData = data;
    this.augmentation = brought.augmentation();
    this.options = options;
    this.config = SessionConfig.of(options.device(), options.threads());
    this.program = PreparedGraph.of(brought, Setup.of(options.hyperparameters(), data));
    Ends ends = program.ends();
    this.data = DataBinding.bind(data, program.view(), ends);
    this.graph = new Graph();
    try {
      graph.importGraphDef(program.view().def());
      this.updates = updates(ends.train());
      List<GraphVariable> all = new ArrayList<>(program.variables());
      all.addAll(updates.slots());
      this.plan = SessionPlan.add(graph, ends, all, updates);
      this.learningRate = builtLearningRate();
      this.drawsFromSession = program.drawsFromSession();
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
  }

  private Updates updates(@Nullable String train) {
    Ends ends = program.ends();
    if (train == null) {
      boolean decays = options.weightDecay() || options.optimizer().weightDecay() > 0;
      return BuiltUpdates.add(
          graph, program.view(), ends, program.trainable(), options.optimizer(), decays);
    }
    Updates driven = DrivenUpdates.of(graph, program.view(), ends, train);
    Set<String> updated = driven.updated();
    if (!updated.isEmpty() && !program.lossReadsAnyOf(updated)) {
      throw new InputException(
          "train: '" + train + "' updates no variable that the loss '" + ends.loss() + "' reads",
          "name the train op that minimizes this loss");
    }
    return driven;
  }

  /**
   * Builds the program's graph for this data.
   *
   * <p>TensorFlow Java writes the numbers of repeated op names in the default locale, and
   * TensorFlow takes no other digits than 0 to 9. A process whose locale may have others, such as
   * ar-EG, calls {@code Locale.setDefault(Locale.ROOT)} before this, as the command does.
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
        new WithoutTrainOp(brought), rawData, options.withOptimizer(optimizer));
  }

  private double builtLearningRate() {
    if (!(updates instanceof DrivenUpdates driven)) {
      return options.optimizer().learningRate();
    }
    Map<String, Double> built =
        BakedRates.read(program.view(), driven.learningRateTensors(), initialValues(0), config);
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
      known = new LinkedHashMap<>(program.initialValues(seed, config));
      for (GraphVariable slot : updates.slots()) {
        known.put(slot.name(), slot.zeros());
      }
      if (initialValues.size() >= SEEDS_KEPT) {
        initialValues.remove(initialValues.keySet().iterator().next());
      }
      initialValues.put(seed, known);
    }
    return known;
  }

  /** Whether random draws of a step start anew only with a new session. */
  boolean drawsFromSession() {
    return drawsFromSession;
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

  /** The program's ends; a name that begins with {@code Init} has {@code graph} before it. */
  public Ends ends() {
    return program.ends();
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
    String logits = ends().logits();
    if (logits == null) {
      return OptionalInt.empty();
    }
    Output<?> output = Outputs.of(graph, logits);
    if (output.shape().isUnknown() || output.shape().numDimensions() < 2) {
      return OptionalInt.empty();
    }
    long last = output.shape().get(output.shape().numDimensions() - 1);
    return last < 0 ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(last));
  }

  /** The batch size the placeholder insists on; empty if any will do. */
  public OptionalInt fixedBatchSize() {
    Output<?> output = Outputs.of(graph, ends().features());
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
    return ends().train() != null;
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
    return program.trainable().stream().map(GraphVariable::name).toList();
  }

  /** Variables that the optimizer updates; empty where a train op without update ops hides them. */
  public Set<String> updated() {
    return updates.updated();
  }

  /** Variables the loss reads that something other than the optimizer writes while training. */
  public List<String> statistics() {
    return program.statistics().stream().map(GraphVariable::name).toList();
  }

  /**
   * The shape of a variable; -1 where a dimension is not known.
   *
   * @throws IllegalArgumentException if there is no such variable
   */
  public List<Long> shapeOf(String variable) {
    return program.variables().stream()
        .filter(v -> v.name().equals(variable))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no variable '" + variable + "'"))
        .shape();
  }

  /** Whether the loss, while training, draws random numbers inside the graph (dropout). */
  public boolean isStochastic() {
    return program.isStochastic();
  }

  /** Whether training starts from given values rather than from the initializers alone. */
  public boolean isPretrained() {
    return !brought.pretrained().isEmpty();
  }

  /** Number of trainable parameters. */
  public long parameters() {
    return program.trainable().stream().mapToLong(GraphVariable::elements).sum();
  }

  /** A hash of the program's graph, for provenance: the same in every process. */
  public String fingerprint() {
    return program.fingerprint();
  }

  @Override
  public void close() {
    graph.close();
  }
}
