package dev.preflight.tuner.finder;

import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reasons to distrust a range test, as sentences; none if it can be read. */
final class Doubts {

  /** Seeds' minima further apart than this factor (half a decade) disagree. */
  private static final double DISAGREEMENT = Math.sqrt(10);

  private static final int FEWEST_POINTS = 20;

  private Doubts() {}

  static List<String> of(
      RampCurve ramp,
      FinderResult.@Nullable Landmarks landmarks,
      List<FinderResult.Curve> curves,
      FinderOptions options,
      int steps) {
    List<String> doubts = new ArrayList<>();
    if (ramp.size() == 0) {
      doubts.add(
          "the loss was not finite at the first update: check the data and the initial values");
      return doubts;
    }
    if (landmarks == null || ramp.size() < FEWEST_POINTS) {
      doubts.add(
          Sentence.of(
              "only %d of %d updates gave a finite loss: lower --low (now %s)",
              ramp.size(), steps, options.run().low()));
      return doubts;
    }
    if (!ramp.standsOut()) {
      doubts.add(
          Sentence.of(
              "the loss falls by %s along the ramp, within %s times the noise of the smoothed"
                  + " curve (%s): more --steps, or a model that is already trained",
              ramp.drop(), RampCurve.DROP_TO_NOISE, ramp.smoothNoise()));
    }
    if (ramp.minimum() >= ramp.size() - 2 && Double.isNaN(landmarks.divergence())) {
      doubts.add(
          Sentence.of(
              "the loss still falls at the end of the ramp (%s): raise --high",
              options.run().high()));
    }
    if (landmarks.onset() <= ramp.rates()[Math.max(1, ramp.size() / 10)]) {
      doubts.add(
          Sentence.of(
              "the loss falls from the first rates of the ramp on (%s): lower --low",
              options.run().low()));
    }
    if (curves.size() > 1 && landmarks.spread() > DISAGREEMENT) {
      doubts.add(
          Sentence.of(
              "the seeds' minima lie a factor %s apart: more --seeds or --steps",
              Numbers.rough(landmarks.spread())));
    }
    return doubts;
  }
}
