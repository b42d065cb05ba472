package dev.preflight.sanity.data;

import dev.preflight.reports.Finding;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.DataCheck;
import dev.preflight.sanity.check.DataLab;
import dev.preflight.sanity.check.DataScan;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.check.Statistics;
import dev.preflight.training.Accuracy;
import dev.preflight.training.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** D11: the validation set is large enough for the differences one will tune on. */
public final class ValidationSizeCheck implements DataCheck {

  private static final int MIN_ITEMS = 100;
  private static final int MIN_PER_CLASS = 10;
  private static final double MAX_HALF_WIDTH = 0.02;

  /** Accuracy assumed where none is known yet. */
  private static final double EXPECTED_ACCURACY = 0.9;

  private static final double DISAGREEMENT = 0.1;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "D11",
        "validation size",
        "a validation set too small to tell models apart",
        """
        Works out how well an accuracy near 90 % would be known (Wilson's 95 % interval) and \
        how far two models must differ to be told apart (McNemar, 10 % disagreement). Wider \
        than 2 points, fewer than 100 items, or fewer than 10 of a class is a warning.""",
        "Wilson 1927; McNemar 1947",
        Profile.QUICK);
  }

  @Override
  public Set<String> needs() {
    return Set.of("D03");
  }

  @Override
  public Finding judge(DataLab lab) {
    Dataset validation = lab.data().validation();
    int n = validation.size();
    double half = Statistics.wilson(EXPECTED_ACCURACY, n, Statistics.Z95).halfWidth();
    double detectable = Statistics.pairedDetectableDifference(n, DISAGREEMENT);
    String means =
        Sentence.of(
            """
            accuracy near 90 %% is known to %s, and two models that disagree on 10 %% of \
            items must differ by %s""",
            points(half), points(detectable));
    if (n < MIN_ITEMS) {
      return Findings.fail(
              this,
              Sentence.of(
                  "The validation set has %s items, expected at least %s%s",
                  n, MIN_ITEMS, lab.classifies() ? Sentence.of(": %s.", means) : "."))
          .measured((double) n)
          .expected(Sentence.of("at least %s", MIN_ITEMS))
          .unit("items")
          .why("Very little data, or a split that took too small a share.")
          .fix("Give more validation items, or use cross-validation and allow this finding.")
          .build();
    }
    if (!lab.classifies()) {
      return Findings.pass(this, Sentence.of("The validation set has %,d items.", n))
          .measured((double) n)
          .unit("items")
          .build();
    }
    int classes = lab.classes().orElse(0);
    int[] counts = new int[classes];
    for (int id : Accuracy.classesOf(validation, DataScan.LIMIT)) {
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
              Sentence.of(
                  "%s%s fewer than %s validation items: class %s.",
                  few.size(),
                  few.size() == 1 ? " class has" : " classes have",
                  MIN_PER_CLASS,
                  Sentence.some(few, 8)))
          .measured((double) few.size())
          .expected("0")
          .unit("classes")
          .why("Rare classes; their recall cannot be judged from so few items.")
          .fix("Split each class in the same proportion and keep at least 10 items of each.")
          .build();
    }
    if (half > MAX_HALF_WIDTH) {
      return Findings.warn(
              this,
              Sentence.of(
                  "With %,d validation items %s; expected at most %s.",
                  n, means, points(MAX_HALF_WIDTH)))
          .measured(100 * half)
          .expected("at most 2")
          .unit("percentage points")
          .why("The set is too small for the differences that tuning looks for.")
          .fix(
              Sentence.of(
                  "%,d items would show one point.",
                  (long) Math.ceil(Statistics.pairedSampleSize(0.01, DISAGREEMENT))))
          .build();
    }
    return Findings.pass(this, Sentence.of("With %,d validation items %s.", n, means))
        .measured(100 * half)
        .unit("percentage points")
        .build();
  }

  private static String points(double share) {
    return Sentence.of("%s points", Math.round(1000 * share) / 10.0);
  }
}
