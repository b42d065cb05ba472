package dev.preflight.training.optimizer;

import dev.preflight.training.graph.GraphVariable;
import dev.preflight.training.graph.GraphView;
import dev.preflight.training.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.GraphOperationBuilder;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/** Adds the update ops of one of our optimizers to a graph, variable by variable. */
final class UpdateRule {

  /** Scalars that are fed with every update. */
  enum Scalar {
    LEARNING_RATE,
    MOMENTUM,
    EPSILON,
    /** Learning rate times weight decay. */
    SHRINK;

    private static final String PREFIX = "preflight/fed/";

    private String tensor(DataType type) {
      return PREFIX + name().toLowerCase(Locale.ROOT) + "/" + type.getNumber() + ":0";
    }

    static Scalar of(String tensor) {
      String rest = tensor.substring(PREFIX.length());
      return valueOf(rest.substring(0, rest.indexOf('/')).toUpperCase(Locale.ROOT));
    }
  }

  /** The placeholders of the scalars in use, one per element type. */
  static final class Scalars {
    private final Graph graph;
    private final Map<String, DataType> used = new LinkedHashMap<>();

    Scalars(Graph graph) {
      this.graph = graph;
    }

    Map<String, DataType> used() {
      return used;
    }

    Output<?> get(Scalar scalar, DataType type) {
      String tensor = scalar.tensor(type);
      if (used.put(tensor, type) == null) {
        graph
            .opBuilder("Placeholder", GraphView.nodeOf(tensor), graph.baseScope())
            .setAttr("dtype", type)
            .setAttr("shape", Shape.scalar())
            .build();
      }
      return graph.outputOrThrow(tensor);
    }
  }

  private final Graph graph;
  private final Optimizer optimizer;
  private final Scalars scalars;
  private final Operation barrier;
  private final Map<String, GraphVariable> slots = new LinkedHashMap<>();
  private int constants;

  UpdateRule(Graph graph, Optimizer optimizer, Scalars scalars, Operation barrier) {
    this.graph = graph;
    this.optimizer = optimizer;
    this.scalars = scalars;
    this.barrier = barrier;
  }

  /** The slots added so far. */
  List<GraphVariable> slots() {
    return List.copyOf(slots.values());
  }

  /** Adds the update of one variable and returns the op that makes it. */
  Operation apply(GraphVariable variable, Output<?> gradient, boolean decays) {
    DataType type = variable.type();
    Output<?> rate = scalars.get(Scalar.LEARNING_RATE, type);
    Operation after = decays && variable.isKernel() ? shrink(variable) : barrier;
    return switch (optimizer.kind()) {
      case SGD -> update("GradientDescent", variable, after, rate, gradient);
      case MOMENTUM -> momentum(variable, after, gradient, false);
      case NESTEROV -> momentum(variable, after, gradient, true);
      case ADAGRAD ->
          update(
              "AdagradV2",
              variable,
              after,
              slot(variable, "accumulator"),
              rate,
              scalars.get(Scalar.EPSILON, type),
              gradient);
      case ADADELTA ->
          update(
              "Adadelta",
              variable,
              after,
              slot(variable, "accumulator"),
              slot(variable, "update_accumulator"),
              rate,
              constant(optimizer.decay(), type),
              scalars.get(Scalar.EPSILON, type),
              gradient);
      case RMSPROP -> momentum(variable, after, normalised(variable, gradient), false);
      case ADAM, ADAMW ->
          update(
              "Adam",
              variable,
              after,
              slot(variable, "m"),
              slot(variable, "v"),
              constant(0, type),
              constant(0, type),
              rate,
              scalars.get(Scalar.MOMENTUM, type),
              constant(optimizer.decay(), type),
              scalars.get(Scalar.EPSILON, type),
              gradient);
    };
  }

  private Operation momentum(
      GraphVariable variable, Operation after, Output<?> gradient, boolean nesterov) {
    GraphOperationBuilder op =
        builder("Momentum", variable, after)
            .addInput(handle(variable))
            .addInput(slot(variable, "velocity"))
            .addInput(scalars.get(Scalar.LEARNING_RATE, variable.type()))
            .addInput(gradient)
            .addInput(scalars.get(Scalar.MOMENTUM, variable.type()));
    op.setAttr("use_nesterov", nesterov);
    return op.build();
  }

