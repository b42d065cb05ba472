package dev.preflight.training;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.optimizer.UpdateState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * A run at one moment: copies of every variable, slots and moving statistics included, and what the
 * optimizer and the random draws remember besides. A run restored from it goes on bit for bit as
 * the one it was taken from (on CPU).
 *
 * <p>Not part of it is the position of random ops that keep their state in the session because they
 * have no stateless twin (a draw inside a loop, {@code RandomShuffle}, {@code Multinomial}); a
 * fresh {@link Trainer} starts those anew. Dropout is not among them.
 */
public final class Snapshot {

  private static final int CHUNK = 1 << 13;

  private final Map<String, HostArray> values;
  private final UpdateState state;

  Snapshot(Map<String, HostArray> values, UpdateState state) {
    this.values = Map.copyOf(values);
    this.state = state;
  }

  Map<String, HostArray> values() {
    return values;
  }

  UpdateState state() {
    return state;
  }

  /**
   * The same state with one variable set to another value.
   *
   * @param value of the variable's type and shape
   * @throws IllegalArgumentException if there is no such variable
   */
  public Snapshot with(String variable, HostArray value) {
    if (!values.containsKey(variable)) {
      throw new IllegalArgumentException("no variable '" + variable + "'");
    }
    Map<String, HostArray> changed = new HashMap<>(values);
    changed.put(variable, value);
    return new Snapshot(changed, state);
  }

  /** A checksum over names, values and update count: equal for bit-identical states. */
  public long checksum() {
    CRC32C crc = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Long.BYTES);
    new TreeMap<>(values)
        .forEach(
            (name, array) -> {
              crc.update(name.getBytes(StandardCharsets.UTF_8));
              for (int from = 0; from < array.size(); from += CHUNK) {
                int count = Math.min(CHUNK, array.size() - from);
                put(array.values(), from, count, buffer.clear());
                crc.update(buffer.array(), 0, count * array.type().bytes());
              }
            });
    return crc.getValue() ^ (state.updates() << 32);
  }

  private static void put(Object values, int from, int count, ByteBuffer to) {
    if (values instanceof float[] floats) {
      to.asFloatBuffer().put(floats, from, count);
    } else if (values instanceof double[] doubles) {
      to.asDoubleBuffer().put(doubles, from, count);
    } else if (values instanceof int[] ints) {
      to.asIntBuffer().put(ints, from, count);
    } else if (values instanceof long[] longs) {
      to.asLongBuffer().put(longs, from, count);
    } else if (values instanceof byte[] bytes) {
      to.put(bytes, from, count);
    } else {
      boolean[] truths = (boolean[]) values;
      for (int i = from; i < from + count; i++) {
        to.put((byte) (truths[i] ? 1 : 0));
      }
    }
  }
}
