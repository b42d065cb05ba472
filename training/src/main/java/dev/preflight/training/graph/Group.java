package dev.preflight.training.graph;

import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.GraphOperationBuilder;
import org.tensorflow.Operation;

/** An op that computes nothing and waits for others, so that they run when it is asked for. */
public final class Group {

  private Group() {}

  /** Adds such an op to a graph. */
  public static GraphOperation add(Graph graph, String name, List<? extends Operation> operations) {
    GraphOperationBuilder group = graph.opBuilder("NoOp", name, graph.baseScope());
    operations.forEach(group::addControlInput);
    return group.build();
  }
}
