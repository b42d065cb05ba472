package dev.preflight.training;

import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.graph.GraphView;
import dev.preflight.training.program.ConstantFeed;
import dev.preflight.training.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFUnimplementedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.ConfigProto;

/**
 * A TensorFlow session with what every run in it is fed: the batch, the training flag, the key of
 * random draws, the constants of the program. It knows nothing of updates and states. Not
 * thread-safe.
 */
final class LiveSession implements AutoCloseable {

  /** A constant of the program's, by mode. */
  private record Constant(String name, Output<?> output, Tensor train, Tensor evaluate) {}

  private final Graph graph;
  private final ConfigProto config;
  private final SessionPlan plan;
  private final GraphView view;
  private final List<Constant> constants;
  private final List<Tensor> trainFlag;
  private final List<Tensor> evaluateFlag;
  private Session session;

  /**
   * Opens a session; its tables are filled, its variables uninitialized.
   *
   * @throws InputException if a table cannot be filled
   */
  LiveSession(LiveGraph live) {
    this.graph = live.graph();
    this.config = live.config();
    this.plan = live.plan();
    this.view = live.view();
    this.constants =
        plan.constants().entrySet().stream().map(c -> constant(c.getKey(), c.getValue())).toList();
    this.trainFlag = flag(true);
    this.evaluateFlag = flag(false);
    this.session = opened();
  }

  private Constant constant(String name, ConstantFeed feed) {
    SessionPlan.Fed fed = SessionPlan.Fed.of(graph, name);
    return new Constant(
        name,
        fed.output(),
        Tensors.of(feed.train(), fed.type()),
        Tensors.of(feed.evaluate(), fed.type()));
  }

  /** A new session, its lookup tables filled: their contents cannot be copied into it later. */
  private Session opened() {
    Session opened = new Session(graph, false, config);
    if (plan.tables().isEmpty()) {
      return opened;
    }
    try (Tensors.Scope open = new Tensors.Scope()) {
      Session.Runner runner = opened.runner();
      plan.tables().forEach(runner::addTarget);
      feedOwn(runner, open, Mode.TRAIN, 0, Set.of());
      runner.run().close();
      return opened;
    } catch (TensorFlowException | TFInvalidArgumentException | TFUnimplementedException e) {
      opened.close();
      throw RunFailure.of(e, view);
    }
  }

  /** The tensor of the flag; none where the program has no flag. */
  private List<Tensor> flag(boolean value) {
    SessionPlan.Fed training = plan.training();
    return training == null
        ? List.of()
        : List.of(
            Tensors.of(HostArray.ofBooleans(new boolean[] {value}, new int[0]), training.type()));
  }

  /** Starts a new session: its variables are uninitialized. */
  void renew() {
    session.close();
    session = opened();
  }

  /**
   * Gives all variables their values.
   *
   * @throws InputException if TensorFlow cannot run the graph at all
   */
  void assign(Map<String, HostArray> values) {
    try {
      plan.assign(session, values);
    } catch (TensorFlowException | TFInvalidArgumentException | TFUnimplementedException e) {
      throw RunFailure.of(e, view);
    }
  }

  /** What to read from the results of a run before they are closed. */
  interface Reader<T> {
    T read(Result result);
  }

  /**
   * One run on a batch.
   *
   * @param drawKey what random draws follow from
   * @param filled tensors that {@code fill} feeds, which may be constants of the program's
   * @param fill adds feeds, fetches and targets
   * @throws InputException if TensorFlow cannot run it, which is for the batch not fitting the
   *     graph
   */
  <T> T run(
      Batch batch,
      Mode mode,
      long drawKey,
      Set<String> filled,
      Consumer<Session.Runner> fill,
      Reader<T> reader) {
    try (Tensors.Scope open = new Tensors.Scope()) {
      Session.Runner runner = session.runner();
      feed(runner, open, plan.features(), batch.features());
      feed(runner, open, plan.labels(), batch.labels());
      feedOwn(runner, open, mode, drawKey, filled);
      fill.accept(runner);
      try (Result result = runner.run()) {
        return reader.read(result);
      }
    } catch (TensorFlowException | TFInvalidArgumentException | TFUnimplementedException e) {
      throw RunFailure.of(e, view);
    }
  }

  /** Feeds what hangs on no batch: the flag, the key of draws, the program's constants. */
  private void feedOwn(
      Session.Runner runner, Tensors.Scope open, Mode mode, long drawKey, Set<String> filled) {
    SessionPlan.Fed training = plan.training();
    if (training != null) {
      runner.feed(training.output(), (mode == Mode.TRAIN ? trainFlag : evaluateFlag).get(0));
    }
    Output<?> key = plan.drawKey();
    if (key != null) {
      runner.feed(key, open.add(Tensors.scalar(drawKey)));
    }
    for (Constant constant : constants) {
      if (!filled.contains(constant.name())) {
        runner.feed(constant.output(), mode == Mode.TRAIN ? constant.train() : constant.evaluate());
      }
    }
  }

  private static void feed(
      Session.Runner runner, Tensors.Scope open, SessionPlan.Fed fed, HostArray values) {
    fed.require(values);
    runner.feed(fed.output(), open.add(Tensors.of(values, fed.type())));
  }

  /** Copies of tensors that hang on no batch. */
  List<HostArray> read(List<? extends Output<?>> outputs) {
    if (outputs.isEmpty()) {
      return List.of();
    }
    Session.Runner runner = session.runner();
    outputs.forEach(runner::fetch);
    try (Result result = runner.run()) {
      return copies(result);
    }
  }

  static List<HostArray> copies(Result result) {
    return IntStream.range(0, result.size()).mapToObj(i -> Tensors.read(result.get(i))).toList();
  }

  @Override
  public void close() {
    session.close();
    List<Tensor> flags = new ArrayList<>(trainFlag);
    flags.addAll(evaluateFlag);
    flags.forEach(Tensor::close);
    for (Constant constant : constants) {
      constant.train().close();
      constant.evaluate().close();
    }
  }
}
