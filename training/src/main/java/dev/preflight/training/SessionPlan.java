package dev.preflight.training;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * The ops Preflight adds around a program's: reading and restoring every variable, the loss in
 * double precision, the norm of the gradient. Built once per graph, used by every session.
 *
 * @param loss the loss as a double scalar
 * @param regularization the regularization part as a double scalar, or null
 * @param logits outputs as float, or null
 * @param perExampleLoss per-example losses as float, or null
 * @param gradientNorm the Euclidean norm over all gradients as a double scalar
 * @param reads tensor to fetch for each variable's value
 * @param restores placeholder to feed for each variable's value
 * @param restore op that assigns all of them
 */
record SessionPlan(
    Output<?> features,
    DataType featuresType,
    Output<?> labels,
    DataType labelsType,
    @Nullable Output<?> training,
    DataType trainingType,
    Output<?> loss,
    @Nullable Output<?> regularization,
    @Nullable Output<?> logits,
    @Nullable Output<?> perExampleLoss,
    @Nullable Output<?> gradientNorm,
    Map<String, String> reads,
    Map<String, Output<?>> restores,
    Map<String, DataType> types,
    GraphOperation restore,
    List<GraphOperation> targets) {

  static SessionPlan add(
      Graph graph, GraphView view, Ends ends, List<GraphVariable> variables, Updates updates) {
    Output<?> loss = output(graph, ends.loss());
    if (!loss.shape().isUnknown() && loss.shape().numDimensions() > 0 && loss.shape().size() != 1) {
      throw new InputException(
          "loss: '" + ends.loss() + "' has shape " + loss.shape() + ", not that of one number",
          "name the mean over the batch as \"loss\" and this tensor as \"perExampleLoss\"");
    }
    Map<String, String> reads = new LinkedHashMap<>();
    Map<String, Output<?>> restores = new LinkedHashMap<>();
    Map<String, DataType> types = new LinkedHashMap<>();
    List<Operation> assigns = new ArrayList<>();
    for (GraphVariable variable : variables) {
      reads.put(variable.name(), InitialValues.readTensor(graph, variable));
      GraphOperation value =
          graph
              .opBuilder("Placeholder", "preflight/restore/" + variable.name(), graph.baseScope())
              .setAttr("dtype", variable.type())
              .setAttr("shape", Shape.unknown())
              .build();
      restores.put(variable.name(), value.output(0));
      types.put(variable.name(), variable.type());
      assigns.add(assign(graph, variable, value.output(0)));
    }
    GraphOperation restore = UpdateRule.group(graph, "preflight/restore_all", assigns);
    String training = ends.training();
    NodeDef flag = training == null ? null : view.node(GraphView.nodeOf(training));
    return new SessionPlan(
        output(graph, ends.features()),
        GraphView.dtype(view.node(GraphView.nodeOf(ends.features()))),
        output(graph, ends.labels()),
        GraphView.dtype(view.node(GraphView.nodeOf(ends.labels()))),
        training == null ? null : output(graph, training),
        flag == null ? DataType.DT_BOOL : GraphView.dtype(flag),
        cast(graph, "preflight/loss", loss, DataType.DT_DOUBLE),
        castIfNamed(graph, "preflight/regularization", ends.regularization(), DataType.DT_DOUBLE),
        castIfNamed(graph, "preflight/logits", ends.logits(), DataType.DT_FLOAT),
        castIfNamed(graph, "preflight/per_example_loss", ends.perExampleLoss(), DataType.DT_FLOAT),
        norm(graph, updates.gradients().values().stream().map(g -> output(graph, g)).toList()),
        reads,
        restores,
        types,
        restore,
        updates.targets().stream()
            .map(target -> graph.operationOrThrow(GraphView.nodeOf(target)))
            .toList());
  }

  private static Operation assign(Graph graph, GraphVariable variable, Output<?> value) {
    var builder =
        graph
            .opBuilder(
                variable.resource() ? "AssignVariableOp" : "Assign",
                "preflight/assign/" + variable.name(),
                graph.baseScope())
            .addInput(graph.outputOrThrow(variable.name() + ":0"))
            .addInput(value);
    if (!variable.resource()) {
      builder.setAttr("validate_shape", false);
    }
    return builder.build();
  }

  private static Output<?> output(Graph graph, String tensor) {
    try {
      return graph.outputOrThrow(GraphView.nodeOf(tensor) + ":" + GraphView.indexOf(tensor));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new InputException(
          "'" + tensor + "' is an op without such an output", "name a tensor, such as 'loss:0'", e);
    }
  }

  private static @Nullable Output<?> castIfNamed(
      Graph graph, String name, @Nullable String tensor, DataType type) {
    return tensor == null ? null : cast(graph, name, output(graph, tensor), type);
  }

  private static Output<?> cast(Graph graph, String name, Output<?> tensor, DataType type) {
    return graph
        .opBuilder("Cast", name, graph.baseScope())
        .addInput(tensor)
        .setAttr("DstT", type)
        .build()
        .output(0);
  }

  /** The norm of all gradients together, from half the squared norms that L2Loss gives. */
  private static @Nullable Output<?> norm(Graph graph, List<? extends Output<?>> gradients) {
    if (gradients.isEmpty()) {
      return null;
    }
    List<Output<?>> parts = new ArrayList<>();
    for (int i = 0; i < gradients.size(); i++) {
      String name = "preflight/norm/" + i;
      Output<?> half =
          graph
              .opBuilder("L2Loss", name, graph.baseScope())
              .addInput(gradients.get(i))
              .build()
              .output(0);
      parts.add(cast(graph, name + "/double", half, DataType.DT_DOUBLE));
    }
    Output<?> sum =
        graph
            .opBuilder("AddN", "preflight/norm/sum", graph.baseScope())
            .addInputList(parts.toArray(Output[]::new))
            .build()
            .output(0);
    Output<?> twice =
        graph
            .opBuilder("AddV2", "preflight/norm/twice", graph.baseScope())
            .addInput(sum)
            .addInput(sum)
            .build()
            .output(0);
    return graph
        .opBuilder("Sqrt", "preflight/norm", graph.baseScope())
        .addInput(twice)
        .build()
        .output(0);
  }

  /** The values of scalar tensors at the initial state; those that need a feed are left out. */
  Map<String, Double> readScalars(TrainingGraph owner, List<String> tensors) {
    Map<String, Double> values = new LinkedHashMap<>();
    try (Session session = new Session(owner.graph(), false, owner.config())) {
      assign(session, owner.initialValues(0));
      for (String tensor : tensors) {
        try (Result result = session.runner().fetch(tensor).run()) {
          values.put(tensor, Tensors.read(result.get(0)).get(0));
        } catch (TensorFlowException e) {
          // The rate is a placeholder of the user's: there is no value it was built with.
        }
      }
    }
    return values;
  }

  /** Assigns values to all variables of a session. */
  void assign(Session session, Map<String, HostArray> values) {
    List<AutoCloseable> open = new ArrayList<>();
    try {
      Session.Runner runner = session.runner().addTarget(restore);
      restores.forEach(
          (name, placeholder) -> {
            HostArray value = values.get(name);
            DataType type = types.get(name);
            if (value == null || type == null) {
              throw new IllegalArgumentException("no value for variable '" + name + "'");
            }
            var tensor = Tensors.of(value, type);
            open.add(tensor);
            runner.feed(placeholder, tensor);
          });
      if (!restores.isEmpty()) {
        runner.run().close();
      }
    } finally {
      Trainer.closeAll(open);
    }
  }
}
