package dev.preflight.sanity;

import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.Effort;
import dev.preflight.sanity.check.Lab;
import dev.preflight.training.UpdateTime;
import java.time.Duration;
import java.util.List;

/**
 * What checks cost, measured on a few updates before they begin.
 *
 * @param small seconds of an update on the batch that is to be memorized
 * @param examples in that batch
 * @param ordinary seconds of an update on an ordinary batch
 * @param batchSize of an ordinary batch
 */
record Cost(double small, int examples, double ordinary, int batchSize) {

  /** Of the updates allowed on few examples, the share that sound nets need: a twentieth. */
  private static final double USUAL = 0.05;

  /** Share of the time limit that memorizing may take; the rest is for all else. */
  private static final double MEMORIZING = 0.5;

  private static final List<Integer> FEWER = List.of(8, 4);

  /** Nothing is known: every check may begin. */
  static final Cost UNKNOWN = new Cost(0, Lab.BENCH, 0, 0);

  /**
   * Measures, and spares examples where the checks would not fit the time limit otherwise.
   *
   * @return {@link #UNKNOWN} where no check makes updates worth counting, or none can be made:
   *     which fault of the data or the graph that is, the checks say
   */
  static Cost measured(List<Check> checks, List<Lab> labs, Duration limit) {
    Effort effort = total(checks);
    if (effort.equals(Effort.NONE) || limit.isZero()) {
      return UNKNOWN;
    }
    try {
      Lab lab = labs.get(0);
      double ordinary =
          effort.ordinary() == 0 ? 0 : UpdateTime.of(lab.bench(), lab.batch(lab.batchSize()));
      Cost cost = with(lab, effort, ordinary);
      for (int fewer : FEWER) {
        double memorizing = labs.size() * USUAL * effort.small() * cost.small;
        if (memorizing <= MEMORIZING * limit.toMillis() / 1e3 || cost.examples <= fewer) {
          break;
        }
        labs.forEach(l -> l.spare(fewer));
        cost = with(lab, effort, ordinary);
      }
      return cost;
    } catch (RuntimeException e) {
      return UNKNOWN;
    }
  }

  private static Cost with(Lab lab, Effort effort, double ordinary) {
    double small = effort.small() == 0 ? 0 : UpdateTime.of(lab.bench(), lab.memorizedBatch());
    return new Cost(small, lab.memorizedBatch().size(), ordinary, lab.batchSize());
  }

  static Effort total(List<Check> checks) {
    return checks.stream().map(Check::effort).reduce(Effort.NONE, Effort::plus);
  }

  /** What an effort takes where the net is sound. */
  Duration usual(Effort effort) {
    return seconds(USUAL * effort.small() * small + effort.ordinary() * ordinary);
  }

  /** What an effort takes at most. */
  Duration most(Effort effort) {
    return seconds(effort.small() * small + effort.ordinary() * ordinary);
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(1e3 * seconds));
  }

  /**
   * What is planned: one sentence.
   *
   * @param seeds in how many labs each check runs
   */
  String told(List<Check> checks, int seeds, Duration limit) {
    Effort effort = total(checks);
    if (equals(UNKNOWN)) {
      return Sentence.of("Plans %d checks, without training.", checks.size());
    }
    Effort all = new Effort(seeds * effort.small(), seeds * effort.ordinary());
    return Sentence.of(
        """
        Plans %d checks with up to %,d updates (%s): %s of training for a sound net, at most %s; \
        ends after %s (--timeout).""",
        checks.size(),
        all.small() + all.ordinary(),
        each(),
        Times.atLeast(usual(all)),
        Times.atLeast(most(all)),
        Times.rounded(limit));
  }

  private String each() {
    String few = Sentence.of("%s each with %d examples", Numbers.each(small), examples);
    String many = Sentence.of("%s with %d", Numbers.each(ordinary), batchSize);
    return small == 0 ? many + " examples" : ordinary == 0 ? few : few + ", " + many;
  }
}
