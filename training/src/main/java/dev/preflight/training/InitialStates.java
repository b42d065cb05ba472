package dev.preflight.training;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.graph.GraphVariable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.ConfigProto;

/**
 * The values that variables start from, by seed. Running the initializers is not free, so the
 * values of the last few seeds are kept. Thread-safe.
 */
final class InitialStates {

  private static final int SEEDS_KEPT = 8;

  private final PreparedGraph prepared;
  private final ConfigProto config;
  private final Map<Long, Map<String, HostArray>> bySeed = new LinkedHashMap<>();
  private final Map<String, HostArray> zeros = new HashMap<>();

  InitialStates(PreparedGraph prepared, ConfigProto config) {
    this.prepared = prepared;
    this.config = config;
  }

  /** The values of the program's variables, by name. */
  synchronized Map<String, HostArray> of(long seed) {
    Map<String, HostArray> known = bySeed.get(seed);
    if (known == null) {
      known = prepared.initialValues(seed, config);
      if (bySeed.size() >= SEEDS_KEPT) {
        bySeed.remove(bySeed.keySet().iterator().next());
      }
      bySeed.put(seed, known);
    }
    return known;
  }

  /** As {@link #of(long)}, with the slots of an optimizer, which start at zero. */
  synchronized Map<String, HostArray> of(long seed, List<GraphVariable> slots) {
    Map<String, HostArray> values = new LinkedHashMap<>(of(seed));
    for (GraphVariable slot : slots) {
      values.put(slot.name(), zeros.computeIfAbsent(slot.name(), name -> slot.zeros()));
    }
    return values;
  }
}
