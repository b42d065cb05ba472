package dev.preflight.training;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.graph.GraphVariable;
import dev.preflight.training.program.TrainingProgram;
import dev.preflight.training.tensor.Checkpoints;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;

/** Values that a program starts from instead of those of its initializers. */
final class StartingValues {

  private StartingValues() {}

  /**
   * The program's own, and over them those of its checkpoint.
   *
   * @param readByLoss names of ops; of the variables among them the checkpoint must hold each
   * @throws InputException if it is of another program
   */
  static Map<String, HostArray> of(
      TrainingProgram program, List<GraphVariable> variables, Set<String> readByLoss) {
    Optional<Path> place = program.checkpoint();
    if (place.isEmpty()) {
      return program.pretrained();
    }
    Path prefix = Checkpoints.prefix(place.get());
    Map<String, DataType> wanted = new LinkedHashMap<>();
    variables.forEach(v -> wanted.put(v.name(), v.type()));
    Map<String, HostArray> read = Checkpoints.read(prefix, wanted);
    List<String> missing =
        variables.stream()
            .map(GraphVariable::name)
            .filter(name -> readByLoss.contains(name) && !read.containsKey(name))
            .toList();
    if (!missing.isEmpty()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "checkpoint '%s' holds no value for %d of %d variables of this graph, such as '%s'",
              prefix,
              missing.size(),
              wanted.size(),
              missing.get(0)),
          "name a checkpoint of this program, with variables of the same names");
    }
    variables.forEach(variable -> require(variable, read.get(variable.name()), prefix));
    Map<String, HostArray> both = new LinkedHashMap<>(program.pretrained());
    both.putAll(read);
    return Map.copyOf(both);
  }

  private static void require(GraphVariable variable, @Nullable HostArray value, Path prefix) {
    if (value == null || fits(variable.dimensions(), value.shape())) {
      return;
    }
    throw new InputException(
        String.format(
            Locale.ROOT,
            "checkpoint '%s' holds '%s' with shape %s, the graph wants %s",
            prefix,
            variable.name(),
            HostArray.shapeText(value.shape()),
            HostArray.shapeText(variable.dimensions())),
        "name a checkpoint of this program, built with the same --set");
  }

  private static boolean fits(int[] wanted, int[] found) {
    return wanted.length == found.length
        && IntStream.range(0, wanted.length).allMatch(i -> wanted[i] < 0 || wanted[i] == found[i]);
  }
}
