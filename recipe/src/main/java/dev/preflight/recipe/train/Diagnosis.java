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
import org.jspecify.annotations.Nullable;

/**
 * Whether a trained model underfits or overfits, walked as Ng's recipe does: training error against
 * the target, the gap to validation, validation against test, each with its numbers and interval.
 */
public final class Diagnosis {

  private static final String NG =
      "Ng, Machine Learning Yearning (2018), chapters 20 to 32: bias and variance";

  static final Rule TRAINING =
      new Rule(
          "B01",
          "training error",
          "underfit: the model does not even learn what it is trained on",
          """
          The accuracy of the best checkpoint on up to 2,000 training items without augmentation, \
          with its 95 % Wilson interval, against --target; of a regression R2, with that of the delta \
          method. All of the interval below the target warns; without a target the number is for \
          information.""",
          NG);

  static final Rule GAP =
      new Rule(
          "B02",
          "gap to validation",
          "overfit: what was learned does not hold for new items",
          """
          Training accuracy minus validation accuracy with Newcombe's 95 % interval of a difference \
          of shares. Warns where all of it is above 5 points, or above 2 points with at least \
          twice the training error, unless the validation accuracy reaches the target. For a \
          regression R2 is compared, and warns where all of the interval of its difference is \
          above 0.1.""",
          NG + "; Newcombe, Statistics in Medicine 17 (1998)");

  static final Rule TEST =
      new Rule(
          "B03",
          "validation against test",
          "a validation set that was fitted by choosing, or test items of another kind",
          """
          Validation accuracy minus test accuracy with Newcombe's 95 % interval. Warns where all \
          of it is above 0 and the difference is at least a point; so does R2 of a regression.""",
          NG);

  static final Rule METRIC =
      new Rule(
          "B04",
          "accuracy as a metric",
          "an accuracy that says little, since one class is most of the set",
          """
          The accuracy of the best checkpoint on validation against that of always saying the \
          largest class. No better fails; a largest class of 80 % or more warns where the balanced \
          accuracy is 5 points below the accuracy. A regression whose R2 is below 0 with all of its \
          interval fails: the mean of the set does better.""",
          "CS229 lecture notes, skewed classes; Provost and Fawcett (2001)");

  static final String NO_TARGET = "Whether that is enough only you know: give it with --target.";
  static final String NOTHING_IN_COMMON =
      "The model learns its training items better than what they have in common.";
  static final String CHOSEN_BY =
      "The validation set was chosen by too often, or the test items are of another kind.";
  static final String FRESH_SET =
      "Take a fresh and larger validation set from where the test items come from.";

  private static final double LARGE_GAP = 0.05;
  private static final double SMALL_GAP = 0.02;
  private static final double POINT = 0.01;
  private static final double SKEWED = 0.8;

  private Diagnosis() {}

  /** What is judged, in order. */
  public static List<Rule> rules() {
    return List.of(
        HiddenUnits.DEAD,
        HiddenUnits.SATURATED,
        PredictedClasses.RULE,
        TRAINING,
        GAP,
        TEST,
        METRIC);
  }

  static List<Finding> of(
      Measured train, Measured validation, @Nullable Measured test, double target) {
    List<Finding> findings = new ArrayList<>();
    Classified trained = train.classified();
    Classified validated = validation.classified();
    if (trained == null || validated == null) {
      return RegressionDiagnosis.of(train, validation, test, target);
    }
    findings.add(training(trained, target));
    findings.add(gap(trained, validated, target));
    if (test != null && test.classified() != null) {
      findings.add(test(validated, test.classified()));
    }
    findings.add(PredictedClasses.of(validated));
    findings.add(metric(validated));
    return findings;
  }

  private static String share(double accuracy, Interval interval, int items) {
    return Sentence.of(
        "%s (%s to %s, %,d items)",
        percent(accuracy), percent(interval.low()), percent(interval.high()), items);
  }

  private static String percent(double share) {
    return Numbers.percent(share);
  }

  private static String points(double difference) {
    return Numbers.brief(100 * difference);
  }

  private static String share(Classified c) {
    return share(c.accuracy(), c.accuracyInterval(), c.size());
  }

  private static Finding training(Classified train, double target) {
    Interval interval = train.accuracyInterval();
    String is = Sentence.of("Training accuracy is %s", share(train));
    if (Double.isNaN(target)) {
      return Finding.of(TRAINING, Status.INFO, is + "; no target was given.")
          .measured(train.accuracy())
          .why(NO_TARGET)
          .build();
    }
    String wanted = "at least " + percent(target);
    if (interval.isBelow(target)) {
      return Finding.of(
              TRAINING, Status.WARN, Sentence.of("Underfit: %s, expected %s.", lower(is), wanted))
          .measured(train.accuracy())
          .expected(wanted)
          .why(
              "The model is too small, trained too briefly or at a wrong rate, or labels are wrong.")
          .fix(
              "Make the model larger (more layers, with residual connections), train longer, and "
                  + "clean the data, before anything else.")
          .build();
    }
    return Finding.of(
            TRAINING,
            train.accuracy() >= target ? Status.PASS : Status.INFO,
            train.accuracy() >= target
                ? Sentence.of("%s, expected %s.", is, wanted)
                : Sentence.of("%s, expected %s: the difference may be chance.", is, wanted))
        .measured(train.accuracy())
        .expected(wanted)
        .build();
  }

