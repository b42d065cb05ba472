package dev.preflight.cli.command;

import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.Environment;
import dev.preflight.cli.process.Failures;
import dev.preflight.cli.process.OutputDirectory;
import dev.preflight.cli.process.ProgressPrinter;
import dev.preflight.cli.process.Verbosity;
import dev.preflight.cli.result.Delivery;
import dev.preflight.cli.result.Provenances;
import dev.preflight.cli.result.TimeLimit;
import dev.preflight.cli.study.SpaceOptions;
import dev.preflight.cli.study.StudyPlace;
import dev.preflight.reports.NextStep;
import dev.preflight.reports.Report;
import dev.preflight.reports.ResultDocument;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import dev.preflight.tuner.insight.TuneResult;
import dev.preflight.tuner.runs.RunOptions;
import dev.preflight.tuner.study.Limits;
import dev.preflight.tuner.study.StudyOptions;
import dev.preflight.tuner.study.auto.Samplers;
import dev.preflight.tuner.study.pruner.Pruners;
import dev.preflight.tuner.study.space.SearchSpace;
import dev.preflight.tuner.study.storage.Storage;
import dev.preflight.tuner.study.storage.Storages;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.tune.CommandTuning;
import dev.preflight.tuner.tune.ProgramTuning;
import dev.preflight.tuner.tune.StudySource;
import dev.preflight.tuner.tune.TrialPlan;
import dev.preflight.tuner.tune.TuneLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code preflight tune}. */
@Command(
    name = "tune",
    customSynopsis = {
      "preflight tune [PROGRAM] [OPTIONS]",
      "preflight tune --param 'lr=log(1e-5,1)' --metric loss [OPTIONS] -- python train.py --lr {lr}"
    },
    description = {
      "Searches hyperparameters of a program, or of any command, as Optuna 5 does, in a database "
          + "that Optuna reads and writes.",
      "A study that was stopped goes on when the same command is started again."
    })
final class TuneCommand extends TrainingCommand {

  private final Console console;

  @Mixin RunLength run = new RunLength();
  @Mixin SpaceOptions space = new SpaceOptions();
  @Mixin StudyPlace place = new StudyPlace();

  @Option(
      names = "--sampler",
      paramLabel = "NAME",
      description =
          "Who chooses: auto, tpe, tpe-group, tpe-independent, gp, cma-es, nsga-ii, evolution, random, "
              + "sobol, halton or grid. Default: "
              + Samplers.DEFAULT
              + ", by the space, the budget, noise and failures; the report says which and why.")
  String sampler = Samplers.DEFAULT;

