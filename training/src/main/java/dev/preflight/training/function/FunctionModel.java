package dev.preflight.training.function;

import dev.preflight.training.data.HostArray;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.GraphDef;

/**
 * A SavedModel whose training step is a function, as a plain graph: the bodies of the functions
 * stand where they are called, and the rate is a tensor that can be fed.
 *
 * @param def the graph
 * @param features placeholder of the features
 * @param labels placeholder of the labels
 * @param training what the training step computes
 * @param evaluation what the evaluating function computes
 * @param gradients tensors of the gradients that the training step gives, by variable
 * @param initializers ops that fill lookup tables
 * @param train op that makes one update
 * @param updates the assignments of the update that follow no gradient, such as moving averages
 * @param learningRate tensor to feed with the rate
 * @param values of the variables as they were exported, by the name of their node
 * @param fresh further initial values, those that differ from {@code values}
 * @param optimizer what the optimizer is called; empty if that is not known
 * @param begun the number of updates that were made before the export
 */
public record FunctionModel(
    GraphDef def,
    String features,
    String labels,
    Part training,
    Part evaluation,
    Map<String, String> gradients,
    List<String> initializers,
    String train,
    List<String> updates,
    String learningRate,
    Map<String, HostArray> values,
    List<Map<String, HostArray>> fresh,
    String optimizer,
    long begun) {

  /**
   * Tensors of one function.
   *
   * @param loss the loss with regularization
   * @param logits outputs of the network; null if it does not give them
   * @param perExampleLoss the loss of each example; null if it does not give it
   * @param regularization the part of the loss that hangs on no data; null if it does not give it
   */
  public record Part(
      String loss,
      @Nullable String logits,
      @Nullable String perExampleLoss,
      @Nullable String regularization) {}
}
