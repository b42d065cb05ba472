package dev.preflight.training.program;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.data.source.DataSpec;
import dev.preflight.training.function.FunctionModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Graph;

/**
 * A program that is a SavedModel whose training step is a function, as Keras or a {@code tf.Module}
 * writes it.
 *
 * @param name for reports
 * @param model the SavedModel as a plain graph
 * @param descriptor which may name data, constants to feed and frozen variables
 * @param directory what paths are relative to
 */
record FunctionProgram(String name, FunctionModel model, GraphDescriptor descriptor, Path directory)
    implements TrainingProgram {

  @Override
  public Ends build(Graph graph, Setup setup) {
    graph.importGraphDef(model.def());
    return ends();
  }

  Ends ends() {
    FunctionModel.Part training = model.training();
    FunctionModel.Part evaluation = model.evaluation();
    Ends ends =
        Ends.of(model.features(), model.labels(), training.loss())
            .withInitializers(model.initializers())
            .withTrain(model.train())
            .withUpdates(model.updates())
            .withLearningRate(model.learningRate())
            .withFrozen(descriptor.frozenVariables())
            .withFeeds(descriptor.constants())
            .withFunctions(
                new Ends.Functions(
                    evaluation.loss(),
                    training.logits(),
                    training.perExampleLoss(),
                    model.gradients(),
                    model.optimizer()));
    String logits = evaluation.logits();
    String each = evaluation.perExampleLoss();
    String regularization = evaluation.regularization();
    ends = logits == null ? ends : ends.withLogits(logits);
    ends = each == null ? ends : ends.withPerExampleLoss(each);
    return regularization == null ? ends : ends.withRegularization(regularization);
  }

  @Override
  public Optional<TrainingData> data() {
    String data = descriptor.data();
    return data == null ? Optional.empty() : Optional.of(DataSpec.open(data, directory));
  }

  @Override
  public Map<String, HostArray> pretrained() {
    return model.values();
  }

  @Override
  public List<Map<String, HostArray>> fresh() {
    return model.fresh();
  }

  @Override
  public boolean isTrained() {
    return model.begun() > 0;
  }
}
