package dev.preflight.training;

import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.graph.GraphView;
import dev.preflight.training.graph.Outputs;
import dev.preflight.training.optimizer.StepSettings;
import dev.preflight.training.optimizer.UpdateState;
import dev.preflight.training.optimizer.Updates;
import dev.preflight.training.tensor.Checkpoints;
import dev.preflight.training.tensor.ScalarFeeds;
import dev.preflight.training.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Tensor;
import org.tensorflow.proto.DataType;

/**
 * One training session: it steps, evaluates, and shows gradients, activations and variables.
 *
 * <p>Fresh from {@link TrainingGraph#open}, it stands at the initial values of its seed. Two
 * trainers of the same graph and seed that are fed the same go through bit-identical states on CPU.
 * Not thread-safe. Losses may be NaN or infinite; that is data, not an error.
 */
public final class Trainer implements AutoCloseable {

  /** Examples per batch in {@link #evaluate}, where the graph does not fix the batch size. */
  public static final int EVALUATION_BATCH = 500;

  private final TrainingGraph owner;
  private final Graph graph;
  private final SessionPlan plan;
  private final Updates updates;
  private final ScalarFeeds scalars;
  private final LiveSession session;
  private UpdateState state;

  /** Runs in training mode since the last update: each draws afresh. */
  private long draws;

  Trainer(TrainingGraph owner, long seed) {
    Map<String, HostArray> initial = owner.initialValues(seed);
    LiveGraph live = owner.live();
    this.owner = owner;
    this.graph = live.graph();
    this.plan = live.plan();
    this.updates = live.updates();
    this.state = UpdateState.initial(seed);
    this.scalars = new ScalarFeeds(graph);
    this.session = new LiveSession(live);
    try {
      session.assign(initial);
    } catch (RuntimeException e) {
      session.close(); // Closing the graph waits for its sessions.
      throw e;
    }
  }

  /**
   * What one update gave.
   *
   * @param loss loss of the batch before the update; may be NaN or infinite
   * @param gradientNorm Euclidean norm over all gradients before the update; may be NaN
   */
  public record Step(double loss, double gradientNorm) {}

  /**
   * Makes one update.
   *
   * @return the loss of the batch before the update; NaN or infinite if it diverged
   * @throws InputException if the batch does not fit the graph
   */
  public double step(Batch batch, StepSettings settings) {
    return run(batch, settings, false).loss();
  }

  /** As {@link #step}, and measures the norm of the gradient (a pass over all gradients). */
  public Step stepWithNorm(Batch batch, StepSettings settings) {
    return run(batch, settings, plan.gradientNorm() != null);
  }

  private Step run(Batch batch, StepSettings settings, boolean withNorm) {
    updates.feed(scalars, settings, state);
    Step step =
        session.run(
            batch,
            Mode.TRAIN,
            state.drawKey(),
            scalars.tensors(),
            runner -> {
              runner.fetch(plan.train().loss());
              if (withNorm) {
                runner.fetch(named(plan.gradientNorm(), "gradients"));
              }
              plan.targets().forEach(runner::addTarget);
              scalars.feed(runner);
            },
            result ->
                new Step(
                    Tensors.scalar(result.get(0)),
                    withNorm ? Tensors.scalar(result.get(1)) : Double.NaN));
    double momentum = settings.momentum();
    state = state.next(Double.isNaN(momentum) ? owner.options().optimizer().momentum() : momentum);
    draws = 0;
    return step;
  }

  private List<HostArray> fetch(Batch batch, Mode mode, List<? extends Output<?>> outputs) {
    return session.run(
        batch,
        mode,
        nextDrawKey(),
        Set.of(),
        runner -> outputs.forEach(runner::fetch),
        LiveSession::copies);
  }

  private long nextDrawKey() {
    draws++;
    return state.drawKey(draws);
  }

  /** The loss of a batch; may be NaN or infinite. */
  public double loss(Batch batch, Mode mode) {
    return fetch(batch, mode, List.of(plan.pass(mode).loss())).get(0).get(0);
  }

