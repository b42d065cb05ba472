package dev.preflight.sanity.trace;

import dev.preflight.sanity.check.Lab;
import dev.preflight.training.GraphOp;
import dev.preflight.training.Mode;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What flows through a graph on one batch: the value of every op behind a tensor, as far as it can
 * be fetched. For naming the op at which something goes wrong, once it is known that something
 * does: it costs about one evaluation with all values copied.
 *
 * @param ops in an order in which they can be computed
 * @param values first output of each op that holds floating-point numbers, by op
 */
public record Trace(List<GraphOp> ops, Map<String, HostArray> values) {

  /** Tensors fetched in one run. */
  private static final int CHUNK = 200;

  /** Ops beyond which a graph is not followed. */
  private static final int MOST = 20_000;

  /** Follows a tensor back to the features and the variables. */
  public static Trace of(Lab lab, Trainer trainer, String tensor, Batch batch, Mode mode) {
    List<GraphOp> ops = lab.graph().opsBehind(tensor);
    Map<String, HostArray> values = new LinkedHashMap<>();
    List<GraphOp> fetched =
        ops.size() > MOST ? List.of() : ops.stream().filter(GraphOp::floating).toList();
    for (int from = 0; from < fetched.size(); from += CHUNK) {
      lab.checkpoint();
      fetch(
          trainer,
          fetched.subList(from, Math.min(from + CHUNK, fetched.size())),
          batch,
          mode,
          values);
    }
    return new Trace(ops, values);
  }

  /** Fetches all at once; where one of them cannot be, each by itself. */
  private static void fetch(
      Trainer trainer, List<GraphOp> ops, Batch batch, Mode mode, Map<String, HostArray> values) {
    try {
      List<HostArray> got =
          trainer.tensors(ops.stream().map(GraphOp::output).toList(), batch, mode);
      for (int i = 0; i < got.size(); i++) {
        values.put(ops.get(i).name(), got.get(i));
      }
    } catch (RuntimeException e) {
      if (ops.size() > 1) {
        int half = ops.size() / 2;
        fetch(trainer, ops.subList(0, half), batch, mode, values);
        fetch(trainer, ops.subList(half, ops.size()), batch, mode, values);
      }
    }
  }

  /** The first op whose value is so while those of all its inputs that are known are not. */
  public @Nullable GraphOp first(Predicate<HostArray> so) {
    for (GraphOp op : ops) {
      HostArray value = values.get(op.name());
      if (value != null
          && so.test(value)
          && op.inputs().stream().noneMatch(input -> known(input, so))) {
        return op;
      }
    }
    return null;
  }

  private boolean known(String tensor, Predicate<HostArray> so) {
    HostArray value = values.get(GraphOp.nodeOf(tensor));
    return value != null && so.test(value);
  }

  /** The ops that an op reads. */
  public List<GraphOp> inputsOf(GraphOp op) {
    List<GraphOp> inputs = new ArrayList<>();
    for (String tensor : op.inputs()) {
      String name = GraphOp.nodeOf(tensor);
      ops.stream().filter(other -> other.name().equals(name)).findFirst().ifPresent(inputs::add);
    }
    return inputs;
  }

  /** Whether a number in it is NaN or infinite. */
  public static boolean isNotFinite(HostArray values) {
    for (int i = 0; i < values.size(); i++) {
      if (!Double.isFinite(values.get(i))) {
        return true;
      }
    }
    return false;
  }
}
