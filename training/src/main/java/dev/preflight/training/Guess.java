package dev.preflight.training;

import dev.preflight.training.data.ArraySpec;
import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.LabelForm;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.graph.GraphView;
import dev.preflight.training.program.Ends;
import dev.preflight.training.tensor.Tensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.NodeDef;

/**
 * A form in which data may fit placeholders that do not say what shape they take.
 *
 * @param text the form, for people
 * @param labels form of the labels; null for what the placeholder says
 * @param labelItem shape of one label; null for that of the form
 * @param featureItem shape of one item's features; null for that of the data
 */
record Guess(
    String text,
    @Nullable LabelForm labels,
    @Nullable List<Integer> labelItem,
    @Nullable List<Integer> featureItem) {

  /** What the placeholders say, and the data's own shapes where they say nothing. */
  static final Guess NONE = new Guess("", null, null, null);

  /**
   * The forms to try, the likeliest first; one where the placeholders say what they take.
   *
   * @param outputs number of the network's outputs, where it is known
   */
  static List<Guess> all(TrainingData data, GraphView view, Ends ends, OptionalInt outputs) {
    NodeDef labels = view.node(GraphView.nodeOf(ends.labels()));
    List<Guess> labelGuesses = isOpen(labels) ? labels(data, labels, outputs) : List.of(NONE);
    List<Guess> all = new ArrayList<>();
    boolean open = isOpen(view.node(GraphView.nodeOf(ends.features())));
    for (Guess features : open ? features(data.train().features()) : List.of(NONE)) {
      for (Guess label : labelGuesses) {
        String and = features.text.isEmpty() || label.text.isEmpty() ? "" : ", ";
        all.add(
            new Guess(
                features.text + and + label.text,
                label.labels,
                label.labelItem,
                features.featureItem));
      }
    }
    return all;
  }

  /** Whether a placeholder says no shape; older exporters write a scalar then. */
  private static boolean isOpen(NodeDef placeholder) {
    return !placeholder.getAttrMap().containsKey("shape")
        || placeholder.getAttrOrThrow("shape").getShape().getDimCount() == 0;
  }

  private static List<Guess> labels(TrainingData data, NodeDef node, OptionalInt outputs) {
    boolean column = outputs.isPresent() && outputs.getAsInt() == 1;
    if (data.classes().isEmpty()) {
      if (!data.train().labels().shape().isEmpty()) {
        return List.of(NONE);
      }
      Guess numbers = new Guess("labels as numbers [batch]", null, null, null);
      Guess columns = new Guess("labels as a column [batch, 1]", null, List.of(1), null);
      return column ? List.of(columns, numbers) : List.of(numbers, columns);
    }
    int classes = data.classes().getAsInt();
    Guess ids = new Guess("labels as class numbers [batch]", LabelForm.classIds(), null, null);
    Guess rows =
        new Guess(
            "labels as one-hot rows [batch, " + classes + "]",
            LabelForm.oneHot(classes),
            null,
            null);
    Guess columns =
        new Guess("labels as a column [batch, 1]", LabelForm.classIds(), List.of(1), null);
    ElementType type = Tensors.elementType(GraphView.dtype(node));
    List<Guess> guesses =
        new ArrayList<>(type.isFloating() ? List.of(rows, ids) : List.of(ids, rows));
    guesses.add(column ? 0 : 2, columns);
    return guesses;
  }

  private static List<Guess> features(ArraySpec spec) {
    List<Guess> guesses = new ArrayList<>();
    guesses.add(new Guess("features of shape " + spec.shape(), null, null, spec.shape()));
    if (spec.rank() > 1) {
      List<Integer> flat = List.of(spec.size());
      guesses.add(new Guess("features of shape " + flat, null, null, flat));
    }
    if (spec.rank() == 2) {
      List<Integer> image = new ArrayList<>(spec.shape());
      image.add(1);
      guesses.add(new Guess("features of shape " + image, null, null, image));
    }
    return guesses;
  }

  /** A trial of data in some form. */
  interface Attempt {
    /**
     * Tries it.
     *
     * @return the loss
     * @throws InputException if it does not run
     */
    double loss(Guess guess);
  }

  /**
   * The first form that runs and gives a finite loss.
   *
   * @throws InputException with all that was tried, or what was wrong with the only one
   */
  static Guess firstThatFits(List<Guess> guesses, Attempt attempt) {
    Map<String, String> tried = new LinkedHashMap<>();
    for (Guess guess : guesses) {
      try {
        double loss = attempt.loss(guess);
        if (guesses.size() == 1 || Double.isFinite(loss)) {
          return guess;
        }
        tried.put(guess.text, "the loss is " + loss);
      } catch (InputException e) {
        if (guesses.size() == 1) {
          throw e;
        }
        tried.put(guess.text, String.valueOf(e.getMessage()));
      }
    }
    boolean alike =
        Collections.frequency(tried.values(), tried.values().iterator().next()) == tried.size();
    throw new InputException(
        "the placeholders say no shape, and the data fit them in none of the forms tried: "
            + (alike
                ? String.join("; ", tried.keySet()) + ": " + tried.values().iterator().next()
                : tried.entrySet().stream()
                    .map(e -> e.getKey() + " (" + e.getValue() + ")")
                    .collect(Collectors.joining("; "))),
        "give the placeholders of features and labels the shapes that they take");
  }
}
