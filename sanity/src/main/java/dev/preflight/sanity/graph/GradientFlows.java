package dev.preflight.sanity.graph;

import dev.preflight.reports.Table;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.ShortRun;
import dev.preflight.sanity.loss.Outputs;
import dev.preflight.sanity.trace.Trace;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How strong the gradient of each variable is.
 *
 * @param byVariable in the order of the graph
 */
record GradientFlows(Map<String, Flow> byVariable) {

  /** Batches that are looked at. */
  static final int BATCHES = 5;

  /**
   * The gradient of one variable over several batches.
   *
   * @param mean mean absolute value
   * @param varies whether it depends on the batch; one that does not comes from regularization
   */
  record Flow(double mean, boolean varies) {}

  /** Measures them on some batches of a short run, at the trainer's present weights. */
  static GradientFlows of(Lab lab, Trainer trainer) {
    ShortRun batches = new ShortRun(lab);
    Map<String, Double> sums = new LinkedHashMap<>();
    Map<String, Boolean> varies = new LinkedHashMap<>();
    Map<String, HostArray> first = Map.of();
    for (int i = 0; i < BATCHES; i++) {
      lab.checkpoint();
      Batch batch = batches.next();
      Map<String, HostArray> gradients = trainer.gradients(batch);
      for (Map.Entry<String, HostArray> entry : gradients.entrySet()) {
        HostArray g = entry.getValue();
        double sum = 0;
        for (int k = 0; k < g.size(); k++) {
          sum += Math.abs(g.get(k));
        }
        double mean = sum / Math.max(1, g.size());
        sums.merge(entry.getKey(), mean / BATCHES, Double::sum);
        HostArray earlier = first.get(entry.getKey());
        if (earlier != null) {
          boolean differs =
              earlier.size() != g.size() || !(Outputs.largestDifference(earlier, g) == 0);
          varies.merge(entry.getKey(), differs, Boolean::logicalOr);
        }
      }
      if (first.isEmpty()) {
        first = gradients;
      }
    }
    Map<String, Flow> flows = new LinkedHashMap<>();
    sums.forEach((name, mean) -> flows.put(name, new Flow(mean, varies.getOrDefault(name, true))));
    return new GradientFlows(flows);
  }

  /** That of one variable; not a number where it has none. */
  Flow of(String variable) {
    return byVariable.getOrDefault(variable, new Flow(Double.NaN, true));
  }

  /**
   * The first of the batches that {@link #of(Lab, Trainer)} looks at whose gradient is not finite.
   */
  static Batch firstBroken(Lab lab) {
    ShortRun batches = new ShortRun(lab);
    for (int i = 0; i < BATCHES; i++) {
      Batch batch = batches.next();
      if (lab.initial().gradients(batch).values().stream().anyMatch(Trace::isNotFinite)) {
        return batch;
      }
    }
    return lab.batch(lab.batchSize());
  }

  /** Both, side by side; {@code cut} are variables without a gradient. */
  Table table(Lab lab, GradientFlows after, int updates, List<String> cut) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    byVariable.forEach(
        (name, flow) ->
            rows.add(
                List.of(
                    name, lab.graph().shapeOf(name).toString(), flow.mean, after.of(name).mean)));
    cut.forEach(
        name -> rows.add(List.of(name, lab.graph().shapeOf(name).toString(), "none", "none")));
    return new Table(
        "gradients",
        "Mean absolute gradient by variable",
        List.of(
            Table.Column.text("variable"),
            Table.Column.text("shape"),
            Table.Column.number("at the initial weights"),
            Table.Column.number(Sentence.of("after %s updates", updates))),
        rows);
  }
}
