package dev.preflight.training.program;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON description of a GraphDef file or SavedModel directory: where it is, and its ends.
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
    String features,
    String labels,
    String loss,
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

  Ends ends() {
    return new Ends(
        features,
        labels,
        loss,
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
        parsed(feeds));
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
