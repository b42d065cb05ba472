package dev.preflight.tuner.runs;

import dev.preflight.reports.Suggestion.Snippet;
import dev.preflight.reports.text.Numbers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** How a rate is written in the frameworks that people train with. */
public final class RateCode {

  /** What each framework calls an optimizer; the rate goes where {@code %s} is. */
  private record Names(String java, String keras, String torch) {}

  private static final Map<String, Names> OPTIMIZERS =
      Map.of(
          "adamw",
          new Names("", "AdamW(learning_rate=%s)", "AdamW(model.parameters(), lr=%s)"),
          "nadam",
          new Names(
              "Nadam(graph, %sf)", "Nadam(learning_rate=%s)", "NAdam(model.parameters(), lr=%s)"),
          "adam",
          new Names(
              "Adam(graph, %sf)", "Adam(learning_rate=%s)", "Adam(model.parameters(), lr=%s)"),
          "nesterov",
          new Names(
              "Momentum(graph, %sf, 0.9f, true)",
              "SGD(learning_rate=%s, momentum=0.9, nesterov=True)",
              "SGD(model.parameters(), lr=%s, momentum=0.9, nesterov=True)"),
          "momentum",
          new Names(
              "Momentum(graph, %sf, 0.9f)",
              "SGD(learning_rate=%s, momentum=0.9)",
              "SGD(model.parameters(), lr=%s, momentum=0.9)"),
          "rmsprop",
          new Names(
              "RMSProp(graph, %sf)",
              "RMSprop(learning_rate=%s)", "RMSprop(model.parameters(), lr=%s)"),
          "adagrad",
          new Names(
              "AdaGrad(graph, %sf)",
              "Adagrad(learning_rate=%s)", "Adagrad(model.parameters(), lr=%s)"),
          "adadelta",
          new Names(
              "AdaDelta(graph, %sf)",
              "Adadelta(learning_rate=%s)", "Adadelta(model.parameters(), lr=%s)"),
          "ftrl",
          new Names("Ftrl(graph, %sf)", "Ftrl(learning_rate=%s)", ""),
          "sgd",
          new Names(
              "GradientDescent(graph, %sf)",
              "SGD(learning_rate=%s)", "SGD(model.parameters(), lr=%s)"));

  /** Those whose names are parts of others come after them. */
  private static final List<String> ORDER =
      List.of(
          "adamw",
          "nadam",
          "adam",
          "nesterov",
          "rmsprop",
          "adagrad",
          "adadelta",
          "ftrl",
          "momentum");

  /** For an update that is none of them. */
  private static final List<Snippet> WHATEVER =
      List.of(
          new Snippet("Keras", "optimizer.learning_rate = %s"),
          new Snippet("PyTorch", "for group in optimizer.param_groups: group['lr'] = %s"));

  /** What plain descent is called. */
  private static final List<String> PLAIN = List.of("sgd", "gradientdescent");

  /** In the place of a line that a framework has not. */
  private static final String NONE = "-";

  private RateCode() {}

  /**
   * A line for each framework that has the optimizer.
   *
   * @param optimizer as a graph describes it, such as {@code momentum} or {@code ResourceApplyAdam}
   * @param rate positive
   */
  public static List<Snippet> of(String optimizer, double rate) {
    String plain = optimizer.toLowerCase(Locale.ROOT);
    String name = ORDER.stream().filter(plain::contains).findFirst().orElse("sgd");
    String digits = Numbers.rough(rate).replace(",", "");
    if (name.equals("sgd") && PLAIN.stream().noneMatch(plain::contains)) {
      return WHATEVER.stream()
          .map(s -> new Snippet(s.framework(), String.format(Locale.ROOT, s.line(), digits)))
          .toList();
    }
    Names names = Objects.requireNonNull(OPTIMIZERS.get(name));
    List<Snippet> all =
        List.of(
            new Snippet("TensorFlow Java", line("new ", names.java, digits)),
            new Snippet("Keras", line("keras.optimizers.", names.keras, digits)),
            new Snippet("PyTorch", line("torch.optim.", names.torch, digits)));
    return all.stream().filter(snippet -> !snippet.line().equals(NONE)).toList();
  }

  private static String line(String before, String call, String digits) {
    return call.isEmpty() ? NONE : before + String.format(Locale.ROOT, call, digits);
  }
}