  private static String lower(String sentence) {
    return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }

  private static Finding gap(Classified train, Classified validation, double target) {
    Interval gap =
        Interval.ofDifference(
            train.correct(), train.size(), validation.correct(), validation.size());
    double error = 1 - train.accuracy();
    boolean twice = 1 - validation.accuracy() >= 2 * error;
    boolean large = gap.isAbove(LARGE_GAP) || (gap.isAbove(SMALL_GAP) && twice);
    boolean reached = validation.accuracyInterval().low() >= target;
    String is =
        Sentence.of(
            "Validation accuracy is %s, %s points below training (%s to %s)",
            share(validation),
            points(train.accuracy() - validation.accuracy()),
            points(gap.low()),
            points(gap.high()));
    double measured = train.accuracy() - validation.accuracy();
    if (large && !reached) {
      return Finding.of(GAP, Status.WARN, Sentence.of("Overfit: %s.", lower(is)))
          .measured(measured)
          .expected("at most 5 points")
          .why(NOTHING_IN_COMMON)
          .fix(
              "Get more data, or augment what there is; then dropout, weight decay, and the "
                  + "checkpoint that early stopping keeps.")
          .build();
    }
    boolean small = gap.isBelow(LARGE_GAP);
    return Finding.of(
            GAP,
            small || reached ? Status.PASS : Status.INFO,
            small || reached
                ? Sentence.of("Good fit: %s.", lower(is))
                : Sentence.of("%s: too few items to say whether that is much.", is))
        .measured(measured)
        .expected("at most 5 points")
        .build();
  }

  private static Finding test(Classified validation, Classified test) {
    Interval gap =
        Interval.ofDifference(validation.correct(), validation.size(), test.correct(), test.size());
    double measured = validation.accuracy() - test.accuracy();
    String is =
        Sentence.of(
            "Test accuracy is %s, %s points below validation (%s to %s)",
            share(test), points(measured), points(gap.low()), points(gap.high()));
    if (gap.isAbove(0) && measured >= POINT) {
      return Finding.of(TEST, Status.WARN, is + ".")
          .measured(measured)
          .why(CHOSEN_BY)
          .fix(FRESH_SET)
          .build();
    }
    return Finding.of(TEST, Status.PASS, is + ": no more than chance explains.")
        .measured(measured)
        .build();
  }

  private static Finding metric(Classified c) {
    double majority = c.majority();
    long items = Math.round(majority * c.size());
    Interval over = Interval.ofDifference(c.correct(), c.size(), items, c.size());
    String always = "always saying the largest class is right for " + percent(majority);
    if (c.correct() <= items) {
      return Finding.of(
              METRIC,
              Status.FAIL,
              Sentence.of("Accuracy is %s, and %s.", percent(c.accuracy()), always))
          .measured(c.accuracy())
          .expected("above " + percent(majority))
          .why("Nothing was learned that tells the classes apart.")
          .fix(
              "See the checks of the loop ('preflight check'); weigh the classes or sample them "
                  + "evenly where one is rare.")
          .build();
    }
    int rare =
        IntStream.range(0, c.classes())
            .filter(k -> c.support(k) > 0)
            .boxed()
            .min((a, b) -> Long.compare(c.support(a), c.support(b)))
            .orElse(0);
    String told =
        Sentence.of(
            "Accuracy is %s, but %s; of the %,d items of class %d it finds %s, and of %,d"
                + " that it takes for that class %s are.",
            percent(c.accuracy()),
            always,
            c.support(rare),
            rare,
            percent(c.recall(rare)),
            IntStream.range(0, c.classes()).mapToLong(k -> c.confusion()[k][rare]).sum(),
            percent(c.precision(rare)));
    if (majority >= SKEWED && c.balancedAccuracy() < c.accuracy() - LARGE_GAP) {
      return Finding.of(METRIC, Status.WARN, told)
          .measured(c.balancedAccuracy())
          .expected("a balanced accuracy near the accuracy")
          .why("With a rare class, accuracy hides whether it is found at all.")
          .fix("Monitor f1 or balanced_accuracy instead: --monitor f1.")
          .build();
    }
    return Finding.of(
            METRIC,
            over.isAbove(0) ? Status.PASS : Status.INFO,
            Sentence.of("Accuracy is %s; %s.", percent(c.accuracy()), always))
        .measured(c.accuracy())
        .expected("above " + percent(majority))
        .build();
  }
}