  /**
   * The loss of a batch if the network's outputs were {@code outputs}: the logits are fed.
   *
   * @param outputs numbers of the shape of {@link #outputs}
   * @throws IllegalStateException if the program names no logits
   */
  public double lossGiven(HostArray outputs, Batch batch) {
    String logits = named(owner.ends().logits(), "logits");
    SessionPlan.Fed fed = SessionPlan.Fed.of(graph, logits);
    try (Tensor tensor = Tensors.of(outputs, fed.type())) {
      return session.run(
          batch,
          Mode.EVALUATE,
          nextDrawKey(),
          Set.of(GraphView.canonical(logits)),
          runner -> runner.feed(fed.output(), tensor).fetch(plan.evaluate().loss()),
          result -> Tensors.scalar(result.get(0)));
    }
  }

  /**
   * The logits (or predictions) of a batch, as float.
   *
   * @throws IllegalStateException if the program names no logits
   */
  public HostArray outputs(Batch batch, Mode mode) {
    return fetch(batch, mode, List.of(named(plan.pass(mode).logits(), "logits"))).get(0);
  }

  /**
   * The loss of each example of a batch, as float {@code [batch]}.
   *
   * @throws IllegalStateException if the program names no per-example loss
   */
  public HostArray perExampleLoss(Batch batch, Mode mode) {
    return fetch(batch, mode, List.of(named(plan.pass(mode).perExampleLoss(), "perExampleLoss")))
        .get(0);
  }

  /** The regularization part of the loss; 0 where the program names none. */
  public double regularization(Batch batch) {
    Output<?> regularization = plan.evaluate().regularization();
    return regularization == null
        ? 0
        : fetch(batch, Mode.EVALUATE, List.of(regularization)).get(0).get(0);
  }

  /** Any tensor of the graph, by name. */
  public HostArray tensor(String name, Batch batch, Mode mode) {
    return tensors(List.of(name), batch, mode).get(0);
  }

  /** Several tensors of the graph from one run, in the order asked for. */
  public List<HostArray> tensors(List<String> names, Batch batch, Mode mode) {
    return fetch(batch, mode, names.stream().map(name -> Outputs.of(graph, name)).toList());
  }

