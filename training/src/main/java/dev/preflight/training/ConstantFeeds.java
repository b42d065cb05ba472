package dev.preflight.training;

import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.graph.GraphView;
import dev.preflight.training.graph.Outputs;
import dev.preflight.training.program.ConstantFeed;
import dev.preflight.training.program.Ends;
import dev.preflight.training.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;

/** Fits the constants that a program wants fed to the tensors that take them. */
final class ConstantFeeds {

  private ConstantFeeds() {}

  /**
   * The ends with every constant in the type of its tensor, by canonical name.
   *
   * @throws InputException if a tensor has another type or shape, or is fed otherwise
   */
  static Map<String, ConstantFeed> fitted(Graph graph, Ends ends) {
    Map<String, ConstantFeed> fitted = new LinkedHashMap<>();
    ends.feeds()
        .forEach(
            (name, feed) -> {
              String tensor = GraphView.canonical(name);
              reject(tensor, ends.features(), "features");
              reject(tensor, ends.labels(), "labels");
              String training = ends.training();
              if (training != null) {
                reject(tensor, training, "training flag");
              }
              Output<?> output = Outputs.of(graph, tensor);
              fitted.put(
                  tensor,
                  new ConstantFeed(
                      fitted(name, output, feed.train()), fitted(name, output, feed.evaluate())));
            });
    return fitted;
  }

  private static void reject(String tensor, String end, String role) {
    if (tensor.equals(GraphView.canonical(end))) {
      throw new InputException(
          "feeds: '" + tensor + "' is fed already: it takes the " + role,
          "leave it out of \"feeds\"");
    }
  }

  private static HostArray fitted(String name, Output<?> output, HostArray value) {
    ElementType type;
    try {
      type = Tensors.elementType(GraphView.base(output.dataType()));
    } catch (Tensors.UnsupportedTypeException e) {
      throw new InputException(
          "feeds: '" + name + "' takes " + output.dataType() + ", which cannot be fed",
          "feed numbers or truth values only, or export the graph without it",
          e);
    }
    if (!fits(output.shape(), value.shape())) {
      throw new InputException(
          "feeds: '"
              + name
              + "' takes shape "
              + output.shape()
              + ", the value has "
              + HostArray.shapeText(value.shape()),
          "give one number for shape [], and nested arrays for others");
    }
    boolean truth = value.type() == ElementType.BOOL;
    if (truth == (type == ElementType.BOOL)) {
      try {
        return value.to(type);
      } catch (IllegalArgumentException e) {
        // Said below: 0.5 for a whole number, say.
      }
    }
    throw new InputException(
        "feeds: '"
            + name
            + "' takes "
            + output.dataType()
            + ", the value is "
            + (value.size() == 1 && !truth ? value.get(0) : value),
        truth
            ? "give a number"
            : type == ElementType.BOOL ? "give true or false" : "give a number of that type");
  }

  private static boolean fits(Shape declared, int[] given) {
    if (declared.isUnknown()) {
      return true;
    }
    boolean fits = given.length == declared.numDimensions();
    for (int i = 0; fits && i < given.length; i++) {
      fits = declared.get(i) < 0 || declared.get(i) == given[i];
    }
    return fits;
  }
}
