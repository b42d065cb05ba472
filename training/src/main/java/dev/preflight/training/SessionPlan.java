package dev.preflight.training;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.graph.GraphVariable;
import dev.preflight.training.graph.GraphView;
import dev.preflight.training.graph.Group;
import dev.preflight.training.graph.InitialValues;
import dev.preflight.training.graph.Outputs;
import dev.preflight.training.graph.StatelessDraws;
import dev.preflight.training.optimizer.Updates;
import dev.preflight.training.program.ConstantFeed;
import dev.preflight.training.program.Ends;
import dev.preflight.training.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/**
 * The ops Preflight adds around a program's: reading and restoring every variable, the loss in
 * double precision, the norm of the gradient. Built once per graph, used by every session.
 *
 * @param features the features placeholder
 * @param labels the labels placeholder
 * @param training the training flag, or null
 * @param drawKey the key that random draws follow from, or null
 * @param train what is computed in training
 * @param evaluate what is computed in evaluation: the same tensors, unless a part of the graph of
 *     its own computes it
 * @param gradientNorm the Euclidean norm over all gradients as a double scalar, or null
 * @param variables how to read and write each variable, by name
 * @param restore op that assigns all variables
 * @param targets ops to run for one update
 * @param tables ops that fill lookup tables, to run once in every session
 * @param constants what else is fed, by tensor
 */
record SessionPlan(
    Fed features,
    Fed labels,
    @Nullable Fed training,
    @Nullable Output<?> drawKey,
    Pass train,
    Pass evaluate,
    @Nullable Output<?> gradientNorm,
    Map<String, Access> variables,
    GraphOperation restore,
    List<GraphOperation> targets,
    List<GraphOperation> tables,
    Map<String, ConstantFeed> constants) {

  /**
   * What a forward pass gives.
   *
   * @param loss the loss as a double scalar
   * @param regularization the regularization part as a double scalar, or null
   * @param logits outputs as float, or null
   * @param perExampleLoss per-example losses as float, or null
   */
  record Pass(
      Output<?> loss,
      @Nullable Output<?> regularization,
      @Nullable Output<?> logits,
      @Nullable Output<?> perExampleLoss) {

    private static Pass of(Graph graph, Ends ends) {
      return new Pass(
          cast(graph, "preflight/loss", Outputs.loss(graph, ends.loss()), DataType.DT_DOUBLE),
          castIfNamed(graph, "preflight/regularization", ends.regularization(), DataType.DT_DOUBLE),
          castIfNamed(graph, "preflight/logits", ends.logits(), DataType.DT_FLOAT),
          castIfNamed(
              graph, "preflight/per_example_loss", ends.perExampleLoss(), DataType.DT_FLOAT));
    }

    /** The pass of a training step beside this one, which is that of an evaluation. */
    private Pass ofTraining(Graph graph, String loss, Ends.Functions evaluation) {
      return new Pass(
          cast(graph, "preflight/train/loss", Outputs.loss(graph, loss), DataType.DT_DOUBLE),
          regularization,
          castIfNamed(
              graph, "preflight/train/logits", evaluation.trainingLogits(), DataType.DT_FLOAT),
          castIfNamed(
              graph,
              "preflight/train/per_example_loss",
              evaluation.trainingPerExampleLoss(),
              DataType.DT_FLOAT));
    }
  }

  /** What is computed in a mode. */
  Pass pass(Mode mode) {
    return mode == Mode.TRAIN ? train : evaluate;
  }

  /** A tensor to feed, and the type it takes. */
  record Fed(Output<?> output, DataType type) {

    static Fed of(Graph graph, String tensor) {
      Output<?> output = Outputs.of(graph, tensor);
      return new Fed(output, GraphView.base(output.dataType()));
    }

    /**
     * Checks that an array has the shape that the placeholder declares. TensorFlow does not, and
     * some of its kernels end the process over a missing dimension.
     *
     * @throws InputException if it has not
     */
    void require(HostArray values) {
      Shape declared = output.shape();
      // An unknown shape is written as a scalar by older exporters.
      if (declared.isUnknown() || declared.numDimensions() == 0) {
        return;
      }
      int[] given = values.shape();
      boolean fits = given.length == declared.numDimensions();
      for (int i = 0; fits && i < given.length; i++) {
        fits = declared.get(i) < 0 || declared.get(i) == given[i];
      }
      if (!fits) {
        throw new InputException(
            "'"
                + output.op().name()
                + "' takes shape "
                + declared
                + ", the batch has "
                + Tensors.shape(given),
            "feed batches of the graph's own data: it is fitted to the placeholders");
      }
    }
  }

  /**
   * How to reach a variable's value.
   *
   * @param read tensor to fetch
   * @param write placeholder to feed when all are restored
   */
  record Access(Output<?> read, Fed write) {}

  static SessionPlan add(
      Graph graph, PreparedGraph prepared, List<GraphVariable> all, Updates updates) {
    Ends ends = prepared.ends();
    Ends.Functions apart = ends.functions();
    Pass evaluate = Pass.of(graph, apart == null ? ends : ends.withLoss(apart.loss()));
    Pass train = apart == null ? evaluate : evaluate.ofTraining(graph, ends.loss(), apart);
    Map<String, Access> variables = new LinkedHashMap<>();
    List<Operation> assigns = new ArrayList<>();
    for (GraphVariable variable : all) {
      Output<?> value =
          graph
              .opBuilder("Placeholder", "preflight/restore/" + variable.name(), graph.baseScope())
              .setAttr("dtype", variable.type())
              .setAttr("shape", Shape.unknown())
              .build()
              .output(0);
      variables.put(
          variable.name(),
          new Access(InitialValues.read(graph, variable), new Fed(value, variable.type())));
      assigns.add(assign(graph, variable, value));
    }
    String training = ends.training();
    return new SessionPlan(
        Fed.of(graph, ends.features()),
        Fed.of(graph, ends.labels()),
        training == null ? null : Fed.of(graph, training),
        graph.operation(StatelessDraws.KEY) == null ? null : Outputs.of(graph, StatelessDraws.KEY),
        train,
        evaluate,
        norm(graph, updates.gradients().values().stream().map(g -> Outputs.of(graph, g)).toList()),
        variables,
        Group.add(graph, "preflight/restore_all", assigns),
        updates.targets().stream()
            .map(target -> graph.operationOrThrow(GraphView.nodeOf(target)))
            .toList(),
        prepared.tableInitializers().stream().map(graph::operationOrThrow).toList(),
        ends.feeds());
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

  private static @Nullable Output<?> castIfNamed(
      Graph graph, String name, @Nullable String tensor, DataType type) {
    return tensor == null ? null : cast(graph, name, Outputs.of(graph, tensor), type);
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

  /** Assigns values to all variables of a session. */
  void assign(Session session, Map<String, HostArray> values) {
    if (variables.isEmpty()) {
      return;
    }
    try (Tensors.Scope open = new Tensors.Scope()) {
      Session.Runner runner = session.runner().addTarget(restore);
      variables.forEach(
          (name, access) -> {
            HostArray value = values.get(name);
            if (value == null) {
              throw new IllegalArgumentException("no value for variable '" + name + "'");
            }
            runner.feed(
                access.write().output(), open.add(Tensors.of(value, access.write().type())));
          });
      runner.run().close();
    }
  }
}
