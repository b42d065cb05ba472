package dev.preflight.training;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.optimizer.UpdateState;
import dev.preflight.training.tensor.Checkpoints;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.proto.DataType;

/** What a run remembers outside its variables, as entries of a checkpoint. */
final class RunState {

  private static final String SEED = "preflight/seed";
  private static final String UPDATES = "preflight/updates";
  private static final String MOMENTUM_PRODUCT = "preflight/momentum_product";

  /** The types of the entries by name. */
  static final Map<String, DataType> TYPES =
      Map.of(
          SEED,
          DataType.DT_INT64,
          UPDATES,
          DataType.DT_INT64,
          MOMENTUM_PRODUCT,
          DataType.DT_DOUBLE);

  private RunState() {}

  static Map<String, Checkpoints.Entry> entries(UpdateState state) {
    return Map.of(
        SEED,
        new Checkpoints.Entry(HostArray.ofLongs(new long[] {state.seed()}), DataType.DT_INT64),
        UPDATES,
        new Checkpoints.Entry(HostArray.ofLongs(new long[] {state.updates()}), DataType.DT_INT64),
        MOMENTUM_PRODUCT,
        new Checkpoints.Entry(
            HostArray.ofDoubles(new double[] {state.momentumProduct()}), DataType.DT_DOUBLE));
  }

  /** From the values of all entries. */
  static UpdateState of(Map<String, HostArray> values) {
    return new UpdateState(
        ((long[]) values(values, SEED))[0],
        ((long[]) values(values, UPDATES))[0],
        ((double[]) values(values, MOMENTUM_PRODUCT))[0]);
  }

  private static Object values(Map<String, HostArray> all, String name) {
    return Objects.requireNonNull(all.get(name), name).values();
  }
}
