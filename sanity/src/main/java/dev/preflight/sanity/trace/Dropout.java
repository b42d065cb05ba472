package dev.preflight.sanity.trace;

import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Measurement;
import dev.preflight.training.GraphOp;
import dev.preflight.training.Mode;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
  private static final Pattern PASSES = Pattern.compile("Cast|Identity|Reshape");
  private static final Pattern SHAPE = Pattern.compile("ShapeN?|Size|Rank|ZerosLike|OnesLike");
  private static final Pattern RANDOM = Pattern.compile("(Stateless)?RandomUniform(V2)?");
  private static final Pattern ARITHMETIC = Pattern.compile("Add(V2)?|Mul|Sub|Identity|Cast");

  /** Dropout that keeps less than this leaves little to learn from. */
  public static final double LITTLE = 0.1;

  /** What the findings say of it. */
  public static final String WHY =
      """
      A rate where a keep probability was meant, or the other way round: dropout by 0.9 or more \
      leaves nothing to learn from.""";

  public static final String FIX =
      "Drop 0.1 to 0.5; check whether the function takes the share to drop or the share to keep.";

  /** That of the program at its initial weights; empty where the graph draws no mask. */
  public static final Measurement<Optional<Dropout>> LOWEST =
      lab -> Optional.ofNullable(lowest(lab, lab.memorizedBatch()));

  /** Draws that tell a share well enough: to 0.003 where a hundredth is kept. */
  private static final int DRAWS = 2_000;

  private static final int MOST_RUNS = 20;

  /** Ops between a draw and the comparison that makes a mask of it. */
  private static final int STEPS = 4;

  private static @Nullable Dropout lowest(Lab lab, Batch batch) {
    if (!lab.graph().isStochastic()) {
      return null;
    }
    Trainer trainer = lab.initial();
    List<GraphOp> ops = lab.graph().opsBehind(lab.graph().ends().loss());
    Map<String, GraphOp> byName = new HashMap<>();
    Set<String> fed = new HashSet<>(Set.of(GraphOp.nodeOf(lab.graph().ends().features())));
    Map<String, GraphOp> masks = new HashMap<>();
    Set<GraphOp> drops = new LinkedHashSet<>();
    for (GraphOp op : ops) {
      byName.put(op.name(), op);
      List<String> inputs = op.inputs().stream().map(GraphOp::nodeOf).toList();
      if (!SHAPE.matcher(op.type()).matches() && inputs.stream().anyMatch(fed::contains)) {
        fed.add(op.name());
      }
      GraphOp mask =
          inputs.stream().map(masks::get).filter(Objects::nonNull).findFirst().orElse(null);
      if (MASK.matcher(op.type()).matches() && draws(op, byName, STEPS)) {
        masks.put(op.name(), op);
      } else if (mask != null && PASSES.matcher(op.type()).matches()) {
        masks.put(op.name(), mask);
      } else if (mask != null && drops(op, inputs, fed, trainer, batch)) {
        drops.add(mask);
      }
    }
    Dropout lowest = null;
    for (GraphOp mask : drops) {
      double kept = mean(trainer, mask, batch);
      if (!Double.isNaN(kept) && (lowest == null || kept < lowest.keeps)) {
        lowest = new Dropout(mask.name(), kept);
      }
    }
    return lowest;
  }

  /**
   * Whether an op that reads a mask takes away what comes from the features: times 0, or else 0.
   */
  private static boolean drops(
      GraphOp op, List<String> inputs, Set<String> fed, Trainer trainer, Batch batch) {
    if (op.type().equals("Mul")) {
      return inputs.stream().anyMatch(fed::contains);
    }
    return op.type().startsWith("Select")
        && fed.contains(inputs.get(1))
        && isZero(trainer, op.inputs().get(2), batch);
  }

  private static boolean isZero(Trainer trainer, String tensor, Batch batch) {
    try {
      double[] values = trainer.tensor(tensor, batch, Mode.TRAIN).toDoubles();
      return Arrays.stream(values).allMatch(value -> value == 0);
    } catch (RuntimeException e) {
      return false; // A tensor that cannot be fetched.
    }
  }

  private static boolean draws(GraphOp op, Map<String, GraphOp> byName, int steps) {
    return op.inputs().stream()
        .map(input -> byName.get(GraphOp.nodeOf(input)))
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
      double sum = 0;
      int draws = 0;
      for (int run = 0; run < MOST_RUNS && draws < DRAWS; run++) {
        HostArray mask = trainer.tensor(op.output(), batch, Mode.TRAIN);
        for (int i = 0; i < mask.size(); i++) {
          sum += mask.get(i);
        }
        draws += mask.size();
      }
      return sum / draws;
    } catch (RuntimeException e) {
      return Double.NaN; // A tensor that cannot be fetched, inside a loop or a function.
    }
  }
}
