package dev.preflight.training;

import dev.preflight.training.graph.GraphRewrite;
import dev.preflight.training.graph.GraphVariable;
import dev.preflight.training.graph.GraphView;
import dev.preflight.training.optimizer.BuiltUpdates;
import dev.preflight.training.optimizer.DrivenUpdates;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.training.optimizer.Updates;
import dev.preflight.training.program.Ends;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;

/**
 * A prepared graph inside TensorFlow, its updates found or built in, with the ops around it that
 * sessions need. Closing it frees the graph; its sessions are closed before.
 *
 * @param view the prepared graph
 * @param config how its sessions are to run
 * @param updates what moves the variables
 * @param plan the ops around it
 */
record LiveGraph(Graph graph, GraphView view, ConfigProto config, Updates updates, SessionPlan plan)
    implements AutoCloseable {

  /**
   * Imports a graph and adds what it lacks.
   *
   * @throws dev.preflight.training.data.InputException if the loss cannot be trained, or no
   *     learning rate can be found to drive
   */
  static LiveGraph of(
      PreparedGraph prepared,
      TrainingGraph.Options options,
      InitialStates initial,
      ConfigProto config) {
    Graph graph = new Graph();
    try {
      graph.importGraphDef(prepared.view().def());
      Updates updates = updates(graph, prepared, options, initial, config);
      graph = fast(graph, prepared.ends());
      List<GraphVariable> all = new ArrayList<>(prepared.variables());
      all.addAll(updates.slots());
      SessionPlan plan = SessionPlan.add(graph, prepared, all, updates);
      return new LiveGraph(graph, prepared.view(), config, updates, plan);
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
  }

  /** The graph with its gradients, in the form that runs fastest; the given one may be closed. */
  private static Graph fast(Graph graph, Ends ends) {
    GraphDef def = graph.toGraphDef();
    GraphDef faster = GraphRewrite.withFusableRelus(def, ends.feeds().keySet());
    if (faster.equals(def)) {
      return graph;
    }
    graph.close();
    Graph imported = new Graph();
    imported.importGraphDef(faster);
    return imported;
  }

  private static Updates updates(
      Graph graph,
      PreparedGraph prepared,
      TrainingGraph.Options options,
      InitialStates initial,
      ConfigProto config) {
    Ends ends = prepared.ends();
    String train = ends.train();
    if (train != null) {
      return DrivenUpdates.of(
          graph,
          prepared.view(),
          ends,
          prepared.assignedBy(train),
          () -> initial.of(0),
          prepared.trainFeeds(),
          config);
    }
    prepared.requireInitializers();
    Optimizer optimizer = options.optimizer();
    boolean decays = options.weightDecay() || optimizer.weightDecay() > 0;
    return BuiltUpdates.add(graph, prepared.view(), ends, prepared.trainable(), optimizer, decays);
  }

  @Override
  public void close() {
    graph.close();
  }
}