  /**
   * RMSProp's {@code g / (sqrt(a) + eps)}. TensorFlow's own op adds epsilon under the root and puts
   * the rate into the velocity, unlike the lecture and the other libraries, so it is not used.
   */
  private Output<?> normalised(GraphVariable variable, Output<?> gradient) {
    DataType type = variable.type();
    String name = "preflight/rmsprop/" + variable.name() + "/";
    Output<?> slot = slot(variable, "mean_square");
    Output<?> old = read(slot, variable, name + "old");
    Output<?> square = node("Square", name + "square", gradient);
    Output<?> kept = node("Mul", name + "kept", old, constant(optimizer.decay(), type));
    Output<?> added = node("Mul", name + "added", square, constant(1 - optimizer.decay(), type));
    Output<?> sum = node("AddV2", name + "sum", kept, added);
    GraphOperationBuilder assign =
        graph
            .opBuilder(
                variable.resource() ? "AssignVariableOp" : "Assign",
                name + "assign",
                graph.baseScope())
            .addInput(slot)
            .addInput(sum);
    assign.addControlInput(barrier);
    GraphOperation assigned = assign.build();
    Output<?> root = node("Sqrt", name + "root", sum);
    Output<?> denominator =
        node("AddV2", name + "denominator", root, scalars.get(Scalar.EPSILON, type));
    GraphOperationBuilder quotient =
        graph
            .opBuilder("RealDiv", name + "normalised", graph.baseScope())
            .addInput(gradient)
            .addInput(denominator);
    quotient.addControlInput(assigned);
    return quotient.build().output(0);
  }

  /**
   * Decoupled weight decay: {@code w -= (lr * decay) * w}, after the gradients, before the step.
   */
  private Operation shrink(GraphVariable variable) {
    Output<?> value =
        read(handle(variable), variable, "preflight/decay/" + variable.name() + "/read");
    return graph
        .opBuilder(
            (variable.resource() ? "Resource" : "") + "ApplyGradientDescent",
            "preflight/decay/" + variable.name() + "/apply",
            graph.baseScope())
        .addInput(handle(variable))
        .addInput(scalars.get(Scalar.SHRINK, variable.type()))
        .addInput(value)
        .addControlInput(barrier)
        .build();
  }

  private Operation update(
      String rule, GraphVariable variable, Operation after, Output<?>... inputs) {
    GraphOperationBuilder op = builder(rule, variable, after).addInput(handle(variable));
    for (Output<?> input : inputs) {
      op.addInput(input);
    }
    return op.build();
  }

  private GraphOperationBuilder builder(String rule, GraphVariable variable, Operation after) {
    return graph
        .opBuilder(
            (variable.resource() ? "ResourceApply" : "Apply") + rule,
            "preflight/apply/" + variable.name(),
            graph.baseScope())
        .addControlInput(after);
  }

  private Output<?> handle(GraphVariable variable) {
    return graph.outputOrThrow(variable.name() + ":0");
  }

  private Output<?> read(Output<?> handle, GraphVariable variable, String name) {
    if (!variable.resource()) {
      return node("Identity", name, handle);
    }
    GraphOperationBuilder read =
        graph
            .opBuilder("ReadVariableOp", name, graph.baseScope())
            .addInput(handle)
            .setAttr("dtype", variable.type());
    return read.build().output(0);
  }

  private Output<?> slot(GraphVariable variable, String name) {
    String slot = "preflight/slot/" + variable.name() + "/" + name;
    GraphVariable added =
        new GraphVariable(slot, variable.resource(), variable.type(), variable.shape());
    if (slots.put(slot, added) != null) {
      return graph.outputOrThrow(slot + ":0");
    }
    GraphOperationBuilder builder =
        graph
            .opBuilder(variable.resource() ? "VarHandleOp" : "VariableV2", slot, graph.baseScope())
            .setAttr("dtype", variable.type())
            .setAttr("shape", Tensors.shape(variable.dimensions()));
    if (variable.resource()) {
      builder.setAttr("shared_name", slot);
    }
    return builder.build().output(0);
  }

  private Output<?> constant(double value, DataType type) {
    try (Tensor tensor = Tensors.scalar(value, type)) {
      return graph
          .opBuilder("Const", "preflight/constant_" + constants++, graph.baseScope())
          .setAttr("dtype", type)
          .setAttr("value", tensor)
          .build()
          .output(0);
    }
  }

  private Output<?> node(String op, String name, Output<?>... inputs) {
    GraphOperationBuilder builder = graph.opBuilder(op, name, graph.baseScope());
    for (Output<?> input : inputs) {
      builder.addInput(input);
    }
    return builder.build().output(0);
  }
}
