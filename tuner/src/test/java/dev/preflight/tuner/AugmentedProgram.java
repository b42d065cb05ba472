package dev.preflight.tuner;

import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.program.Augmentation;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.Programs;
import dev.preflight.training.program.Setup;
import dev.preflight.training.program.TrainingProgram;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.tensorflow.Graph;

/** An MLP whose training batches get noise added to their features. */
final class AugmentedProgram implements TrainingProgram {

  private final TrainingProgram program =
      Programs.find("mlp", AugmentedProgram.class.getClassLoader());
  private final double noise;

  /**
   * @param noise its standard deviation
   */
  AugmentedProgram(double noise) {
    this.noise = noise;
  }

  @Override
  public String name() {
    return program.name();
  }

  @Override
  public Ends build(Graph graph, Setup setup) {
    return program.build(graph, setup);
  }

  @Override
  public Optional<Augmentation> augmentation() {
    return Optional.of(this::noisy);
  }

  private Batch noisy(Batch batch, RandomGenerator random) {
    float[] values = batch.features().toFloats().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (noise * random.nextGaussian());
    }
    return new Batch(HostArray.ofFloats(values, batch.features().shape()), batch.labels());
  }
}
