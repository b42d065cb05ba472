package dev.preflight.sanity.trace;

import dev.preflight.sanity.check.Lab;
import dev.preflight.training.GraphOp;
import dev.preflight.training.Mode;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The dropout of a graph that keeps least in training.
 *
 * @param op the op that draws what is kept
 * @param keeps share of values that it keeps, in [0, 1]
 */
public record Dropout(String op, double keeps) {

  private static final Pattern MASK = Pattern.compile("(Greater|Less)(Equal)?|Floor");
  private static final Pattern RANDOM = Pattern.compile("(Stateless)?RandomUniform(V2)?");
  private static final Pattern ARITHMETIC = Pattern.compile("Add(V2)?|Mul|Sub|Identity|Cast");

  /** Ops between a draw and the comparison that makes a mask of it. */
  private static final int STEPS = 4;

  /** Looks for it; null where the graph draws no mask that can be read. */
  public static @Nullable Dropout lowest(Lab lab, Batch batch) {
    if (!lab.graph().isStochastic()) {
      return null;
    }
    Trainer trainer = lab.initial();
    List<GraphOp> ops = lab.graph().opsBehind(lab.graph().ends().loss());
    Map<String, GraphOp> byName = new HashMap<>();
    Dropout lowest = null;
    for (GraphOp op : ops) {
      byName.put(op.name(), op);
      if (MASK.matcher(op.type()).matches() && draws(op, byName, STEPS)) {
        double kept = mean(trainer, op, batch);
        if (!Double.isNaN(kept) && (lowest == null || kept < lowest.keeps)) {
          lowest = new Dropout(op.name(), kept);
        }
      }
    }
    return lowest;
  }

  private static boolean draws(GraphOp op, Map<String, GraphOp> byName, int steps) {
    return op.inputs().stream()
        .map(input -> byName.get(Blocked.nodeOf(input)))
        .anyMatch(
            input ->
                input != null
                    && (RANDOM.matcher(input.type()).matches()
                        || (steps > 0
                            && ARITHMETIC.matcher(input.type()).matches()
                            && draws(input, byName, steps - 1))));
  }

  private static double mean(Trainer trainer, GraphOp op, Batch batch) {
    try {
      HostArray mask = trainer.tensor(op.output(), batch, Mode.TRAIN);
      double sum = 0;
      for (int i = 0; i < mask.size(); i++) {
        sum += mask.get(i);
      }
      return sum / mask.size();
    } catch (RuntimeException e) {
      return Double.NaN; // A tensor that cannot be fetched, inside a loop or a function.
    }
  }
}
