package dev.preflight.sanity.trace;

import dev.preflight.sanity.check.Lab;
import dev.preflight.training.GraphOp;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the way from a variable to the loss lets no gradient through. */
public final class Blocked {

  /** Ops whose value has no useful derivative, whatever they read. */
  private static final Pattern STOPS =
      Pattern.compile(
          "StopGradient|Arg(Max|Min)|Round|Rint|Floor|Ceil|Sign|Equal|NotEqual"
              + "|(Greater|Less)(Equal)?|Bucketize|OneHot");

  private static final Pattern READS = Pattern.compile("ReadVariableOp|Identity");

  private Blocked() {}

  /** The op that stops the gradient of a variable; null where a way is open, or none is seen. */
  public static @Nullable GraphOp by(Lab lab, String variable) {
    List<GraphOp> ops = lab.graph().opsBehind(lab.graph().ends().loss());
    Set<String> open = new HashSet<>(Set.of(variable));
    GraphOp stop = null;
    for (GraphOp op : ops) {
      if (!op.readsAny(open)) {
        continue;
      }
      if (STOPS.matcher(op.type()).matches() || (op.type().equals("Cast") && !op.floating())) {
        stop = stop == null ? op : stop;
      } else {
        open.add(op.name());
      }
    }
    return open.contains(GraphOp.nodeOf(lab.graph().ends().loss())) ? null : stop;
  }

  /**
   * Whether these variables stand before all others on the way from the features to the loss, as
   * those of a frozen backbone do: nothing that is multiplied with or added to them hangs on
   * another trainable variable.
   */
  public static boolean comeFirst(Lab lab, Set<String> variables, Set<String> others) {
    Set<String> behindOthers = new HashSet<>(others);
    Set<String> values = new HashSet<>(variables);
    for (GraphOp op : lab.graph().opsBehind(lab.graph().ends().loss())) {
      boolean reads = op.readsAny(values);
      boolean later = op.readsAny(behindOthers);
      if (reads && later) {
        return false;
      }
      if (later) {
        behindOthers.add(op.name());
      } else if (reads && READS.matcher(op.type()).matches()) {
        values.add(op.name());
      }
    }
    return true;
  }
}
