package dev.preflight.training.graph;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.tensor.FailureText;
import dev.preflight.training.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.exceptions.TFUnimplementedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;

/** Runs a graph's initializers once for a seed and copies every variable's value out. */
public final class InitialValues {

  private static final Pattern UNINITIALIZED =
      Pattern.compile(
          "uninitialized value ([^\\s]+)|resource variable (\\S+) from|variable (\\S+?):? ");

  private InitialValues() {}

  /**
   * The value of every variable after initialization with this seed.
   *
   * @param feeds what the initializers are fed, by tensor
   * @throws InputException if a variable stays uninitialized
   */
  public static Map<String, HostArray> of(
      GraphDef def,
      List<GraphVariable> variables,
      List<String> initializers,
      Map<String, HostArray> pretrained,
      Map<String, HostArray> feeds,
      long seed,
      ConfigProto config) {
    Map<String, HostArray> values = new LinkedHashMap<>();
    try (Graph graph = new Graph()) {
      graph.importGraphDef(GraphRewrite.seeded(def, seed));
      Map<String, Output<?>> reads = new LinkedHashMap<>();
      for (GraphVariable variable : variables) {
        if (!pretrained.containsKey(variable.name())) {
          reads.put(variable.name(), read(graph, variable));
        }
      }
      try (Session session = new Session(graph, false, config);
          Tensors.Scope open = new Tensors.Scope()) {
        for (String initializer : initializers) {
          Session.Runner runner = session.runner().addTarget(initializer);
          feeds.forEach(
              (tensor, value) -> {
                Output<?> output = Outputs.of(graph, tensor);
                runner.feed(output, open.add(Tensors.of(value, GraphView.base(output.dataType()))));
              });
          runner.run().close();
        }
        Session.Runner fetch = session.runner();
        reads.values().forEach(fetch::fetch);
        if (!reads.isEmpty()) {
          try (Result result = fetch.run()) {
            int i = 0;
            for (String name : reads.keySet()) {
              values.put(name, Tensors.read(result.get(i++)));
            }
          }
        }
      }
    } catch (TensorFlowException | TFInvalidArgumentException | TFUnimplementedException e) {
      throw failure(e, initializers);
    }
    values.putAll(pretrained);
    return values;
  }

  private static InputException failure(RuntimeException e, List<String> initializers) {
    String message = String.valueOf(e.getMessage());
    Matcher matcher = UNINITIALIZED.matcher(message);
    String ran =
        initializers.isEmpty()
            ? "no initializer is named"
            : "ran " + String.join(", ", initializers);
    if (message.contains("ninitialized") && matcher.find()) {
      String name =
          matcher.group(1) != null
              ? matcher.group(1)
              : matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
      return new InputException(
          "initializers: variable '" + name + "' has no initial value (" + ran + ")",
          "name the op that initializes it as \"initializers\"",
          e);
    }
    return new InputException(
        "initializers: TensorFlow could not initialize the graph ("
            + ran
            + "): "
            + FailureText.of(e),
        e instanceof TFResourceExhaustedException
            ? "make the graph smaller, or take a machine with more memory"
            : "run the initializers where the graph was built, and name them as \"initializers\"",
        e);
  }

  /** The tensor to fetch for a variable's value; adds a read op for resource variables. */
  public static Output<?> read(Graph graph, GraphVariable variable) {
    Output<?> handle = graph.outputOrThrow(variable.name() + ":0");
    if (!variable.resource()) {
      return handle;
    }
    return graph
        .opBuilder("ReadVariableOp", "preflight/read/" + variable.name(), graph.baseScope())
        .addInput(handle)
        .setAttr("dtype", variable.type())
        .build()
        .output(0);
  }
}
