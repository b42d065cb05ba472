package dev.preflight.training.tensor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.proto.DataType;

/** Scalars fed with every step; a tensor is made anew only when its value changes. */
public final class ScalarFeeds implements AutoCloseable {

  private record Feed(Output<?> output, double value, Tensor tensor) {}

  private final Graph graph;
  private final Map<String, Feed> feeds = new LinkedHashMap<>();

  /** Feeds for {@code graph}, none yet. */
  public ScalarFeeds(Graph graph) {
    this.graph = graph;
  }

  /** Feeds a tensor this value from now on, as an element of {@code type}. */
  public void set(String tensor, DataType type, double value) {
    Feed old = feeds.get(tensor);
    if (old != null && Double.compare(old.value, value) == 0) {
      return;
    }
    Output<?> output = old == null ? graph.outputOrThrow(tensor) : old.output;
    feeds.put(tensor, new Feed(output, value, Tensors.scalar(value, type)));
    if (old != null) {
      old.tensor.close();
    }
  }

  /** Stops feeding a tensor, which then has its own value again. */
  public void remove(String tensor) {
    Feed old = feeds.remove(tensor);
    if (old != null) {
      old.tensor.close();
    }
  }

  /** The tensors that are fed. */
  public Set<String> tensors() {
    return feeds.keySet();
  }

  /** Adds all feeds to a run. */
  public void feed(Session.Runner runner) {
    feeds.values().forEach(feed -> runner.feed(feed.output, feed.tensor));
  }

  @Override
  public void close() {
    feeds.values().forEach(feed -> feed.tensor.close());
    feeds.clear();
  }
}
