package dev.preflight.training;

import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.graph.GraphVariable;
import dev.preflight.training.graph.Outputs;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.training.optimizer.OwnSchedule;
import dev.preflight.training.program.Augmentation;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.Hyperparameters;
import dev.preflight.training.program.Setup;
import dev.preflight.training.program.TrainingProgram;
import dev.preflight.training.tensor.Device;
import dev.preflight.training.tensor.SessionConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
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
   * @param optimizer built in where the program has no train op
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

    /** The same with another optimizer. */
    public Options withOptimizer(Optimizer value) {
      return new Options(hyperparameters, value, weightDecay, device, threads);
    }

    /** The same with other hyperparameters. */
    public Options withHyperparameters(Hyperparameters value) {
      return new Options(value, optimizer, weightDecay, device, threads);
    }

    /** The same with weight decay fed or not. */
    public Options withWeightDecay(boolean value) {
      return new Options(hyperparameters, optimizer, value, device, threads);
    }

    /** The same on another device. */
    public Options withDevice(Device value) {
      return new Options(hyperparameters, optimizer, weightDecay, value, threads);
    }

    /** The same with another number of threads. */
    public Options withThreads(int value) {
      return new Options(hyperparameters, optimizer, weightDecay, device, value);
    }
  }

  private final TrainingProgram program;
  private final String name;
  private final TrainingData rawData;
  private TrainingData data;
  private Guess guess = Guess.NONE;
  private final Optional<Augmentation> augmentation;
  private final Options options;
  private final PreparedGraph prepared;
  private final boolean drawsFromSession;
  private final InitialStates initialStates;
  private final LiveGraph live;

  private TrainingGraph(TrainingProgram program, TrainingData data, Options options) {
    options.device().require();
    this.program = program;
    this.name = program.name();
    this.rawData = data;
    this.augmentation = program.augmentation();
    this.options = options;
    this.prepared = PreparedGraph.of(program, Setup.of(options.hyperparameters(), data));
    this.data = DataBinding.bind(data, prepared.view(), prepared.ends(), guess);
    this.drawsFromSession = prepared.drawsFromSession();
    ConfigProto config = SessionConfig.of(options.device(), options.threads());
    this.initialStates = new InitialStates(prepared, config);
    this.live = LiveGraph.of(prepared, options, initialStates, config);
  }

  /**
   * Builds the program's graph for this data, and runs it once on a few items.
   *
   * <p>TensorFlow Java numbers repeated op names in the default locale, TensorFlow takes 0 to 9
   * only: where the locale may have others (ar-EG), {@code Locale.setDefault(Locale.ROOT)} first.
   *
   * @throws InputException if an end names nothing, the data does not fit, the loss cannot be
   *     trained, no learning rate can be found to drive, or TensorFlow cannot run it
   */
  public static TrainingGraph build(TrainingProgram program, TrainingData data, Options options) {
    TrainingGraph graph = new TrainingGraph(program, data, options);
    try {
      List<Guess> guesses =
          Guess.all(data, graph.prepared.view(), graph.prepared.ends(), graph.outputs());
      graph.fit(Guess.firstThatFits(guesses, form -> Trial.run(graph.fit(form))));
      return graph;
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
  }

  /** The same program and data with an optimizer of ours built in, if it can be; to be closed. */
  public TrainingGraph sibling(Optimizer optimizer) {
    WithoutTrainOp without = new WithoutTrainOp(program);
    return new TrainingGraph(without, rawData, options.withOptimizer(optimizer)).fit(guess);
  }

  /**
   * The same program built in another way; to be closed.
   *
   * @param otherData in the form of {@link #rawData}
   * @throws InputException if the program cannot be built so
   */
  public TrainingGraph rebuilt(Options other, TrainingData otherData) {
    return build(program, otherData, other);
  }

  private TrainingGraph fit(Guess form) {
    guess = form;
    data = DataBinding.bind(rawData, prepared.view(), prepared.ends(), form);
    return this;
  }

  /** Opens a fresh session at the initial values of a seed, or says what has none. */
  public Trainer open(long seed) {
    return new Trainer(this, seed);
  }

  LiveGraph live() {
    return live;
  }

  /** Initial values by variable name, slots included. */
  Map<String, HostArray> initialValues(long seed) {
    return initialStates.of(seed, live.updates().slots());
  }

  /** Whether random draws of a step start anew only with a new session. */
  boolean drawsFromSession() {
    return drawsFromSession;
  }

  /** The program's name. */
  public String name() {
    return name;
  }

  /** The program's ends; a name that begins with {@code Init} has {@code graph} before it. */
  public Ends ends() {
    return prepared.ends();
  }

  /** The data as it is fed: element types, label form and shapes are those of the placeholders. */
  public TrainingData data() {
    return data;
  }

  /**
   * Another set of items in the form in which they are fed.
   *
   * @param items in the form of those of {@link #rawData}
   * @throws InputException if they do not fit
   */
  public Dataset fitted(Dataset items) {
    return DataBinding.bind(rawData.with(items, items), prepared.view(), prepared.ends(), guess)
        .validation();
  }

  /** How data are fed that a placeholder's own shape does not tell; empty where it does. */
  public String guessedForm() {
    return guess.text();
  }

  /** The data as it was given. */
  public TrainingData rawData() {
    return rawData;
  }

  /** The program's augmentation, for training batches only; empty when there is none. */
  public Optional<Augmentation> augmentation() {
    return augmentation;
  }

  /** How it was built. */
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
    return Outputs.columns(Outputs.of(live.graph(), logits));
  }

  /** The batch size the placeholder insists on; empty if any will do. */
  public OptionalInt fixedBatchSize() {
    return Outputs.rows(Outputs.of(live.graph(), ends().features()));
  }

  /** What moves the weights, for people. */
  public String optimizer() {
    return live.updates().description();
  }

  /** Whether the user's optimizer is driven, rather than one of ours built in. */
  public boolean drivesOwnTrainOp() {
    return ends().train() != null;
  }

  /**
   * The rate the program was built with, at the peak that its own schedule has within 300 updates,
   * or that of the optimizer; NaN if it cannot be read.
   */
  public double learningRate() {
    return live.updates().learningRate();
  }

  /** The schedule that the graph computes its own rate by; empty where the rate is constant. */
  public Optional<OwnSchedule> ownSchedule() {
    return live.updates().schedule();
  }

  /**
   * The ratios of the rates of groups of variables to the largest, which is the one that is driven;
   * they are kept. Empty where there is one rate.
   */
  public List<Double> otherRates() {
    return live.updates().otherRates();
  }

  /** Why {@link #learningRate} is not above 0; empty where it is. */
  public Optional<String> unknownRate() {
    return live.updates().unknownRate();
  }

  /** Whether momentum can be fed. */
  public boolean takesMomentum() {
    return live.updates().takesMomentum();
  }

  /** Whether weight decay can be fed. */
  public boolean takesWeightDecay() {
    return live.updates().takesWeightDecay();
  }

  /** Floating-point variables the loss reads, except frozen ones and moving statistics. */
  public List<String> trainable() {
    return prepared.trainable().stream().map(GraphVariable::name).toList();
  }

  /** Variables that the optimizer updates; empty where a train op without update ops hides them. */
  public Set<String> updated() {
    return live.updates().updated();
  }

  /** Whether training and evaluation differ by a flag, or by parts of their own. */
  public boolean hasModes() {
    return ends().training() != null || ends().functions() != null;
  }

  /** Whether the outputs of a mode can be had. */
  public boolean givesOutputs(Mode mode) {
    return live.plan().pass(mode).logits() != null;
  }

  /** Whether the loss of each example can be had in a mode. */
  public boolean givesPerExampleLoss(Mode mode) {
    return live.plan().pass(mode).perExampleLoss() != null;
  }

  /** Whether gradients can be read: an update by assigning, or of sparse rows alone, hides them. */
  public boolean showsGradients() {
    return !live.updates().gradients().isEmpty();
  }

  /**
   * The ops that a tensor is computed from, in an order in which they can be computed.
   *
   * @param tensor a name, such as that of the loss, or one of {@link #gradientTensors}
   */
  public List<GraphOp> opsBehind(String tensor) {
    return OpOrder.behind(live.graph(), List.of(tensor));
  }

  /** The tensors that hold gradients, by the variable they belong to; sparse ones are left out. */
  public Map<String, String> gradientTensors() {
    return live.updates().gradients();
  }

  /** Variables the loss reads that something other than the optimizer writes while training. */
  public List<String> statistics() {
    return prepared.statistics().stream().map(GraphVariable::name).toList();
  }

  /** The shape of a variable, which must be one of the graph's; -1 where it is not known. */
  public List<Long> shapeOf(String variable) {
    return prepared.shapeOf(variable);
  }

  /** Whether the loss, while training, draws random numbers inside the graph (dropout). */
  public boolean isStochastic() {
    return prepared.isStochastic();
  }

  /**
   * Whether a function of its own evaluates, and draws random numbers in it: their seed lives in a
   * variable that evaluation here does not advance, so that two evaluations agree all the same.
   */
  public boolean drawsInEvaluation() {
    return prepared.drawsInEvaluation();
  }

  /** Whether training starts from given values rather than from the initializers alone. */
  public boolean isPretrained() {
    return prepared.isPretrained();
  }

  /** Number of trainable parameters. */
  public long parameters() {
    return prepared.trainable().stream().mapToLong(GraphVariable::elements).sum();
  }

  /** A hash of the program's graph, for provenance: the same in every process. */
  public String fingerprint() {
    return prepared.fingerprint();
  }

  @Override
  public void close() {
    live.close();
  }
}
