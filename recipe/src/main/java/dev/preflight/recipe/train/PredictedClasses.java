package dev.preflight.recipe.train;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Rule;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.metrics.Classified;
import dev.preflight.sanity.metrics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Whether a classifier still tells its classes apart, or says one of them whatever it sees. */
final class PredictedClasses {

  static final Rule RULE =
      new Rule(
          "R11",
          "collapse and rare classes",
          "a net that says the same class whatever it sees, or never finds one of them",
          """
          More than 99 % of the predictions of the best checkpoint on validation are one class, \
          which is less than 90 % of the set: fails. A class of at least 10 items whose recall has \
          an upper end of Wilson's 95 % interval below 0.3, while the accuracy is above that of \
          always saying the largest class: warns.""",
          "SageMaker Debugger ClassImbalance, with an interval");

  /** Share of the predictions above which a net says one class only. */
  private static final double COLLAPSED = 0.99;

  /** A class that is so much of the set may well be most of the predictions. */
  private static final double MOST_OF_THE_SET = 0.9;

  private static final double LOW_RECALL = 0.3;

  /** Of fewer items nobody can say that they are not found. */
  private static final int LEAST_ITEMS = 10;

  private PredictedClasses() {}

  static Finding of(Classified c) {
    long[][] counts = c.confusion();
    long[] predicted = new long[c.classes()];
    for (long[] row : counts) {
      for (int k = 0; k < row.length; k++) {
        predicted[k] += row[k];
      }
    }
    int most =
        IntStream.range(0, c.classes())
            .boxed()
            .max((a, b) -> Long.compare(predicted[a], predicted[b]))
            .orElse(0);
    double share = (double) predicted[most] / (double) Math.max(1, c.size());
    double prior = (double) c.support(most) / (double) Math.max(1, c.size());
    if (share > COLLAPSED && prior < MOST_OF_THE_SET) {
      return Finding.of(
              RULE,
              Status.FAIL,
              Sentence.of(
                  "%s of the predictions are class %d, which is %s of the set",
                  Numbers.percent(share), most, Numbers.percent(prior)))
          .measured(share)
          .expected("at most " + Numbers.percent(COLLAPSED))
          .unit("share of the predictions")
          .where(Sentence.of("class %d", most))
          .why("The net collapsed: a rate far too high, dead units, or an input that is lost.")
          .fix("Find the rate by 'preflight lr-find', and see 'preflight check'.")
          .build();
    }
    List<String> missed = new ArrayList<>();
    if (c.accuracy() > c.majority()) {
      for (int k = 0; k < c.classes(); k++) {
        Interval recall = Interval.ofShare(counts[k][k], c.support(k));
        if (c.support(k) >= LEAST_ITEMS && recall.isBelow(LOW_RECALL)) {
          missed.add(
              Sentence.of(
                  "class %d: %,d of %,d found (at most %s)",
                  k, counts[k][k], c.support(k), Numbers.percent(recall.high())));
        }
      }
    }
    if (!missed.isEmpty()) {
      return Finding.of(
              RULE,
              Status.WARN,
              Sentence.of(
                  "The accuracy is %s, but %s",
                  Numbers.percent(c.accuracy()), Sentence.some(missed, 3)))
          .measured((double) missed.size())
          .expected("0")
          .unit("classes that are not found")
          .fix("Weigh the classes, sample them evenly, or gather more of the rare ones.")
          .build();
    }
    return Finding.of(
            RULE,
            Status.PASS,
            Sentence.of(
                "Every class is found; the one said most often is %s of the predictions and %s of"
                    + " the set.",
                Numbers.percent(share), Numbers.percent(prior)))
        .measured(share)
        .build();
  }
}
