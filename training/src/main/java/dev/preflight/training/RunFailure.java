package dev.preflight.training;

import dev.preflight.training.data.InputException;
import dev.preflight.training.graph.GraphView;
import dev.preflight.training.tensor.FailureText;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.proto.NodeDef;

/** What TensorFlow says when it cannot run a graph, as what is wrong with the graph. */
final class RunFailure {

  private static final Pattern UNFED =
      Pattern.compile("You must feed a value for placeholder tensor '([^']+)' with dtype (.*)");
  private static final Pattern NODE = Pattern.compile("\\{\\{node ([^}]+)\\}\\}");
  private static final Pattern UNKNOWN_OP =
      Pattern.compile(
          "Op type not registered '(\\w+)'|No OpKernel was registered to support Op '(\\w+)'"
              + "|Could not find device for node.*\\[Op:(\\w+)|Function (\\S+) is not defined");
  private static final int MOST_HOPS = 16;

  private RunFailure() {}

  /**
   * The failure of a run.
   *
   * @param view the graph that was run
   */
  static InputException of(RuntimeException e, GraphView view) {
    String text = FailureText.of(e);
    String whole = String.valueOf(e.getMessage());
    Matcher unfed = UNFED.matcher(whole);
    if (unfed.find()) {
      return unfed(unfed.group(1), firstLine(unfed.group(2)), e);
    }
    NodeDef node = node(whole, view);
    if (whole.contains("Table not initialized") || whole.contains("Table is not initialized")) {
      return table(node, view, e);
    }
    if (whole.contains("iterator has not been initialized")) {
      return new InputException(
          "the graph reads from a tf.data iterator"
              + (node == null ? "" : " ('" + node.getName() + "')")
              + ", but Preflight feeds the data itself",
          "build the graph on tf.compat.v1.placeholder in the iterator's place, and name the data"
              + " with --data",
          e);
    }
    Matcher op = UNKNOWN_OP.matcher(whole);
    if (op.find()) {
      return new InputException(
          "TensorFlow could not run the graph: it does not support "
              + (op.group(4) != null ? "the function " : "the op ")
              + named(op),
          "export the graph for TensorFlow 2.18 or older on this machine, without custom ops",
          e);
    }
    if (e instanceof TFResourceExhaustedException) {
      return new InputException(
          "TensorFlow could not run the graph: " + text,
          "use a smaller batch, or a machine with more memory",
          e);
    }
    return new InputException(
        "TensorFlow could not run the graph: "
            + text
            + (node == null || text.contains(node.getName())
                ? ""
                : " (at '" + node.getName() + "', " + node.getOp() + ")"),
        "check that the data's shape and types are those the graph was built for",
        e);
  }

  private static InputException unfed(String placeholder, String type, RuntimeException e) {
    String value = type.startsWith("bool") ? "false" : type.startsWith("int") ? "1" : "1.0";
    String remedy =
        String.format(
            "give it a constant: \"feeds\": {\"%1$s\": %2$s}, or one for each mode: {\"%1$s\":"
                + " {\"train\": ..., \"evaluate\": ...}}%3$s",
            placeholder, value, type.startsWith("bool") ? "; or name it as \"training\"" : "");
    return new InputException(
        "the graph needs a value for the placeholder '"
            + placeholder
            + "' ("
            + type
            + "), and nothing feeds it",
        remedy,
        e);
  }

  private static InputException table(@Nullable NodeDef node, GraphView view, RuntimeException e) {
    NodeDef table = node;
    for (int hops = 0; table != null && hops < MOST_HOPS && table.getInputCount() > 0; hops++) {
      table = view.find(GraphView.nodeOf(table.getInput(0)));
    }
    if (table == null) {
      return new InputException(
          "a lookup table of the graph is not initialized",
          "name the op that initializes it, such as that of tf.compat.v1.tables_initializer(), in"
              + " \"initializers\"",
          e);
    }
    List<NodeDef> fill =
        view.consumers(table.getName()).stream().filter(GraphView::fillsTable).toList();
    return new InputException(
        "the lookup table '" + table.getName() + "' is not initialized",
        fill.isEmpty()
            ? "no op of the graph initializes it: export the graph with"
                + " tf.compat.v1.tables_initializer(), and name that in \"initializers\""
            : "add the op that does it to \"initializers\": "
                + fill.stream()
                    .map(op -> "\"" + op.getName() + "\"")
                    .collect(Collectors.joining(", ")),
        e);
  }

  private static @Nullable NodeDef node(String message, GraphView view) {
    Matcher matcher = NODE.matcher(message);
    return matcher.find() ? view.find(matcher.group(1)) : null;
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse(text).strip();
  }

  private static String named(Matcher matcher) {
    for (int i = 1; i <= matcher.groupCount(); i++) {
      String name = matcher.group(i);
      if (name != null) {
        return name;
      }
    }
    return "of that name";
  }
}
