package dev.preflight.training.function;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.graph.GraphView;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.GraphDef;

/**
 * What holds the learning rate of a training step: an input, a variable, or the tensor that a
 * schedule computes it in.
 *
 * @param def the graph in which it can be fed
 * @param tensor what to feed
 */
record RateChoice(GraphDef def, String tensor) {

  /**
   * Finds it.
   *
   * @param step the op that makes one update
   * @param rate the signature that gives the rate of every update; null if there is none
   * @throws InputException if it cannot be told
   */
  static RateChoice of(
      Path directory,
      Names names,
      GraphView view,
      String step,
      Signature train,
      @Nullable Signature rate,
      Parts parts,
      Map<String, HostArray> values) {
    List<String> variables = RateDrive.variables(view, step, values);
    String named = names.learningRate();
    String input = names.rateInput(train);
    if (named != null && input == null) {
      variables = named(named, values);
    }
    if (input != null) {
      return new RateChoice(view.def(), train.node(input) + ":0");
    }
    if (variables.size() == 1) {
      String variable = variables.get(0);
      HostArray value = Objects.requireNonNull(values.get(variable));
      return new RateChoice(
          RateDrive.byVariable(view, step, variable, value), RateDrive.RATE + ":0");
    }
    if (variables.size() > 1) {
      throw new InputException(
          "SavedModel '" + directory + "': which of " + Names.quoted(variables) + " is the rate?",
          "name it in a descriptor: {\"graph\": \"DIRECTORY\", \"learningRate\": \""
              + variables.get(0)
              + "\"}");
    }
    if (rate != null) {
      String tensor = GraphView.canonical(parts.results(rate).outputs().get(0));
      String number = rate.node(rate.inputs().keySet().iterator().next());
      List<String> found = ScheduledRate.tensors(view, step, number, tensor, values);
      if (!found.isEmpty()) {
        return new RateChoice(RateDrive.shared(view, found), found.get(0));
      }
    }
    throw new InputException(
        "SavedModel '"
            + directory
            + "': nothing in its training step can be told to be the learning rate",
        rate != null
            ? "what its signature 'rate' gives is computed nowhere in the step: give the optimizer"
                + " a constant rate"
            : "keep it in a tf.Variable called learning_rate, or take it as an input of train; for"
                + " a Keras schedule export a signature rate(step), as 'preflight export-snippet"
                + " keras' does");
  }

  private static List<String> named(String name, Map<String, HostArray> values) {
    List<String> scalars =
        values.entrySet().stream()
            .filter(v -> v.getValue().size() == 1 && v.getValue().type().isFloating())
            .map(Map.Entry::getKey)
            .toList();
    if (!scalars.contains(name)) {
      throw new InputException(
          "learningRate: '" + name + "' is neither an input of train nor a scalar variable of it",
          scalars.isEmpty()
              ? "keep the rate in a tf.Variable"
              : "its scalar variables are " + Names.quoted(scalars));
    }
    return List.of(name);
  }
}
