package dev.preflight.training;

import java.util.List;

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
}
