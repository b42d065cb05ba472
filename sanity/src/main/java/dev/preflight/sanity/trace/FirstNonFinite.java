package dev.preflight.sanity.trace;

import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Lab;
import dev.preflight.training.GraphOp;
import dev.preflight.training.Mode;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a NaN or an infinity first appears: the op whose inputs are all finite and whose result is
 * not, on the way to the loss, or else on the way back.
 */
public final class FirstNonFinite {

  private static final Pattern VARIABLE = Pattern.compile("ReadVariableOp|Variable(V2)?");

  private FirstNonFinite() {}

  /**
   * Looks for it with the trainer's present weights, in training mode.
   *
   * @return a sentence with a space before it; empty where none can be told
   */
  public static String told(Lab lab, Trainer trainer, Batch batch) {
    Trace forward = Trace.of(lab, trainer, lab.graph().ends().loss(), batch, Mode.TRAIN);
    String told = told(forward);
    if (!told.isEmpty()) {
      return told;
    }
    Set<String> before = forward.ops().stream().map(GraphOp::name).collect(Collectors.toSet());
    for (String tensor : lab.graph().gradientTensors().values()) {
      Trace back = Trace.of(lab, trainer, tensor, batch, Mode.TRAIN);
      GraphOp first = back.first(Trace::isNotFinite);
      if (first != null) {
        List<String> origin =
            back.inputsOf(first).stream()
                .filter(input -> before.contains(input.name()) && !input.type().equals("Const"))
                .map(input -> "'" + input.name() + "' (" + input.type() + ")")
                .toList();
        return Sentence.of(
            " It first appears on the way back, in '%s' (%s)%s.",
            first.name(),
            first.type(),
            origin.isEmpty()
                ? ""
                : Sentence.of(", from the value of %s", Sentence.some(origin, 2)));
      }
    }
    return "";
  }

  /** The same on the way forward only. */
  public static String told(Trace forward) {
    GraphOp op = forward.first(Trace::isNotFinite);
    if (op == null) {
      return "";
    }
    return VARIABLE.matcher(op.type()).matches()
        ? " It is in the weights already, left there by the update before."
        : Sentence.of(
            " It first appears in '%s' (%s), whose inputs are finite%s.",
            op.name(), op.type(), reads(forward, op));
  }

  /** What it reads, with the value that explains it: the smallest of each. */
  private static String reads(Trace trace, GraphOp op) {
    List<String> inputs =
        trace.inputsOf(op).stream()
            .filter(input -> trace.values().containsKey(input.name()))
            .map(
                input ->
                    Sentence.of(
                        "'%s' (%s) goes down to %s",
                        input.name(), input.type(), smallest(trace.values().get(input.name()))))
            .toList();
    return inputs.isEmpty() ? "" : Sentence.of(": %s", Sentence.some(inputs, 2));
  }

  private static double smallest(@Nullable HostArray values) {
    double smallest = Double.NaN;
    for (int i = 0; values != null && i < values.size(); i++) {
      smallest = Double.isNaN(smallest) ? values.get(i) : Math.min(smallest, values.get(i));
    }
    return smallest;
  }
}
