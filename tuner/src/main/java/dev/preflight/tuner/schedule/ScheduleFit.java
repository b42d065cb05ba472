package dev.preflight.tuner.schedule;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Rule;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.schedules.OwnLength;
import dev.preflight.schedules.PlannedSchedule;
import dev.preflight.schedules.Run;
import dev.preflight.schedules.ScheduleSpec;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether a schedule with a length of its own fits a run. */
public final class ScheduleFit {

  public static final Rule RULE =
      new Rule(
          "C09",
          "the schedule's own length",
          "a schedule of a library whose own length is not that of the run",
          """
          The rates of a longer run are looked at. A schedule that goes on changing after the run \
          warns: the run ends before it has decayed. One that is over before nine tenths of the \
          run, at less than 1 % of its peak, warns: the rest trains nothing. Schedules whose \
          lengths follow the run, and those that never end, fit. A plateau that has no more checks \
          than its patience warns: it never cuts.""",
          "exact: the rates themselves");

  private ScheduleFit() {}

  /**
   * The misfit, with the usual checks where it follows a metric.
   *
   * @param spec with a peak; one without fits, for its rates are not known
   */
  public static Optional<Finding> finding(ScheduleSpec spec, Run run) {
    return spec.peak().isEmpty() ? Optional.empty() : finding(spec.resolve(run), run.checkEvery());
  }

  /**
   * The misfit.
   *
   * @param every updates between two checks of the metric, for one that follows it
   */
  public static Optional<Finding> finding(PlannedSchedule planned, long every) {
    ScheduleSpec spec = planned.spec();
    OptionalLong checks = planned.checksTooFew(every);
    return checks.isPresent()
        ? Optional.of(neverCuts(spec, checks.getAsLong(), every))
        : OwnLength.misfit(spec, planned.run()).map(misfit -> finding(spec, misfit));
  }

  private static Finding neverCuts(ScheduleSpec spec, long checks, long every) {
    return Finding.of(
            RULE,
            Status.WARN,
            Sentence.of("%s never cuts: the run has %,d checks that count", spec, checks))
        .measured((double) checks)
        .unit("checks")
        .where(spec.toString())
        .why(
            Sentence.of(
                "It is checked every %,d updates; the first check sets the best, and as many as its"
                    + " patience must follow.",
                every))
        .fix("Lower its patience, or check more often: --every of 'preflight train'.")
        .build();
  }

  private static Finding finding(ScheduleSpec spec, OwnLength misfit) {
    String share = Numbers.percent(misfit.last() / misfit.peak());
    String title =
        misfit.cutOff()
            ? Sentence.of(
                "%s changes until update %,d, but the run ends at %,d: at %s, %s of its peak",
                spec, misfit.updates(), misfit.run(), misfit.last(), share)
            : Sentence.of(
                "%s is over after %,d of %,d updates: the rest trains at %s, %s of its peak",
                spec, misfit.updates(), misfit.run(), misfit.last(), share);
    return Finding.of(RULE, Status.WARN, title)
        .measured((double) misfit.updates())
        .expected(Sentence.of("%,d", misfit.run()))
        .unit("updates")
        .where(spec.toString())
        .why("Its length is written into it, and does not follow that of the run.")
        .fix(
            Sentence.of(
                "Write the %,d updates of the run into it, or take one of Preflight's whose lengths"
                    + " are shares of the run.",
                misfit.run()))
        .build();
  }
}
