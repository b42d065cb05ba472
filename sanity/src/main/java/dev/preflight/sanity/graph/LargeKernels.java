package dev.preflight.sanity.graph;

import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Statistics;
import dev.preflight.training.GraphOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Kernels of dense and convolutional layers that are drawn far wider than He et al. (2015) do. */
final class LargeKernels {

  /** A layer of such a kernel makes what passes through it this much larger. */
  private static final double WIDE = 3;

  private static final Pattern LAYER = Pattern.compile("(Batch)?MatMul(V2)?|Conv[123]D");
  private static final Pattern READS = Pattern.compile("ReadVariableOp|Identity|Reshape|Cast");

  private LargeKernels() {}

  /** A part of a sentence that names them; empty where there is none. */
  static String told(Lab lab) {
    List<String> wide = new ArrayList<>();
    usedByLayers(lab)
        .forEach(
            (variable, shape) -> {
              long inputs = 1;
              for (int i = 0; i + 1 < shape.size(); i++) {
                inputs *= shape.get(i);
              }
              double expected = Math.sqrt(2.0 / inputs);
              double deviation =
                  Statistics.Moments.of(lab.initial().variable(variable)).deviation();
              if (deviation > WIDE * expected) {
                wide.add(
                    Sentence.of(
                        "%s with a deviation of %s, expected about %s",
                        variable, deviation, expected));
              }
            });
    return Sentence.some(wide, 2);
  }

  private static Map<String, List<Long>> usedByLayers(Lab lab) {
    Map<String, String> readers = new HashMap<>();
    lab.graph().trainable().forEach(variable -> readers.put(variable, variable));
    Map<String, List<Long>> used = new LinkedHashMap<>();
    for (GraphOp op : lab.graph().opsBehind(lab.graph().ends().loss())) {
      for (String input : op.inputs()) {
        String variable = readers.get(GraphOp.nodeOf(input));
        if (variable != null && READS.matcher(op.type()).matches()) {
          readers.put(op.name(), variable);
        } else if (variable != null
            && LAYER.matcher(op.type()).matches()
            && lab.graph().shapeOf(variable).size() >= 2) {
          used.put(variable, lab.graph().shapeOf(variable));
        }
      }
    }
    return used;
  }
}
