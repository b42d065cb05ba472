package dev.preflight.training;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.program.Augmentation;
import dev.preflight.training.program.Ends;
import dev.preflight.training.program.Setup;
import dev.preflight.training.program.TrainingProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Graph;

/** Another program as if it had no train op, so that an optimizer is built in. */
record WithoutTrainOp(TrainingProgram program) implements TrainingProgram {

  @Override
  public String name() {
    return program.name();
  }

  @Override
  public Ends build(Graph graph, Setup setup) {
    return program.build(graph, setup).withTrain(null);
  }

  @Override
  public Optional<TrainingData> data() {
    return program.data();
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
  public List<Map<String, HostArray>> fresh() {
    return program.fresh();
  }

  @Override
  public boolean isTrained() {
    return program.isTrained();
  }

  @Override
  public Optional<Path> checkpoint() {
    return program.checkpoint();
  }
}
