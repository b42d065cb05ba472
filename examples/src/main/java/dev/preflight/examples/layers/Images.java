package dev.preflight.examples.layers;

import dev.preflight.training.data.InputException;
import dev.preflight.training.program.Setup;
import java.util.List;

/** The sizes of a set of labelled images, items of {@code [height, width]} or with channels. */
public record Images(int height, int width, int channels, int classes) {

  /**
   * The sizes of the data that a program is built for.
   *
   * @param program the program's name, for the message
   * @throws InputException if the items are no images, or the labels no classes
   */
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

  /**
   * The number of classes, at least 2, of data of any shape.
   *
   * @param program the program's name, for the message
   * @throws InputException if there are fewer, or the labels are no classes
   */
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

  /** The sizes after {@code times} of {@link Layers#pool}. */
  public Images pooled(int times) {
    return times == 0
        ? this
        : new Images((height + 1) / 2, (width + 1) / 2, channels, classes).pooled(times - 1);
  }

  /** Number of pixels of one image. */
  public long pixels() {
    return (long) height * width;
  }

  /** Height, width, channels. */
  public List<Integer> shape() {
    return List.of(height, width, channels);
  }
}
