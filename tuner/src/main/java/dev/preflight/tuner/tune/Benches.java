package dev.preflight.tuner.tune;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Benches that wait for their next trial; the ones that waited longest are taken down. */
final class Benches implements AutoCloseable {

  /** Graphs that wait: each holds the program's variables once. */
  private static final int MOST_WAITING = 4;

  private final Function<Map<String, String>, Bench> build;
  private final Map<Map<String, String>, Deque<Bench>> waiting = new LinkedHashMap<>();
  private int count;

  /**
   * @param build a bench for a structure
   */
  Benches(Function<Map<String, String>, Bench> build) {
    this.build = build;
  }

  /** A bench of this structure that nobody else has. */
  Bench take(Map<String, String> structure) {
    synchronized (this) {
      Deque<Bench> fitting = waiting.get(structure);
      if (fitting != null && !fitting.isEmpty()) {
        count--;
        return fitting.pop();
      }
    }
    return build.apply(structure);
  }

  /** Gives a bench back. */
  synchronized void give(Map<String, String> structure, Bench bench) {
    Deque<Bench> fitting = waiting.remove(structure);
    fitting = fitting == null ? new ArrayDeque<>() : fitting;
    fitting.push(bench);
    waiting.put(structure, fitting); // Now the youngest.
    count++;
    Iterator<Deque<Bench>> oldest = waiting.values().iterator();
    while (count > MOST_WAITING && oldest.hasNext()) {
      Deque<Bench> benches = oldest.next();
      while (count > MOST_WAITING && !benches.isEmpty()) {
        benches.removeLast().close();
        count--;
      }
    }
  }

  @Override
  public synchronized void close() {
    waiting.values().forEach(benches -> benches.forEach(Bench::close));
    waiting.clear();
  }
}
