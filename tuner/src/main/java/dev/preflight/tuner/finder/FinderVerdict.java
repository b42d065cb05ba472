package dev.preflight.tuner.finder;

import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is a suggestion, and why not.
 *
 * @param suggestion the rates; null when refused
 * @param reasons why it was refused, or what makes it less certain
 */
record FinderVerdict(FinderResult.@Nullable Suggestion suggestion, List<String> reasons) {

  /** A gain smaller than this share of the loss of knowing nothing is no learning. */
  static final double LEAST_GAIN = 0.02;

  /**
   * Quick form: the constant rate lies this factor below the ramp's minimum, and twice as far below
   * its divergence. Kept low on purpose, since nothing verifies it.
   */
  static final double QUICK_CONSTANT_MARGIN = 6;

  /** Quick form: the same for the peak of a decaying schedule. */
  static final double QUICK_PEAK_MARGIN = 3;

  static FinderVerdict of(
      HorizonSearch.@Nullable Found found,
      FinderResult.@Nullable Landmarks landmarks,
      List<String> doubts,
      long planned,
      boolean quick,
      boolean interrupted) {
    if (interrupted) {
      return new FinderVerdict(null, List.of("interrupted before the end"));
    }
    if (landmarks == null) {
      return new FinderVerdict(null, doubts);
    }
    if (found == null) {
      return doubts.isEmpty()
          ? new FinderVerdict(bareRamp(landmarks, planned), List.of())
          : new FinderVerdict(null, doubts);
    }
    List<String> reasons = new ArrayList<>();
    if (!(found.gain() > LEAST_GAIN)) {
      reasons.add(
          Sentence.of(
              "no rate brought the validation loss more than %s below that of a constant guess (best"
                  + " %s): run `preflight check` first",
              Numbers.percent(LEAST_GAIN), Numbers.percent(found.gain())));
    }
    if (!found.stable()) {
      reasons.add(
          "training is lost at every rate tried with a fresh seed: run `preflight check` first, or"
              + " add warmup or clipping");
    }
    if (!reasons.isEmpty()) {
      return new FinderVerdict(null, reasons);
    }
    return new FinderVerdict(
        new FinderResult.Suggestion(
            found.constant(),
            found.peak(),
            found.low(),
            found.high(),
            planned,
            found.uncertainty(),
            Sentence.of(
                "best of runs of %s updates, extrapolated to %d with exponent %s, verified with"
                    + " fresh seeds",
                lengths(found), planned, Numbers.rough(found.slope()))),
        doubts);
  }

  private static String lengths(HorizonSearch.Found found) {
    return String.join(", ", found.rungs().keySet().stream().map(String::valueOf).toList());
  }

  private static FinderResult.Suggestion bareRamp(FinderResult.Landmarks landmarks, long planned) {
    double constant = below(landmarks, QUICK_CONSTANT_MARGIN);
    double peak = below(landmarks, QUICK_PEAK_MARGIN);
    return new FinderResult.Suggestion(
        constant,
        peak,
        constant / HorizonSearch.STEP,
        peak,
        planned,
        10,
        "read off the bare ramp (--quick), not verified by training: an order of magnitude");
  }

  private static double below(FinderResult.Landmarks landmarks, double margin) {
    double divergence = landmarks.divergence();
    return Math.min(
        landmarks.minimum() / margin,
        Double.isNaN(divergence) ? Double.POSITIVE_INFINITY : divergence / (2 * margin));
  }
}
