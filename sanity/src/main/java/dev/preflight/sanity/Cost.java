package dev.preflight.sanity;

import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.sanity.check.Effort;
import dev.preflight.sanity.check.Lab;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.Batch;
import dev.preflight.training.optimizer.StepSettings;
import java.time.Duration;
import java.util.List;

/** What a check-up of a large net will cost, measured on a few updates before it begins. */
final class Cost {

  /** A check-up that cannot take longer is not worth a word. */
  private static final double WORTH_SAYING = 120;

  private Cost() {}

  /** One sentence; empty where it is short, or where the graph cannot make an update. */
  static String told(List<Check> checks, List<Lab> labs, CheckupOptions options) {
    Effort effort = checks.stream().map(Check::effort).reduce(Effort.NONE, Effort::plus);
    Lab lab = labs.get(0);
    if (effort.equals(Effort.NONE) || options.timeLimit().isZero()) {
      return "";
    }
    double small;
    double ordinary;
    try {
      small = effort.small() == 0 ? 0 : seconds(lab, lab.batch(Lab.BENCH));
      ordinary = effort.ordinary() == 0 ? 0 : seconds(lab, lab.batch(lab.batchSize()));
    } catch (RuntimeException e) {
      return ""; // A fault of the data or the graph: the checks say which.
    }
    double most = labs.size() * (effort.small() * small + effort.ordinary() * ordinary);
    return most < WORTH_SAYING
        ? ""
        : Sentence.of(
            """
            An update takes about %s s with %d examples%s. The checks need at most %s for up to \
            %,d of them, sound nets mostly a tenth of that; they end after %s (--time-limit).""",
            effort.small() == 0 ? ordinary : small,
            effort.small() == 0 ? lab.batchSize() : lab.batch(Lab.BENCH).size(),
            effort.small() == 0 || effort.ordinary() == 0
                ? ""
                : Sentence.of(", %s s with %d", ordinary, lab.batchSize()),
            Times.rounded(Duration.ofSeconds(Math.round(most))),
            labs.size() * (effort.small() + effort.ordinary()),
            Times.rounded(options.timeLimit()));
  }

  /** Time of one update, the first left out, which sets things up. */
  private static double seconds(Lab lab, Batch batch) {
    Trainer trainer = lab.bench();
    StepSettings settings = StepSettings.of(0);
    trainer.step(batch, settings);
    lab.checkpoint();
    long start = System.nanoTime();
    trainer.step(batch, settings);
    return (System.nanoTime() - start) / 1e9;
  }
}
