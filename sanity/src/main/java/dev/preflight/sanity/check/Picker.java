package dev.preflight.sanity.check;

import dev.preflight.training.Accuracy;
import dev.preflight.training.Task;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.Shuffle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Picks fixed training batches: as many of each class as possible, no input twice. */
final class Picker {

  /** Items among which to pick; more would only cost reading labels. */
  private static final int POOL = 20_000;

  private final TrainingGraph graph;
  private final long seed;

  Picker(TrainingGraph graph, long seed) {
    this.graph = graph;
    this.seed = seed;
  }

  /** A batch of exactly {@code size} items; items repeat only if there are fewer. */
  Batch batch(int size) {
    Dataset train = graph.data().train();
    int[] pool = shuffled();
    List<Integer> ordered = ordered(train, pool);
    List<Integer> chosen = new ArrayList<>();
    List<Integer> repeated = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    for (int from = 0; from < ordered.size() && chosen.size() < size; from += size) {
      List<Integer> part = ordered.subList(from, Math.min(from + size, ordered.size()));
      Batch batch = train.batch(part.stream().mapToInt(i -> i).toArray());
      for (int row = 0; row < part.size(); row++) {
        if (seen.add(Hashes.ofRow(batch.features(), row))) {
          chosen.add(part.get(row));
        } else {
          repeated.add(part.get(row));
        }
      }
    }
    // Too few different inputs: take repeated ones rather than none.
    for (int i = 0; chosen.size() < size; i++) {
      chosen.add(repeated.isEmpty() ? chosen.get(i) : repeated.get(i % repeated.size()));
    }
    return train.batch(chosen.stream().limit(size).mapToInt(i -> i).toArray());
  }

  /** Items drawn at random, so that classes have their natural shares. */
  Batch sample(int size) {
    Dataset train = graph.data().train();
    int[] pool = shuffled();
    int[] chosen = new int[size];
    for (int i = 0; i < size; i++) {
      chosen[i] = pool[i % pool.length];
    }
    return train.batch(chosen);
  }

  /** The pool with the classes taking turns. */
  private List<Integer> ordered(Dataset train, int[] pool) {
    List<Integer> ordered = new ArrayList<>(pool.length);
    if (graph.task() == Task.REGRESSION) {
      for (int index : pool) {
        ordered.add(index);
      }
      return ordered;
    }
    int[] ids = Accuracy.classesOf(train.labelsOf(pool));
    TreeMap<Integer, List<Integer>> byClass = new TreeMap<>();
    for (int i = 0; i < pool.length; i++) {
      byClass.computeIfAbsent(ids[i], k -> new ArrayList<>()).add(pool[i]);
    }
    for (int turn = 0; ordered.size() < pool.length; turn++) {
      for (List<Integer> members : byClass.values()) {
        if (turn < members.size()) {
          ordered.add(members.get(turn));
        }
      }
    }
    return ordered;
  }

  /** A random choice of up to {@link #POOL} of the training items, in random order. */
  int[] shuffled() {
    SplittableRandom random = new SplittableRandom(seed);
    int[] all = Shuffle.identity(graph.data().train().size());
    int kept = Math.min(all.length, POOL);
    for (int i = 0; i < kept; i++) {
      // Not Shuffle's draw: it permutes the whole, from the other end.
      int j = i + (int) ((random.nextLong() >>> 33) % (all.length - i));
      int swapped = all[i];
      all[i] = all[j];
      all[j] = swapped;
    }
    return Arrays.copyOf(all, kept);
  }
}
