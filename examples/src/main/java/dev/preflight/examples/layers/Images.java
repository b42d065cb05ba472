package dev.preflight.examples.layers;

import dev.preflight.training.data.InputException;
import dev.preflight.training.program.Setup;
import java.util.List;

/** The sizes of a set of labelled images, items of {@code [height, width]} or with channels. */
public record Images(int height, int width, int channels, int classes) {

  public static Images of(String program, Setup setup) {
    List<Integer> shape = setup.features().shape();
    if (shape.size() < 2 || shape.size() > 3) {
      throw new InputException(
          "program '" + program + "' takes images, the data has items of shape " + shape,
          "give image data, or choose the program 'mlp'");
    }
    return new Images(
        shape.get(0), shape.get(1), shape.size() == 3 ? shape.get(2) : 1, classes(program, setup));
  }

  public static int classes(String program, Setup setup) {
    int classes =
        setup
            .classes()
            .orElseThrow(
                () ->
                    new InputException(
                        "program '" + program + "' takes class labels, the data has numbers",
                        "choose the program 'regression-mlp'"));
    if (classes < 2) {
      throw new InputException(
          "program '" + program + "' needs at least 2 classes, the data has " + classes,
          "check the labels");
    }
    return classes;
  }

  public List<Integer> shape() {
    return List.of(height, width, channels);
  }
}
