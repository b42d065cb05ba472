package dev.preflight.training;

import dev.preflight.training.graph.GraphView;
import java.util.List;
import java.util.Set;

/**
 * An op of a graph, for those who follow values through it.
 *
 * @param name its name
 * @param type its kind, such as {@code "MatMul"}
 * @param inputs the tensors it reads, as {@code "name:0"}
 * @param floating whether its first output holds floating-point numbers and can be fetched
 */
public record GraphOp(String name, String type, List<String> inputs, boolean floating) {

  public GraphOp {
    inputs = List.copyOf(inputs);
  }

  /** Its first output. */
  public String output() {
    return name + ":0";
  }

  /** The op that a tensor comes from: {@code "name"} for {@code "name:0"}, and for itself. */
  public static String nodeOf(String tensor) {
    return GraphView.nodeOf(tensor);
  }

  /** Whether it reads an output of one of these ops. */
  public boolean readsAny(Set<String> ops) {
    return inputs.stream().anyMatch(input -> ops.contains(nodeOf(input)));
  }
}
