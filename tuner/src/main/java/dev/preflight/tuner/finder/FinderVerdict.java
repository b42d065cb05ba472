package dev.preflight.tuner.finder;

import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is a suggestion, and why not.
 *
 * @param suggestion the rates; null when refused, and for a bare ramp
 * @param bracket of a bare ramp; null when refused, and where there is a suggestion
 * @param reasons why it was refused, or what makes it less certain
 */
record FinderVerdict(
    FinderResult.@Nullable Suggestion suggestion,
    FinderResult.@Nullable Bracket bracket,
    List<String> reasons) {

  /** A gain smaller than this share of the loss of knowing nothing is no learning. */
  static final double LEAST_GAIN = 0.02;

  static FinderVerdict of(
      @Nullable FoundRates found,
      FinderResult.@Nullable Landmarks landmarks,
      List<String> doubts,
      RunLengths lengths,
      String optimizer,
      boolean interrupted) {
    if (interrupted) {
      return refused(List.of("interrupted before the end"));
    }
    if (landmarks == null) {
      return refused(doubts);
    }
    if (found == null) {
      return doubts.isEmpty()
          ? new FinderVerdict(null, BareRamp.bracket(landmarks, optimizer), List.of())
          : refused(doubts);
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
      return refused(reasons);
    }
    return new FinderVerdict(
        new FinderResult.Suggestion(
            found.constant(),
            found.constants().low(),
            found.constants().high(),
            found.peak(),
            found.peaks().low(),
            found.peaks().high(),
            lengths.planned(),
            Sentence.of(
                "the schedule compressed to %d and %d updates, the longer runs with a fresh seed;"
                    + " %s; the constant rate is a share of the peak",
                lengths.scan(),
                lengths.longer(),
                found.atEdge()
                    ? "best next to the rates at which training is lost"
                    : "best in the valley of the losses")),
        null,
        doubts);
  }

  private static FinderVerdict refused(List<String> reasons) {
    return new FinderVerdict(null, null, reasons);
  }
}
