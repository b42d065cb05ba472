package dev.preflight.sanity.data;

import dev.preflight.reports.Finding;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.ClassLabels;
import dev.preflight.sanity.check.DataScan;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.check.Statistics;
import dev.preflight.sanity.check.Text;
import dev.preflight.training.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** D11: the validation set is large enough for the differences one will tune on. */
public final class ValidationSizeCheck implements Check {

  private static final int MIN_ITEMS = 100;
  private static final int MIN_PER_CLASS = 10;
  private static final double MAX_HALF_WIDTH = 0.02;

  /** Accuracy assumed where none is known yet. */
  private static final double EXPECTED_ACCURACY = 0.9;

  private static final double DISAGREEMENT = 0.1;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "D11", "validation size", "a validation set too small to tell models apart", Profile.QUICK);
  }

  @Override
  public Set<String> needs() {
    return Set.of("D03");
  }

  @Override
  public Finding run(Lab lab) {
    Dataset validation = lab.graph().rawData().validation();
    int n = validation.size();
    double half = Statistics.wilson(EXPECTED_ACCURACY, n, Statistics.Z95).halfWidth();
    double detectable = Statistics.pairedDetectableDifference(n, DISAGREEMENT);
    String means =
        "accuracy near 90 % is known to "
            + points(half)
            + ", and two models that disagree on 10 % of items must differ by "
            + points(detectable);
    if (n < MIN_ITEMS) {
      return Findings.fail(
              this,
              "The validation set has "
                  + n
                  + " items, expected at least "
                  + MIN_ITEMS
                  + (lab.classifies() ? ": " + means + "." : "."))
          .measured((double) n)
          .expected("at least " + MIN_ITEMS)
          .unit("items")
          .why("Very little data, or a split that took too small a share.")
          .fix("Give more validation items, or use cross-validation and allow this finding.")
          .source("Wilson 1927; " + Findings.CATALOGUE + ", D11")
          .build();
    }
    if (!lab.classifies()) {
      return Findings.pass(this, "The validation set has " + Text.count(n) + " items.")
          .measured((double) n)
          .unit("items")
          .build();
    }
    int classes = lab.classes().orElse(0);
    int[] counts = new int[classes];
    for (int id : ClassLabels.ids(validation, DataScan.LIMIT)) {
      if (id >= 0 && id < classes) {
        counts[id]++;
      }
    }
    List<Integer> few = new ArrayList<>();
    for (int id = 0; id < classes; id++) {
      if (counts[id] < MIN_PER_CLASS) {
        few.add(id);
      }
    }
    if (!few.isEmpty()) {
      return Findings.warn(
              this,
              few.size()
                  + (few.size() == 1 ? " class has" : " classes have")
                  + " fewer than "
                  + MIN_PER_CLASS
                  + " validation items: class "
                  + Text.some(few, 8)
                  + ".")
          .measured((double) few.size())
          .expected("0")
          .unit("classes")
          .why("Rare classes; their recall cannot be judged from so few items.")
          .fix("Split each class in the same proportion and keep at least 10 items of each.")
          .source(Findings.CATALOGUE + ", D11")
          .build();
    }
    if (half > MAX_HALF_WIDTH) {
      return Findings.warn(
              this,
              "With "
                  + Text.count(n)
                  + " validation items "
                  + means
                  + "; expected at most "
                  + points(MAX_HALF_WIDTH)
                  + ".")
          .measured(100 * half)
          .expected("at most 2")
          .unit("percentage points")
          .why("The set is too small for the differences that tuning looks for.")
          .fix(
              Text.count((long) Math.ceil(Statistics.pairedSampleSize(0.01, DISAGREEMENT)))
                  + " items would show one point.")
          .source("Wilson 1927; McNemar 1947; " + Findings.CATALOGUE + ", D11")
          .build();
    }
    return Findings.pass(this, "With " + Text.count(n) + " validation items " + means + ".")
        .measured(100 * half)
        .unit("percentage points")
        .build();
  }

  private static String points(double share) {
    return Text.of(Math.round(1000 * share) / 10.0) + " points";
  }
}
