package dev.preflight.cli.study;

import dev.preflight.cli.process.Console;
import dev.preflight.tuner.study.Study;
import dev.preflight.tuner.study.StudyOptions;
import dev.preflight.tuner.study.Trial;
import dev.preflight.tuner.study.pruner.Pruner;
import dev.preflight.tuner.study.pruner.Pruners;
import dev.preflight.tuner.study.space.StudyException;
import dev.preflight.tuner.study.storage.Storage;
import dev.preflight.tuner.study.storage.StudyRecord;
import dev.preflight.tuner.study.trial.Failure;
import dev.preflight.tuner.study.trial.FrozenTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code preflight tell}. */
@Command(name = "tell", description = "Ends a trial that 'preflight ask' began, or reports on it.")
final class TellCommand implements Callable<Integer> {

  private final Console console;

  @Mixin StudyFile file = new StudyFile();

  @Parameters(index = "0", paramLabel = "TRIAL", description = "The trial's number.")
  int trial;

  @Parameters(
      index = "1..*",
      paramLabel = "VALUE",
      arity = "0..*",
      converter = AnyNumber.class,
      description = "Its values, one an objective. nan makes it a failure.")
  List<Double> values = new ArrayList<>();

  @Option(
      names = "--report",
      paramLabel = "STEP",
      description = "The value is a report at this step; prints 'prune' or 'go on'.")
  @Nullable Long report;

  @Option(names = "--pruned", description = "The trial was given up; its last report counts.")
  boolean pruned;

  @Option(names = "--failed", paramLabel = "WHY", description = "The trial came to nothing.")
  @Nullable String failed;

  @Option(
      names = "--pruner",
      paramLabel = "NAME",
      description =
          "Who answers to --report, as for 'preflight tune'. Default: " + Pruners.DEFAULT + ".")
  String pruner = Pruners.DEFAULT;

  TellCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (Storage storage = file.open(console, false)) {
      StudyRecord record = file.study(storage);
      StudyOptions options = StudyOptions.of(record.name(), record.directions());
      if (report != null) {
        Pruner asked = Pruners.named(pruner, OptionalLong.empty());
        options = options.withPruner(asked);
      }
      Study study = Study.open(storage, options);
      tell(study, study.running(trial));
    }
    return 0;
  }

  private void tell(Study study, Trial running) {
    int ways = (report != null ? 1 : 0) + (pruned ? 1 : 0) + (failed != null ? 1 : 0);
    if (ways > 1 || ((pruned || failed != null) && !values.isEmpty())) {
      throw new StudyException(
          "values, --report, --pruned and --failed do not go together", "give one of them");
    }
    if (report != null) {
      if (values.size() != 1) {
        throw new StudyException("a report has one value", "give it after the trial's number");
      }
      running.report(report, values.get(0));
      console.out().println(running.shouldPrune() ? "prune" : "go on");
      return;
    }
    FrozenTrial told =
        pruned
            ? study.tellPruned(running)
            : failed != null
                ? study.tell(running, new Failure(Failure.Reason.ERROR, failed))
                : study.tell(running, values);
    console
        .out()
        .println("trial " + told.number() + " " + told.state().name().toLowerCase(Locale.ROOT));
  }
}
