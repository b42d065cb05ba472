package dev.preflight.training.function;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.graph.GraphView;
import dev.preflight.training.tensor.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/** The variables that functions capture, and the values that a SavedModel holds for them. */
final class ExportedVariables {

  /** Beside {@code variables}: checkpoints of further initial values. */
  private static final String FRESH = "initial";

  private final Path directory;
  private final ObjectGraph objects;
  private final Map<String, Integer> variables = new LinkedHashMap<>();

  /** Those of these calls. */
  ExportedVariables(Path directory, ObjectGraph objects, NodeDef... calls) {
    this.directory = directory;
    this.objects = objects;
    for (NodeDef call : calls) {
      add(call);
    }
  }

  /** Adds the variables that a call captures: the objects behind the nodes that it takes last. */
  private void add(NodeDef call) {
    List<Integer> captured = objects.captured(call.getAttrOrThrow("f").getFunc().getName());
    List<String> taken = GraphView.dataInputs(call);
    int first = taken.size() - captured.size();
    for (int i = 0; i < captured.size() && first >= 0; i++) {
      if (objects.isVariable(captured.get(i))) {
        variables.put(GraphView.nodeOf(taken.get(first + i)), captured.get(i));
      }
    }
  }

  /**
   * Their values as exported, by the name of their node.
   *
   * @throws InputException if one is missing
   */
  Map<String, HostArray> values(GraphView view) {
    Path prefix = directory.resolve("variables").resolve("variables");
    Map<String, HostArray> values = read(view, Checkpoints.prefix(prefix));
    for (String variable : variables.keySet()) {
      if (!values.containsKey(variable)) {
        throw new InputException(
            "SavedModel '" + directory + "' holds no value of the variable '" + variable + "'",
            "make it an attribute of the exported module, so that it is tracked, and export again");
      }
    }
    return values;
  }

  private Map<String, HostArray> read(GraphView view, Path prefix) {
    Map<Integer, String> keys = objects.keys(prefix);
    Map<String, DataType> wanted = new LinkedHashMap<>();
    Map<String, String> byVariable = new LinkedHashMap<>();
    variables.forEach(
        (variable, object) -> {
          String key = keys.get(object);
          if (key != null) {
            byVariable.put(variable, key);
            wanted.put(key, GraphView.dtype(view.node(variable)));
          }
        });
    Map<String, HostArray> read = Checkpoints.read(prefix, wanted);
    Map<String, HostArray> values = new LinkedHashMap<>();
    byVariable.forEach(
        (variable, key) -> {
          HostArray value = read.get(key);
          if (value != null) {
            values.put(variable, value);
          }
        });
    return values;
  }

  /** Further initial values; none where the export has none. */
  List<Map<String, HostArray>> fresh(GraphView view, Map<String, HostArray> values) {
    Path place = directory.resolve(FRESH);
    if (!Files.isDirectory(place)) {
      return List.of();
    }
    List<Map<String, HostArray>> fresh = new ArrayList<>();
    try (Stream<Path> files = Files.list(place)) {
      List<Path> indexes = files.filter(p -> p.toString().endsWith(".index")).sorted().toList();
      for (Path index : indexes) {
        Map<String, HostArray> state = read(view, Checkpoints.prefix(index));
        state.forEach(
            (variable, value) -> {
              HostArray first = Objects.requireNonNull(values.get(variable));
              if (!Arrays.equals(first.shape(), value.shape())) {
                throw new InputException(
                    index + ": '" + variable + "' has another shape than in the SavedModel",
                    "export the SavedModel again, or delete " + place);
              }
            });
        fresh.add(state);
      }
    } catch (IOException e) {
      throw new InputException(
          "cannot read '" + place + "': " + e.getMessage(), "check its permissions", e);
    }
    return fresh;
  }

  /** What they are called in Python, by the name of their node. */
  Map<String, String> pythonNames() {
    Map<String, String> names = new LinkedHashMap<>();
    variables.forEach(
        (variable, object) -> names.put(variable, objects.nameOf(object).replaceFirst(":0$", "")));
    return names;
  }
}
