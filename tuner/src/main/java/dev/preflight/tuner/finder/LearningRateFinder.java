package dev.preflight.tuner.finder;

import dev.preflight.reports.Report;
import dev.preflight.training.Progress;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.optimizer.StepSettings;
import dev.preflight.tuner.runs.RunInterruptedException;
import dev.preflight.tuner.runs.RunOptions;
import dev.preflight.tuner.runs.TrainedRuns;
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

  private final TrainingGraph graph;
  private final FinderOptions options;
  private final RunOptions run;
  private final Progress progress;
  private final long planned;
  private final int steps;

  private final List<FinderResult.Curve> curves = new ArrayList<>();
  private @Nullable TrainedRuns engine;
  private @Nullable ShortRuns shortRuns;
  private @Nullable FoundRates found;
  private FinderReport.Reached reached = FinderReport.Reached.NOTHING;
  private Overlays overlays = Overlays.NONE;

  private LearningRateFinder(TrainingGraph graph, FinderOptions options, Progress progress) {
    this.graph = graph;
    this.options = options;
    this.run = options.run();
    this.progress = progress;
    this.planned = run.planned(graph);
    this.steps = options.steps(planned);
  }

  /**
   * Finds the rate.
   *
   * <p>Costs about twice the planned updates, and no more than about 1,000; and a few hundred
   * evaluated examples per short run. Deterministic for a seed on CPU.
   */
  public static Report<FinderResult> run(
      TrainingGraph graph, FinderOptions options, Progress progress) {
    return new LearningRateFinder(graph, options, progress).run();
  }

  /** Updates that a search takes, about. */
  public static long planned(TrainingGraph graph, FinderOptions options) {
    LearningRateFinder finder = new LearningRateFinder(graph, options, Progress.NONE);
    long ramps = (long) finder.steps * options.ramps();
    long overlays =
        (long) finder.steps * (options.weightDecays().size() + (options.momentumTest() ? 1 : 0));
    return overlays + (options.quick() ? ramps : Math.max(ramps, RunLengths.total(finder.planned)));
  }

  private Report<FinderResult> run() {
    long started = System.nanoTime();
    try (Trainer trainer = graph.open(run.seed())) {
      long before = trainer.snapshot().checksum();
      try {
        seek(trainer);
        reached = FinderReport.Reached.RATE;
        overlay(trainer);
        reached = FinderReport.Reached.ALL;
      } catch (RunInterruptedException e) {
        // What was reached says so.
      }
      trainer.reset(run.seed());
      boolean restored = trainer.snapshot().checksum() == before;
      return report((System.nanoTime() - started) / 1e9, restored);
    }
  }

  private Report<FinderResult> report(double seconds, boolean restored) {
    RampCurve ramp = RampCurve.of(curves);
    // What stands out in a part of a ramp is no landmark of the whole.
    boolean ramped = reached != FinderReport.Reached.NOTHING;
    FinderResult.Landmarks landmarks = ramped ? ramp.landmarks(curves) : null;
    List<String> doubts = Doubts.of(ramp, landmarks, curves, options, steps);
    FinderVerdict verdict =
        FinderVerdict.of(
            found,
            landmarks,
            doubts,
            lengths(),
            graph.optimizer(),
            reached.compareTo(FinderReport.Reached.RATE) < 0);
    FinderResult result =
        new FinderResult(
            verdict.suggestion(),
            verdict.bracket(),
            verdict.reasons(),
            landmarks,
            curves,
            !ramped || ramp.size() < 3 ? Map.of() : KnownRules.of(ramp.rates(), ramp.median()),
            shortRuns == null ? List.of() : shortRuns.log(),
            new FinderResult.Cost(
                rampUpdates() + (engine == null ? 0 : engine.updates()) + overlays.updates(),
                engine == null ? 0 : engine.evaluated(),
                seconds),
            restored);
    return FinderReport.of(graph, ramp, result, found, overlays, planned, options.quick(), reached);
  }

  private long rampUpdates() {
    return curves.stream().mapToLong(c -> c.points().size()).sum();
  }

  private void seek(Trainer trainer) {
    ramps(trainer);
    reached = FinderReport.Reached.RAMPS;
    RampCurve ramp = RampCurve.of(curves);
    FinderResult.Landmarks landmarks = ramp.landmarks(curves);
    if (options.quick() || landmarks == null) {
      return;
    }
    TrainedRuns trained = new TrainedRuns(graph, trainer, run, ShortRuns.SAMPLE, progress);
    ShortRuns runs = new ShortRuns(trained);
    engine = trained;
    shortRuns = runs;
    RunLengths lengths = lengths();
    progress.begin("stage 2 of 2, short runs", Math.max(1, lengths.budget()));
    double usual = BareRamp.usual(graph.optimizer());
    double centre = ramp.standsOut() ? BareRamp.centre(landmarks, graph.optimizer()) : usual;
    found = PeakSearch.search(runs, lengths, usual, centre, run.seed());
  }

  private RunLengths lengths() {
    return RunLengths.of(planned, rampUpdates());
  }

  private void ramps(Trainer trainer) {
    RangeTest test = new RangeTest(graph, trainer, run.batchSize(), !options.quick());
    for (int i = 0; i < options.ramps(); i++) {
      progress.begin("stage 1 of 2, range test, seed " + (i + 1) + " of " + options.ramps(), steps);
      test.run(
          run.seed() + i,
          steps,
          run.low(),
          run.high(),
          StepSettings.of(run.low()),
          progress,
          curves);
    }
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

  private void overlay(Trainer trainer) {
    Map<Double, RampCurve> byDecay = new LinkedHashMap<>();
    RangeTest test = new RangeTest(graph, trainer, run.batchSize(), false);
    for (double decay : options.weightDecays()) {
      progress.begin("range test, weight decay " + decay, steps);
      List<FinderResult.Curve> ramp = new ArrayList<>();
      test.run(
          run.seed(),
          steps,
          run.low(),
          run.high(),
          StepSettings.of(run.low()).withWeightDecay(decay),
          progress,
          ramp);
      byDecay.put(decay, RampCurve.of(ramp));
      long updates = overlays.updates() + ramp.get(0).points().size();
      overlays = new Overlays(byDecay, null, updates);
    }
    FinderResult.Landmarks landmarks = RampCurve.of(curves).landmarks(curves);
    if (options.momentumTest() && landmarks != null) {
      double rate = found == null ? landmarks.steepest() : found.constant();
      progress.begin("momentum test", steps);
      FinderResult.Curve byMomentum =
          new MomentumTest(graph, trainer, run.batchSize()).run(run.seed(), steps, rate, progress);
      overlays = new Overlays(byDecay, byMomentum, overlays.updates() + byMomentum.points().size());
    }
  }
}
