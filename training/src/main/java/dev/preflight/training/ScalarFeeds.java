package dev.preflight.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.proto.DataType;

/** Scalars fed with every step; a tensor is made anew only when its value changes. */
final class ScalarFeeds implements AutoCloseable {

  private record Feed(double value, Tensor tensor) {}

  private final Map<String, Feed> feeds = new LinkedHashMap<>();

  void set(String tensor, DataType type, double value) {
    Feed old = feeds.get(tensor);
    if (old != null && Double.compare(old.value, value) == 0) {
      return;
    }
    feeds.put(tensor, new Feed(value, Tensors.scalar(value, type)));
    if (old != null) {
      old.tensor.close();
    }
  }

  void feed(Session.Runner runner) {
    feeds.forEach((name, feed) -> runner.feed(name, feed.tensor));
  }

  @Override
  public void close() {
    feeds.values().forEach(feed -> feed.tensor.close());
    feeds.clear();
  }
}
