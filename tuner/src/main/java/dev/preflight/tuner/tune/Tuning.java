package dev.preflight.tuner.tune;

import dev.preflight.reports.Report;
import dev.preflight.training.data.InputException;
import dev.preflight.tuner.insight.TuneReport;
import dev.preflight.tuner.insight.TuneResult;
import dev.preflight.tuner.study.Ending;
import dev.preflight.tuner.study.Objective;
import dev.preflight.tuner.study.Optimization;
import dev.preflight.tuner.study.Study;
import dev.preflight.tuner.study.trial.FrozenTrial;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A study of anything, from its opening to its report. */
final class Tuning {

  /** Attribute of the study with what its trials have in common. */
  private static final String SETTING = "preflight:setting";

  private Tuning() {}

  /**
   * What the trials of a study have in common.
   *
   * @param values plain JSON values, by what they are
   * @param resource what a step of a report is
   */
  record Setting(Map<String, @Nullable Object> values, String resource) {}

  /**
   * Runs trials.
   *
   * @param afterTrial called after every trial; what it throws ends the study
   * @param setting what all trials have in common: a study is not gone on with under another one
   * @throws InputException if the study was begun under another setting
   */
  static Report<TuneResult> run(
      StudySource source,
      Setting setting,
      Objective objective,
      TuneLimits limits,
      Meter meter,
      Consumer<FrozenTrial> afterTrial) {
    Study study = Study.open(source.storage(), source.options());
    sameSetting(study, setting.values());
    int before = study.trials().size();
    meter.begin(study.trials().stream().filter(Study::counts).count());
    AtomicReference<@Nullable Optimization> running = new AtomicReference<>();
    Objective timed =
        trial -> {
          long start = System.nanoTime();
          try {
            return objective.evaluate(trial);
          } finally {
            meter.objective(System.nanoTime() - start);
          }
        };
    Optimization optimization =
        new Optimization(
            study,
            timed,
            limits.study(),
            trial -> {
              afterTrial.accept(trial);
              meter.ended(trial, study.best().map(FrozenTrial::value).orElse(Double.NaN));
              Optimization now = running.get();
              if (meter.cancelled() && now != null) {
                now.stop();
              }
            });
    running.set(optimization);
    long start = System.nanoTime();
    Ending ending = optimization.run(limits.jobs());
    meter.whole((System.nanoTime() - start) * limits.jobs());
    return TuneReport.of(
        study, source.place(), ending, before, setting.resource(), meter.seconds());
  }

  private static void sameSetting(Study study, Map<String, @Nullable Object> setting) {
    Object known = study.note(SETTING);
    if (!(known instanceof Map<?, ?> begun)) {
      study.setNote(SETTING, setting);
      return;
    }
    List<String> changed =
        setting.keySet().stream()
            .filter(
                key ->
                    !Objects.equals(
                        String.valueOf(begun.get(key)), String.valueOf(setting.get(key))))
            .toList();
    if (!changed.isEmpty()) {
      String first = changed.get(0);
      throw new InputException(
          String.format(
              Locale.ROOT,
              "the study '%s' was begun with %s %s, and is now to go on with %s",
              study.options().name(),
              first,
              begun.get(first),
              setting.get(first)),
          "give it the same, or begin another study with --study NAME");
    }
  }
}