  @Option(
      names = "--pruner",
      paramLabel = "NAME",
      description =
          "Who gives trials up: median, percentile(P), threshold(LOWER,UPPER), patient(REPORTS), "
              + "asha, hyperband, wilcoxon, extrapolation or none; the first tenth of a trial is spared. Default: "
              + Pruners.DEFAULT
              + ".")
  String pruner = Pruners.DEFAULT;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description =
          "Trials of the whole study, earlier ones included. Default: "
              + TuneLimits.DEFAULT_TRIALS
              + ".")
  int trials = TuneLimits.DEFAULT_TRIALS;

  @Option(
      names = "--trial-timeout",
      paramLabel = "TIME",
      converter = TimeLimit.class,
      description = "Longest time of one trial; one that takes longer comes to nothing.")
  @Nullable Duration trialTimeout;

  @Option(names = "--target", paramLabel = "VALUE", description = "Stop when a value is this good.")
  @Nullable Double target;

  @Option(
      names = "--stagnation",
      paramLabel = "N",
      description = "Stop when N trials in a row are no better than the best.")
  @Nullable Integer stagnation;

  @Option(
      names = "--failures",
      paramLabel = "N",
      description =
          "Stop when N trials in a row come to nothing. Default: "
              + TuneLimits.DEFAULT_FAILURES
              + ".")
  int failures = TuneLimits.DEFAULT_FAILURES;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Trials side by side. Default: ${DEFAULT-VALUE}.",
      defaultValue = "1")
  int jobs = 1;

  @Option(
      names = "--deterministic",
      paramLabel = "LAG",
      description =
          "A trial learns from those at least LAG before it alone, so that up to LAG jobs make the "
              + "same trials whatever their number.")
  int lag;

  @Option(
      names = "--direction",
      paramLabel = "minimize|maximize",
      description = "What is good. Default: ${DEFAULT-VALUE}.",
      defaultValue = "minimize")
  Direction direction = Direction.MINIMIZE;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description =
          "What a command prints its value as: NAME=0.5, with step=3 before it where it reports on "
              + "the way. Default: ${DEFAULT-VALUE}.",
      defaultValue = "loss")
  String metric = "loss";

  @Option(
      names = "--schedule",
      paramLabel = "SPEC",
      description = "The schedule of a program's rate, where none is searched. Default: constant.")
  String schedule = "constant";

  @Option(
      names = "--validations",
      paramLabel = "N",
      description =
          "Validations along a trial of a program. Default: " + TrialPlan.DEFAULT_CHECKPOINTS + ".")
  int validations = TrialPlan.DEFAULT_CHECKPOINTS;

  @Option(
      names = "--resource",
      paramLabel = "updates|data",
      description =
          "What a pruner gives a program's trial little or much of: updates of one run, or the "
              + "training data, of which 12.5, 25, 50 and 100 %% are trained on in turn. Default: "
              + "${DEFAULT-VALUE}.",
      defaultValue = "updates")
  TrialPlan.Resource resource = TrialPlan.Resource.UPDATES;

  TuneCommand(Console console) {
    super(console);
    this.console = console;
  }

  @Override
  boolean feedsWeightDecay() {
    return ProgramTuning.needsWeightDecay(space.read(console.environment()));
  }

  @Override
  void validate() {
    requireAtLeast(1, "--trials", trials);
    requireAtLeast(1, "--jobs", jobs);
    requireAtLeast(1, "--failures", failures);
    requireAtLeast(1, "--validations", validations);
    requireAtLeast(1, "--stagnation", stagnation == null ? 1 : stagnation);
    requireAtLeast(0, "--deterministic", lag);
    space.read(console.environment());
    Samplers.named(sampler, options.seed);
    Pruners.named(pruner, OptionalLong.empty());
    if (console.command().isEmpty() && !metric.equals("loss")) {
      throw new InputException(
          "--metric is for commands; a program is judged by its validation loss",
          "leave --metric out, or write the command after --");
    }
    if (console.command().isEmpty() && direction == Direction.MAXIMIZE) {
      throw new InputException(
          "--direction maximize is for commands; a program's loss is to become small",
          "leave --direction out, or write the command after --");
    }
    runOptions();
  }

  private static void requireAtLeast(int least, String option, int value) {
    if (value < least) {
      throw new InputException(
          option + " must be at least " + least + ", was " + value, "raise it");
    }
  }

  private RunOptions runOptions() {
    RunOptions defaults = RunOptions.of(1, 1e-7, 100);
    int batchSize = batchSizeAsked();
    RunOptions asked =
        defaults
            .withLength(run.length)
            .withSeed(options.seed)
            .withBatchSize(batchSize > 0 ? batchSize : defaults.batchSize());
    asked.requireTrainable();
    return asked;
  }

  private TuneLimits limits() {
    Limits limits = Limits.total(trials).withFailures(failures);
    limits = limit.timeout().map(limits::withTime).orElse(limits);
    limits = target == null ? limits : limits.withTarget(target);
    limits = stagnation == null ? limits : limits.withStagnation(stagnation);
    return new TuneLimits(limits, jobs, Optional.ofNullable(trialTimeout));
  }

  private StudyOptions studyOptions(
      String name, Optional<SearchSpace> declared, OptionalLong length) {
    StudyOptions study =
        StudyOptions.of(place.name().orElse(name), direction)
            .withSampler(Samplers.named(sampler, options.seed, OptionalInt.of(trials)))
            .withPruner(Pruners.named(pruner, length))
            .withSeed(options.seed)
            .withLag(lag);
    return declared.map(study::withSpace).orElse(study);
  }

  private String storageText() {
    Path out = output.out();
    return place.in(out == null ? OutputDirectory.BASE : out.toString());
  }

  @Override
  long planned(TrainingGraph graph, int batchSize) {
    RunOptions asked = batchSize > 0 ? runOptions().withBatchSize(batchSize) : runOptions();
    return (long) trials
        * new TrialPlan(schedule, validations, resource).length(asked.trainable(graph));
  }

  /** The study keeps it: no trial begins after it. */
  @Override
  Optional<Duration> timeout() {
    return Optional.empty();
  }

  @Override
  Report<?> work(TrainingGraph graph, int batchSize, OutputDirectory directory, Progress progress) {
    RunOptions asked = batchSize > 0 ? runOptions().withBatchSize(batchSize) : runOptions();
    Environment environment = console.environment();
    TrialPlan plan = new TrialPlan(schedule, validations, resource);
    try (Storage storage = Storages.open(storageText(), environment.directory(), false)) {
      StudyOptions study =
          studyOptions(
              graph.name(),
              space.read(environment),
              OptionalLong.of(plan.length(asked.trainable(graph))));
      return ProgramTuning.run(
          graph, asked, plan, new StudySource(storage, storageText(), study), limits(), progress);
    }
  }

  @Override
  public Integer call() throws Exception {
    Optional<List<String>> command = console.command();
    return command.isPresent() ? tune(command.get()) : super.call();
  }

  /** Tunes a command: no program, and no TensorFlow. */
  private int tune(List<String> command) {
    validate();
    Environment environment = console.environment();
    OutputDirectory directory =
        OutputDirectory.prepare(output.out(), spec.name(), "command", environment);
    Provenances provenance = new Provenances(console, spec, options.seed);
    ResultDocument document;
    Path directoryOfCommand = environment.directory();
    try (Storage storage = Storages.open(storageText(), environment.directory(), false);
        ProgressPrinter progress = new ProgressPrinter(console, output.progress())) {
      StudyOptions study = studyOptions("command", space.read(environment), OptionalLong.empty());
      Report<TuneResult> report =
          CommandTuning.run(
              command,
              metric,
              directoryOfCommand,
              directory.directory(),
              new StudySource(storage, storageText(), study),
              limits(),
              progress);
      document =
          ResultDocument.of(spec.name(), String.join(" ", command), report, provenance.ofCommand())
              .next(report.next().stream().map(a -> new NextStep(a.text(), null)).toList())
              .build();
    } catch (RuntimeException | Error e) {
      return Failures.report(e, console, Verbosity.of(spec.commandLine()));
    }
    return new Delivery(console, spec, output).deliver(document, directory);
  }
}
