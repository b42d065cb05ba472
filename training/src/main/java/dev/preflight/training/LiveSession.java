package dev.preflight.training;

import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.tensor.FailureText;
import dev.preflight.training.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.exceptions.TFUnimplementedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.ConfigProto;

/**
 * A TensorFlow session with what every run in it is fed: the batch, the training flag, the key of
 * random draws. It knows nothing of updates and states. Not thread-safe.
 */
final class LiveSession implements AutoCloseable {

  private final Graph graph;
  private final ConfigProto config;
  private final SessionPlan plan;
  private final List<Tensor> trainFlag;
  private final List<Tensor> evaluateFlag;
  private Session session;

  LiveSession(Graph graph, ConfigProto config, SessionPlan plan) {
    this.graph = graph;
    this.config = config;
    this.plan = plan;
    this.trainFlag = flag(true);
    this.evaluateFlag = flag(false);
    this.session = new Session(graph, false, config);
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
    session = new Session(graph, false, config);
  }

  void assign(Map<String, HostArray> values) {
    plan.assign(session, values);
  }

  /** What to read from the results of a run before they are closed. */
  interface Reader<T> {
    T read(Result result);
  }

  /**
   * One run on a batch.
   *
   * @param drawKey what random draws follow from
   * @param fill adds feeds, fetches and targets
   * @throws InputException if TensorFlow cannot run it, which is for the batch not fitting the
   *     graph
   */
  <T> T run(Batch batch, Mode mode, long drawKey, Consumer<Session.Runner> fill, Reader<T> reader) {
    try (Tensors.Scope open = new Tensors.Scope()) {
      Session.Runner runner = session.runner();
      feed(runner, open, plan.features(), batch.features());
      feed(runner, open, plan.labels(), batch.labels());
      SessionPlan.Fed training = plan.training();
      if (training != null) {
        runner.feed(training.output(), (mode == Mode.TRAIN ? trainFlag : evaluateFlag).get(0));
      }
      Output<?> key = plan.drawKey();
      if (key != null) {
        runner.feed(key, open.add(Tensors.scalar(drawKey)));
      }
      fill.accept(runner);
      try (Result result = runner.run()) {
        return reader.read(result);
      }
    } catch (TensorFlowException | TFInvalidArgumentException | TFUnimplementedException e) {
      throw failure(e);
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

  private static InputException failure(RuntimeException e) {
    return new InputException(
        "TensorFlow could not run the graph: " + FailureText.of(e),
        e instanceof TFResourceExhaustedException
            ? "use a smaller batch, or a machine with more memory"
            : "check that the data's shape and types are those the graph was built for",
        e);
  }

  @Override
  public void close() {
    session.close();
    List<Tensor> flags = new ArrayList<>(trainFlag);
    flags.addAll(evaluateFlag);
    flags.forEach(Tensor::close);
  }
}
