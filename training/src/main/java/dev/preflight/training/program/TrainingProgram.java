package dev.preflight.training.program;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.TrainingData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Graph;

/**
 * What an engineer brings: ops that compute a loss from features and labels, and the data to feed.
 *
 * <p>A program is asked for its ops once per graph and never trains itself. Implementations have a
 * public constructor without arguments, so that they are found by class name or through {@link
 * java.util.ServiceLoader}.
 */
public interface TrainingProgram {

  /** The name shown in verdicts and reports; by default the simple class name. */
  default String name() {
    return getClass().getSimpleName();
  }

  /** One line about the program for {@code preflight programs}. */
  default String description() {
    return "";
  }

  /** Whether {@code preflight baseline} trains it, where it fits the data, as something to beat. */
  default boolean baseline() {
    return false;
  }

  /**
   * Puts the program's ops into an empty graph and names the ends.
   *
   * @param graph an empty graph, owned and closed by the caller
   * @param setup hyperparameters, and the shapes of the data that will be fed
   * @throws dev.preflight.training.data.InputException if the program cannot be built for this
   *     setup
   */
  Ends build(Graph graph, Setup setup);

  /** The program's own data; empty when it must be named with {@code --data}. */
  default Optional<TrainingData> data() {
    return Optional.empty();
  }

  /**
   * The program's own data for these hyperparameters; by default {@link #data()}, whatever they
   * are.
   */
  default Optional<TrainingData> data(Hyperparameters hyperparameters) {
    return data();
  }

  /** The program's augmentation, applied to training batches only; empty when there is none. */
  default Optional<Augmentation> augmentation() {
    return Optional.empty();
  }

  /**
   * Values that replace those of the initializers, by variable name: a checkpoint to start from.
   * Empty for training from scratch.
   */
  default Map<String, HostArray> pretrained() {
    return Map.of();
  }

  /**
   * Further initial values by variable name, each drawn anew: seed {@code n} starts from number
   * {@code n} modulo their count plus one, where 0 is {@link #pretrained()}. Empty where every seed
   * starts from the same values, or the initializers draw them.
   */
  default List<Map<String, HostArray>> fresh() {
    return List.of();
  }

  /** Whether it starts from weights that were trained before. */
  default boolean isTrained() {
    return !pretrained().isEmpty() || checkpoint().isPresent();
  }

  /**
   * A TensorFlow checkpoint to start from: its prefix, or a directory of checkpoints; empty for
   * none. What it holds wins over {@link #pretrained()}.
   */
  default Optional<Path> checkpoint() {
    return Optional.empty();
  }
}
