package dev.preflight.training.program;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.TrainingData;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Graph;

/**
 * A program that starts from a checkpoint.
 *
 * @param program what is built
 * @param from the prefix of the checkpoint, or a directory of checkpoints
 */
public record FromCheckpoint(TrainingProgram program, Path from) implements TrainingProgram {

  @Override
  public String name() {
    return program.name();
  }

  @Override
  public String description() {
    return program.description();
  }

  @Override
  public Ends build(Graph graph, Setup setup) {
    return program.build(graph, setup);
  }

  @Override
  public Optional<TrainingData> data() {
    return program.data();
  }

  @Override
  public Optional<TrainingData> data(Hyperparameters hyperparameters) {
    return program.data(hyperparameters);
  }

  @Override
  public Optional<Augmentation> augmentation() {
    return program.augmentation();
  }

  @Override
  public Map<String, HostArray> pretrained() {
    return program.pretrained();
  }

  @Override
  public Optional<Path> checkpoint() {
    return Optional.of(from);
  }
}
