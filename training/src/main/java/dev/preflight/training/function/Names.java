package dev.preflight.training.function;

import dev.preflight.training.data.InputException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.TensorInfo;

/**
 * What inputs and outputs of the signatures are called; null for those to be found by their usual
 * names.
 *
 * @param features input that takes the features
 * @param labels input that takes the labels
 * @param loss output that is minimized
 * @param logits output of the network
 * @param perExampleLoss output with the loss of each example
 * @param regularization output with the part of the loss that hangs on no data
 * @param learningRate input, or variable, that holds the rate
 */
public record Names(
    @Nullable String features,
    @Nullable String labels,
    @Nullable String loss,
    @Nullable String logits,
    @Nullable String perExampleLoss,
    @Nullable String regularization,
    @Nullable String learningRate) {

  private static final Pattern FEATURES =
      Pattern.compile(
          "x|xs|features?|inputs?|images?|data|batch_x|x_batch|input_ids|tokens|pixels");
  private static final Pattern LABELS =
      Pattern.compile("y|ys|labels?|targets?|y_true|classes|batch_y|y_batch|outputs?");
  private static final Pattern LOSS = Pattern.compile("(total_)?loss");
  private static final Pattern LOGITS =
      Pattern.compile("logits?|outputs?|predictions?|y_pred|scores?|output_0");
  private static final Pattern EACH =
      Pattern.compile("per_example_loss|example_loss|losses|per_sample_loss|loss_per_example");
  private static final Pattern PENALTY = Pattern.compile("regularization(_loss)?|penalty|reg_loss");
  private static final Pattern RATE = Pattern.compile("learning_?rate|lr|rate|step_size");

  /** The two inputs of a signature. */
  record Inputs(String features, String labels) {}

  Inputs inputs(Signature train) {
    String x = given("features", features, train.inputs().keySet(), train);
    String y = given("labels", labels, train.inputs().keySet(), train);
    List<String> arrays =
        train.inputs().entrySet().stream()
            .filter(input -> !isScalar(input.getValue()) && !isRate(input.getKey()))
            .map(Map.Entry::getKey)
            .toList();
    x = x == null ? only(arrays, FEATURES, y) : x;
    y = y == null ? only(arrays, LABELS, x) : y;
    if (arrays.size() == 2) {
      x = x == null ? other(arrays, y) : x;
      y = y == null ? other(arrays, x) : y;
    }
    if (x == null || y == null || x.equals(y)) {
      throw new InputException(
          "signature '"
              + train.name()
              + "': which of its inputs "
              + quoted(train.inputs().keySet())
              + " are features and labels?",
          "name them in a descriptor: {\"graph\": \"DIRECTORY\", \"features\": \"x\", \"labels\":"
              + " \"y\"}, or export a step that takes both");
    }
    return new Inputs(x, y);
  }

  /** The input that is the rate; null if none is called so. */
  @Nullable String rateInput(Signature train) {
    String named = learningRate;
    if (named != null && train.inputs().containsKey(named)) {
      return named;
    }
    return train.inputs().entrySet().stream()
        .filter(input -> isScalar(input.getValue()) && isRate(input.getKey()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  static boolean isRate(String name) {
    return RATE.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  /** The output that is the loss. */
  String loss(Signature signature) {
    String found = output("loss", loss, LOSS, signature);
    if (found != null) {
      return found;
    }
    List<String> scalars =
        signature.outputs().entrySet().stream()
            .filter(output -> isScalar(output.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    if (scalars.size() == 1) {
      return scalars.get(0);
    }
    throw new InputException(
        "signature '"
            + signature.name()
            + "' gives no loss: its outputs are "
            + quoted(signature.outputs().keySet()),
        "have it return {\"loss\": loss, ...}, the number that is minimized: 'preflight"
            + " export-snippet keras' writes both signatures");
  }

  @Nullable String logits(Signature signature) {
    return output("logits", logits, LOGITS, signature);
  }

  @Nullable String perExampleLoss(Signature signature) {
    return output("perExampleLoss", perExampleLoss, EACH, signature);
  }

  @Nullable String regularization(Signature signature) {
    return output("regularization", regularization, PENALTY, signature);
  }

  private static @Nullable String output(
      String role, @Nullable String given, Pattern usual, Signature signature) {
    String named = given(role, given, signature.outputs().keySet(), signature);
    return named != null ? named : only(List.copyOf(signature.outputs().keySet()), usual, null);
  }

  private static @Nullable String given(
      String role, @Nullable String name, Collection<String> known, Signature signature) {
    if (name == null || known.contains(name)) {
      return name;
    }
    throw new InputException(
        role + ": signature '" + signature.name() + "' has no '" + name + "'",
        "it has " + quoted(known));
  }

  private static @Nullable String only(List<String> names, Pattern usual, @Nullable String except) {
    List<String> found =
        names.stream()
            .filter(name -> usual.matcher(name.toLowerCase(Locale.ROOT)).matches())
            .filter(name -> !name.equals(except))
            .toList();
    return found.size() == 1 ? found.get(0) : null;
  }

  private static @Nullable String other(List<String> two, @Nullable String one) {
    return one == null ? null : two.get(two.get(0).equals(one) ? 1 : 0);
  }

  private static boolean isScalar(TensorInfo info) {
    return !info.getTensorShape().getUnknownRank() && info.getTensorShape().getDimCount() == 0;
  }

  /** The last part of a variable's path, in lower case and without a number that Keras adds. */
  static String last(String variable) {
    return variable
        .substring(variable.lastIndexOf('/') + 1)
        .toLowerCase(Locale.ROOT)
        .replaceAll("_\\d+$", "");
  }

  static String quoted(Collection<String> names) {
    return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
  }
}
