package dev.preflight.recipe.train;

import dev.preflight.schedules.PlannedSchedule;
import dev.preflight.schedules.Run;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.training.TrainingBatches;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import dev.preflight.training.optimizer.StepSettings;
import org.jspecify.annotations.Nullable;

/** What every update of a run is fed. */
final class Rates {

  private final TrainingGraph graph;
  private final @Nullable PlannedSchedule schedule;
  private final double weightDecay;

  private Rates(TrainingGraph graph, @Nullable PlannedSchedule schedule, double weightDecay) {
    this.graph = graph;
    this.schedule = schedule;
    this.weightDecay = weightDecay;
  }

  /**
   * The rates of a run.
   *
   * @throws InputException if the schedule does not fit, has no peak, or decay cannot be fed
   */
  static Rates of(TrainingGraph graph, TrainOptions options, long updates) {
    if (!Double.isNaN(options.weightDecay()) && !graph.takesWeightDecay()) {
      throw new InputException(
          "--weight-decay cannot be fed to " + graph.optimizer(),
          "leave it out, or give --optimizer for a program without a train op");
    }
    ScheduleSpec spec = options.schedule();
    double rate = options.learningRate();
    if (spec == null && !Double.isNaN(rate)) {
      spec = ScheduleSpec.parse("constant");
    }
    if (spec == null) {
      return new Rates(graph, null, options.weightDecay());
    }
    if (!Double.isNaN(rate)) {
      spec = spec.withPeak(rate);
    } else if (spec.peak().isEmpty()) {
      double own = graph.learningRate();
      if (!(own > 0)) {
        throw new InputException(
            "--schedule " + spec + " has no peak, and the program no rate to read",
            "write it, such as cosine(peak=0.1), or give --learning-rate");
      }
      spec = spec.withPeak(own);
    }
    try {
      long epoch = TrainingBatches.perEpoch(graph, options.batchSize());
      return new Rates(graph, spec.resolve(Run.of(updates, epoch)), options.weightDecay());
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "--schedule: " + e.getMessage(), "change the schedule, or --updates " + updates, e);
    }
  }

  /** What an update is fed, from 0. */
  StepSettings at(long update) {
    PlannedSchedule planned = schedule;
    if (planned == null) {
      return StepSettings.own().withWeightDecay(weightDecay);
    }
    double momentum =
        graph.takesMomentum() ? planned.momentumAt(update).orElse(Double.NaN) : Double.NaN;
    return new StepSettings(planned.at(update), momentum, weightDecay);
  }

  /** The rate of an update for the log; that of the program where it is its own. */
  double rate(long update) {
    PlannedSchedule planned = schedule;
    return planned == null ? graph.learningRate() : planned.at(update);
  }

  /** The spec; null where the rates are the program's own. */
  @Nullable String text() {
    return schedule == null ? null : schedule.toString();
  }
}