  /** The gradients of a batch by variable, in training mode, without making an update. */
  public Map<String, HostArray> gradients(Batch batch) {
    List<String> names = List.copyOf(updates.gradients().keySet());
    List<HostArray> values = tensors(List.copyOf(updates.gradients().values()), batch, Mode.TRAIN);
    Map<String, HostArray> gradients = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      gradients.put(names.get(i), values.get(i));
    }
    return gradients;
  }

  /** Evaluates a dataset in evaluation mode. */
  public Evaluation evaluate(Dataset data) {
    return evaluate(data, Mode.EVALUATE);
  }

  /**
   * Evaluates a dataset in batches of {@link #EVALUATION_BATCH}; where the graph fixes the batch
   * size, in batches of that size, and the items that do not fill the last one are left out. A
   * dataset smaller than one such batch fills it by starting over.
   */
  public Evaluation evaluate(Dataset data, Mode mode) {
    return evaluate(data, mode, null);
  }

  /**
   * As {@link #evaluate(Dataset)}, and shows every batch with the outputs for it.
   *
   * @param seen takes a batch and the outputs, as {@link #outputs} gives them
   * @throws IllegalStateException if the program names no logits
   */
  public Evaluation evaluate(Dataset data, BiConsumer<Batch, HostArray> seen) {
    named(plan.evaluate().logits(), "logits");
    return evaluate(data, Mode.EVALUATE, seen);
  }

  private Evaluation evaluate(
      Dataset data, Mode mode, @Nullable BiConsumer<Batch, HostArray> seen) {
    OptionalInt fixed = owner.fixedBatchSize();
    int size = fixed.orElse(Math.min(EVALUATION_BATCH, data.size()));
    EvaluationSum sum = new EvaluationSum(plan.pass(mode), owner.task(), seen);
    for (int from = 0; from < data.size(); from += size) {
      int to = Math.min(from + size, data.size());
      if (to - from < size && fixed.isPresent()) {
        if (from > 0) {
          break;
        }
        to = size;
      }
      Batch batch = data.batch(IntStream.range(from, to).map(i -> i % data.size()).toArray());
      sum.add(batch, fetch(batch, mode, sum.fetches()));
    }
    return sum.mean();
  }

  /** The value of a variable. */
  public HostArray variable(String name) {
    return variables(List.of(name)).get(0);
  }

  /** The values of several variables from one run, in the order asked for. */
  public List<HostArray> variables(List<String> names) {
    List<Output<?>> reads = new ArrayList<>();
    for (String name : names) {
      SessionPlan.Access access = plan.variables().get(name);
      if (access == null) {
        throw new IllegalArgumentException("no variable '" + name + "'");
      }
      reads.add(access.read());
    }
    return session.read(reads);
  }

  /** Number of updates since the initial values. */
  public long updates() {
    return state.updates();
  }

  /** Copies all variables and the optimizer's state. */
  public Snapshot snapshot() {
    List<String> names = List.copyOf(plan.variables().keySet());
    List<HostArray> values = variables(names);
    Map<String, HostArray> byName = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      byName.put(names.get(i), values.get(i));
    }
    return new Snapshot(byName, state);
  }

  /** Brings back the state of a snapshot of the same graph. */
  public void restore(Snapshot snapshot) {
    session.assign(snapshot.values());
    state = snapshot.state();
    draws = 0;
  }

  /**
   * Writes all variables as a TensorFlow checkpoint, with what the optimizer remembers besides.
   *
   * @param prefix absolute
   * @throws IOException if it cannot be written
   */
  public void save(Path prefix) throws IOException {
    // In the order of their names, so that equal states give equal files.
    Map<String, Checkpoints.Entry> entries = new TreeMap<>();
    snapshot()
        .values()
        .forEach((name, value) -> entries.put(name, new Checkpoints.Entry(value, type(name))));
    entries.putAll(RunState.entries(state));
    Checkpoints.write(prefix, entries);
  }

  /**
   * Brings back what {@link #save} wrote, bit for bit.
   *
   * @param prefix absolute
   * @throws InputException if it is damaged, or of another program
   */
  public void load(Path prefix) {
    Map<String, DataType> wanted = new LinkedHashMap<>(RunState.TYPES);
    plan.variables().keySet().forEach(name -> wanted.put(name, type(name)));
    Map<String, HostArray> values = new LinkedHashMap<>(Checkpoints.read(prefix, wanted));
    for (String name : wanted.keySet()) {
      if (!values.containsKey(name)) {
        throw new InputException(
            "checkpoint '" + prefix + "' holds no '" + name + "': it is of another run",
            "name the checkpoint of a run of this program with this optimizer");
      }
    }
    UpdateState loaded = RunState.of(values);
    values.keySet().removeAll(RunState.TYPES.keySet());
    restore(new Snapshot(values, loaded));
  }

  private DataType type(String variable) {
    SessionPlan.Access access = plan.variables().get(variable);
    if (access == null) {
      throw new IllegalArgumentException("no variable '" + variable + "'");
    }
    return access.write().type();
  }

  /** Goes back to the initial values of a seed, as if freshly opened. */
  public void reset(long seed) {
    Map<String, HostArray> initial = owner.initialValues(seed);
    if (owner.drawsFromSession()) {
      session.renew();
    }
    session.assign(initial);
    state = UpdateState.initial(seed);
    draws = 0;
  }

  private static <T> T named(@Nullable T end, String role) {
    if (end == null) {
      throw new IllegalStateException("the program names no " + role);
    }
    return end;
  }

  @Override
  public void close() {
    session.close();
    scalars.close();
  }
}
