package dev.preflight.tuner.tune;

import dev.preflight.reports.Report;
import dev.preflight.reports.text.Sentence;
import dev.preflight.training.Progress;
import dev.preflight.training.data.InputException;
import dev.preflight.tuner.insight.TuneResult;
import dev.preflight.tuner.study.Objective;
import dev.preflight.tuner.study.StudyOptions;
import dev.preflight.tuner.study.space.SearchSpace;
import dev.preflight.tuner.study.trial.FrozenTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Tunes any command: each trial runs it with values of its own, and reads a metric it prints. */
public final class CommandTuning {

  private CommandTuning() {}

  /**
   * What all trials share.
   *
   * @param directory where the command runs
   * @param logs where the output of each trial goes
   * @param silent trials that ended well and told nothing
   */
  record Plan(
      CommandTemplate template,
      String metric,
      Path directory,
      Path logs,
      TuneLimits limits,
      Meter meter,
      boolean singleObjective,
      AtomicInteger silent) {}

  /**
   * Tunes, going on with the study if it was begun before.
   *
   * @param command with a place for every parameter of the declared space
   * @param metric the name that it is printed under
   * @param directory where the command runs
   * @param out takes a log a trial
   * @throws InputException if a place has no parameter or a parameter no place, the command cannot
   *     be started, or its first trial ends well without the metric
   */
  public static Report<TuneResult> run(
      List<String> command,
      String metric,
      Path directory,
      Path out,
      StudySource study,
      TuneLimits limits,
      Progress progress) {
    StudyOptions options = study.options();
    SearchSpace space =
        options
            .space()
            .orElseThrow(
                () ->
                    new InputException(
                        "there is nothing to tune", "declare it with --param 'lr=log(1e-5,1)'"));
    CommandTemplate template = CommandTemplate.of(command, space);
    Map<String, @Nullable Object> setting = new LinkedHashMap<>();
    setting.put("command", command);
    setting.put("metric", metric);
    Meter meter = new Meter(limits, progress);
    Plan plan =
        new Plan(
            template,
            metric,
            directory,
            logs(out),
            limits,
            meter,
            options.directions().size() == 1,
            new AtomicInteger());
    Objective objective = Objective.of(new CommandObjective(plan));
    return Tuning.run(
        study,
        new Tuning.Setting(setting, "step"),
        objective,
        limits,
        meter,
        trial -> checkFirst(plan, trial));
  }

  /** A metric that the very first trial did not print is misspelt: no more need be run. */
  private static void checkFirst(Plan plan, FrozenTrial trial) {
    if (trial.number() == 0 && plan.silent().get() > 0) {
      throw new InputException(
          Sentence.of(
              "the command ended well, but %s",
              trial.failure().map(f -> f.message()).orElse("told nothing")),
          "print '" + plan.metric() + "=NUMBER', or name what it prints by --metric");
    }
  }

  private static Path logs(Path out) {
    Path logs = out.resolve("trials");
    try {
      return Files.createDirectories(logs);
    } catch (IOException e) {
      throw new InputException(
          "cannot make '" + logs + "': " + e.getMessage(), "name another --out", e);
    }
  }
}
