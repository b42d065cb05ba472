package dev.preflight.training;

import dev.preflight.training.data.HostArray;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Copies of every variable of a session, slots and moving statistics included, and what the
 * optimizer remembers besides.
 *
 * <p>The position of random ops that keep their state in the session (dropout) cannot be read from
 * TensorFlow and is not part of it; a fresh {@link Trainer} starts them anew.
 */
public final class Snapshot {

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
    new TreeMap<>(values)
        .forEach(
            (name, array) -> {
              crc.update(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
              for (int i = 0; i < array.size(); i++) {
                long bits = Double.doubleToRawLongBits(array.get(i));
                for (int shift = 0; shift < 64; shift += 8) {
                  crc.update((int) (bits >>> shift));
                }
              }
            });
    return crc.getValue() ^ (state.updates() << 32);
  }
}
