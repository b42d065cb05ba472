package dev.preflight.tuner.finder;

import dev.preflight.reports.Report;
import dev.preflight.training.Progress;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.optimizer.StepSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the learning rate for a run of a planned length: a range test over several seeds, then
 * short runs that earn the answer, or a refusal with a reason.
 */
public final class LearningRateFinder {

  /** Longest short runs, whatever the planned length: beyond that, the finder extrapolates. */
  static final int LONGEST_RUN = 200;

  private static final int SHORTEST_RUN = 24;

  private final TrainingGraph graph;
  private final FinderOptions options;
  private final Progress progress;
  private final long planned;
  private final int steps;
  private final int seeds;

  private LearningRateFinder(TrainingGraph graph, FinderOptions options, Progress progress) {
    this.graph = graph;
    this.options = options;
    this.progress = progress;
    long epoch = -Math.floorDiv(-graph.data().train().size(), options.batchSize());
    this.planned =
        options.updates() > 0 ? options.updates() : Math.max(FinderOptions.DEFAULT_UPDATES, epoch);
    this.steps = steps(options, planned);
    int usual = options.quick() ? 1 : FinderOptions.DEFAULT_SEEDS;
    this.seeds = options.seeds() > 0 ? options.seeds() : usual;
  }

  private static int steps(FinderOptions options, long planned) {
    if (options.steps() > 0) {
      return options.steps();
    }
    return options.quick()
        ? FinderOptions.DEFAULT_STEPS
        : (int) Math.max(40, Math.min(FinderOptions.DEFAULT_STEPS, planned / 5));
  }

  /**
   * Finds the rate.
   *
   * <p>Costs about three times {@code min(updates, 600)} updates, and a few hundred evaluated
   * examples per short run. Deterministic for a seed on CPU.
   */
  public static Report<FinderResult> run(
      TrainingGraph graph, FinderOptions options, Progress progress) {
    return new LearningRateFinder(graph, options, progress).run();
  }

  private Report<FinderResult> run() {
    long started = System.nanoTime();
    try (Trainer trainer = graph.open(options.seed())) {
      long before = trainer.snapshot().checksum();
      List<FinderResult.Curve> curves = ramps(trainer);
      RampCurve ramp = RampCurve.of(curves);
      FinderResult.Landmarks landmarks = ramp.landmarks(curves);
      List<String> doubts = Doubts.of(ramp, landmarks, curves, options, steps);
      long updates = curves.stream().mapToLong(c -> c.points().size()).sum();
      HorizonSearch.@Nullable Found found = null;
      List<FinderResult.Run> runs = List.of();
      long evaluated = 0;
      if (!options.quick() && landmarks != null && !progress.cancelled()) {
        ShortRuns shortRuns =
            new ShortRuns(graph, trainer, options.batchSize(), options.seed(), progress);
        progress.begin("short runs", 3 * Math.min(planned, 3L * LONGEST_RUN) - updates);
        found =
            new HorizonSearch(shortRuns, longest(), options.seed(), progress)
                .search(landmarks.minimum(), planned);
        runs = shortRuns.log();
        updates += shortRuns.updates();
        evaluated = shortRuns.evaluated();
      }
      boolean interrupted = progress.cancelled();
      Overlays overlays = Overlays.NONE;
      if (!interrupted) {
        overlays = overlays(trainer, found, landmarks);
        updates += overlays.updates();
      }
      trainer.reset(options.seed());
      boolean restored = trainer.snapshot().checksum() == before;
      FinderVerdict verdict =
          FinderVerdict.of(found, landmarks, doubts, planned, options.quick(), interrupted);
      FinderResult result =
          new FinderResult(
              verdict.suggestion(),
              verdict.reasons(),
              landmarks,
              curves,
              ramp.size() < 3 ? Map.of() : KnownRules.of(ramp.rates(), ramp.median()),
              runs,
              new FinderResult.Cost(updates, evaluated, (System.nanoTime() - started) / 1e9),
              restored);
      return FinderReport.tell(graph, ramp, result, found, overlays, planned, interrupted);
    }
  }

  private int longest() {
    return (int) Math.max(SHORTEST_RUN, Math.min(LONGEST_RUN, planned / 3));
  }

  private List<FinderResult.Curve> ramps(Trainer trainer) {
    RangeTest test = new RangeTest(graph, trainer, options.batchSize(), !options.quick());
    List<FinderResult.Curve> curves = new ArrayList<>();
    for (int i = 0; i < seeds && !progress.cancelled(); i++) {
      progress.begin("range test, seed " + (i + 1) + " of " + seeds, steps);
      curves.add(
          test.run(
              options.seed() + i,
              steps,
              options.low(),
              options.high(),
              StepSettings.of(options.low()),
              progress));
    }
    return curves;
  }

  /**
   * Extra ramps.
   *
   * @param byWeightDecay a ramp for each weight decay
   * @param byMomentum loss against momentum at a fixed rate; the points' rates are momenta
   */
  record Overlays(
      Map<Double, RampCurve> byWeightDecay, FinderResult.@Nullable Curve byMomentum, long updates) {

    static final Overlays NONE = new Overlays(Map.of(), null, 0);
  }

  private Overlays overlays(
      Trainer trainer,
      HorizonSearch.@Nullable Found found,
      FinderResult.@Nullable Landmarks landmarks) {
    Map<Double, RampCurve> byDecay = new LinkedHashMap<>();
    long updates = 0;
    RangeTest test = new RangeTest(graph, trainer, options.batchSize(), false);
    for (double decay : options.weightDecays()) {
      progress.begin("range test, weight decay " + decay, steps);
      FinderResult.Curve curve =
          test.run(
              options.seed(),
              steps,
              options.low(),
              options.high(),
              StepSettings.of(options.low()).withWeightDecay(decay),
              progress);
      updates += curve.points().size();
      byDecay.put(decay, RampCurve.of(List.of(curve)));
    }
    FinderResult.Curve byMomentum = null;
    if (options.momentumTest() && landmarks != null) {
      double rate = found == null ? landmarks.steepest() : found.constant();
      progress.begin("momentum test", steps);
      byMomentum =
          new MomentumTest(graph, trainer, options.batchSize())
              .run(options.seed(), steps, rate, progress);
      updates += byMomentum.points().size();
    }
    return new Overlays(byDecay, byMomentum, updates);
  }
}
