package dev.preflight.recipe.train;

import dev.preflight.reports.Finding;
import dev.preflight.schedules.Goal;
import dev.preflight.schedules.PlannedSchedule;
import dev.preflight.schedules.Run;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.training.TrainingBatches;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import dev.preflight.training.events.Series;
import dev.preflight.training.optimizer.StepSettings;
import dev.preflight.tuner.schedule.ScheduleFit;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What every update of a run is fed. */
final class Rates {

  private final TrainingGraph graph;
  private final @Nullable PlannedSchedule schedule;
  private final double weightDecay;
  private final long every;
  private double multiplier = 1;

  private Rates(
      TrainingGraph graph, @Nullable PlannedSchedule schedule, double weightDecay, long every) {
    this.graph = graph;
    this.schedule = schedule;
    this.weightDecay = weightDecay;
    this.every = every;
  }

  /**
   * The rates of a run that is validated every so many updates.
   *
   * @throws InputException if the schedule does not fit, has no peak, or decay cannot be fed
   */
  static Rates of(TrainingGraph graph, TrainOptions options, long updates, long every) {
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
      return new Rates(graph, null, options.weightDecay(), every);
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
      return new Rates(graph, spec.resolve(Run.of(updates, epoch)), options.weightDecay(), every);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "--schedule: " + e.getMessage(), "change the schedule, or --updates " + updates, e);
    }
  }

  /** Follows the monitored metric: the rate is a pure function of what was logged of it. */
  void follow(Series metric, boolean isError) {
    PlannedSchedule planned = schedule;
    if (planned == null || !planned.spec().isAdaptive()) {
      return;
    }
    long from = planned.checksFrom();
    multiplier =
        planned.multiplier(
            IntStream.range(0, metric.size())
                .filter(i -> metric.step(i) > from)
                .mapToDouble(metric::value)
                .toArray(),
            isError ? Goal.MINIMIZE : Goal.MAXIMIZE);
  }

  /** What an update is fed, from 0. */
  StepSettings at(long update) {
    PlannedSchedule planned = schedule;
    if (planned == null) {
      return StepSettings.own().withWeightDecay(weightDecay);
    }
    double momentum =
        graph.takesMomentum() ? planned.momentumAt(update).orElse(Double.NaN) : Double.NaN;
    return new StepSettings(multiplier * planned.at(update), momentum, weightDecay);
  }

  /** The rate of an update for the log; that of the program where it is its own. */
  double rate(long update) {
    PlannedSchedule planned = schedule;
    return planned == null ? graph.learningRate() : multiplier * planned.at(update);
  }

  /** What is to be said of a schedule that does not fit the run. */
  Optional<Finding> misfit() {
    PlannedSchedule planned = schedule;
    return planned == null ? Optional.empty() : ScheduleFit.finding(planned, every);
  }

  /** The spec; null where the rates are the program's own. */
  @Nullable String text() {
    return schedule == null ? null : schedule.toString();
  }
}
