package dev.preflight.training.program;

import dev.preflight.training.data.InputException;
import dev.preflight.training.function.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON description of a GraphDef file or SavedModel directory: where it is, and its ends. Of a
 * SavedModel with functions, they are inputs and outputs of its signatures, and those with usual
 * names need not be given.
 *
 * @param graph path of a {@code .pb} file or a SavedModel directory, relative to the descriptor
 * @param name name for reports; by default that of the descriptor file
 * @param data data specification; may be given on the command line instead
 * @param features see {@link Ends}, as for all that follow
 */
public record GraphDescriptor(
    String graph,
    @Nullable String name,
    @Nullable String data,
    @Nullable String features,
    @Nullable String labels,
    @Nullable String loss,
    @Nullable String logits,
    @Nullable String perExampleLoss,
    @Nullable String training,
    @Nullable String train,
    @Nullable List<String> initializers,
    @Nullable List<String> updates,
    @Nullable String regularization,
    @Nullable List<String> activations,
    @Nullable String learningRate,
    @Nullable List<String> frozen,
    @Nullable Map<String, @Nullable Object> feeds) {

  /** That of a SavedModel whose inputs and outputs have their usual names. */
  public static GraphDescriptor of(String graph) {
    return new GraphDescriptor(
        graph, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
        null, null);
  }

  /** What is named of the signatures of a SavedModel with functions. */
  Names names() {
    return new Names(features, labels, loss, logits, perExampleLoss, regularization, learningRate);
  }

  /**
   * The ends of a plain graph.
   *
   * @throws InputException if one of the three that every graph has is not named
   */
  Ends ends() {
    return new Ends(
        required("features", features),
        required("labels", labels),
        required("loss", loss),
        logits,
        perExampleLoss,
        training,
        train,
        orEmpty(initializers),
        orEmpty(updates),
        regularization,
        orEmpty(activations),
        learningRate,
        orEmpty(frozen),
        parsed(feeds),
        null);
  }

  private String required(String role, @Nullable String end) {
    if (end == null) {
      throw new InputException(
          "descriptor: key \"" + role + "\" is missing",
          "name the tensor of '" + graph + "': {\"" + role + "\": \"" + role + ":0\"}");
    }
    return end;
  }

  /** The constants to feed, by the names that the descriptor gives. */
  Map<String, ConstantFeed> constants() {
    return parsed(feeds);
  }

  /** The variables that must not move. */
  List<String> frozenVariables() {
    return orEmpty(frozen);
  }

  private static Map<String, ConstantFeed> parsed(@Nullable Map<String, @Nullable Object> feeds) {
    Map<String, ConstantFeed> parsed = new LinkedHashMap<>();
    if (feeds != null) {
      feeds.forEach((name, value) -> parsed.put(name, ConstantFeed.parse(name, value)));
    }
    return parsed;
  }

  private static List<String> orEmpty(@Nullable List<String> list) {
    return list == null ? List.of() : list;
  }
}
