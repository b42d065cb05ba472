package dev.preflight.cli.command;

import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.Deadline;
import dev.preflight.cli.process.Environment;
import dev.preflight.cli.process.ExitCode;
import dev.preflight.cli.process.Failures;
import dev.preflight.cli.process.OutputDirectory;
import dev.preflight.cli.process.ProgressPrinter;
import dev.preflight.cli.process.Verbosity;
import dev.preflight.cli.result.Delivery;
import dev.preflight.cli.result.OutputOptions;
import dev.preflight.cli.result.Provenances;
import dev.preflight.reports.Report;
import dev.preflight.reports.ResultDocument;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingBatches;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.UpdateTime;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.training.program.Hyperparameters;
import dev.preflight.training.program.TrainingProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The frame of every command that trains: from its options to the result on disk and screen. */
abstract class TrainingCommand implements Callable<Integer> {
  private final Console console;

  @Mixin final ProgramOptions options = new ProgramOptions();
  @Mixin final OutputOptions output = new OutputOptions();
  @Mixin final TimeOptions limit = new TimeOptions();

  @SuppressWarnings("NullAway.Init") // picocli sets it before the command is called.
  @Spec
  CommandSpec spec;

  TrainingCommand(Console console) {
    this.console = console;
  }

  /** Updates that the work takes, about. */
  abstract long planned(TrainingGraph graph, int batchSize);

  /** What the work will cost here, one sentence, measured on a few updates. */
  String plan(TrainingGraph graph, int batchSize) {
    return cost(graph, batchSize).text();
  }

  private PlannedCost cost(TrainingGraph graph, int batchSize) {
    int size = batchSize > 0 ? batchSize : TrainingBatches.DEFAULT_SIZE;
    return new PlannedCost(planned(graph, batchSize), size, UpdateTime.of(graph, size));
  }

  /** Whether the work says its plan itself. */
  boolean tellsItsPlan() {
    return false;
  }

  /** How long it may take; empty without a limit, or where the work keeps it itself. */
  Optional<Duration> timeout() {
    return limit.timeout();
  }

  /** Whether weight decay must be possible to feed. */
  boolean feedsWeightDecay() {
    return false;
  }

  /** The checkpoint to start from; null for the initial values. */
  @Nullable Path start() {
    return null;
  }

  /** Refuses options that cannot be, before anything is loaded. */
  abstract void validate();

  /**
   * Does the work.
   *
   * @param batchSize examples in a batch; 0 for the command's own choice
   * @param directory takes what is kept to go on with
   */
  abstract Report<?> work(
      TrainingGraph graph, int batchSize, OutputDirectory directory, Progress progress);

  @Override
  public Integer call() throws Exception {
    options.from = start();
    validateShared();
    validate();
    Environment environment = console.environment();
    OutputDirectory directory =
        OutputDirectory.prepare(output.out(), spec.name(), options.program, environment);
    Provenances provenance = new Provenances(console, spec, options.seed);
    Report<?> outcome;
    String name = options.program;
    ResultDocument document;
    try {
      TrainingProgram program = ProgramSource.startingFrom(options, environment);
      name = program.name();
      TrainingData data = ProgramSource.data(program, options, environment);
      try (TrainingGraph graph = TrainingGraph.build(program, data, buildOptions());
          ProgressPrinter progress = new ProgressPrinter(console, output.progress())) {
        int batchSize = batchSize(graph);
        if (limit.dryRun) {
          console.out().println(plan(graph, batchSize));
          return ExitCode.FINE;
        }
        if (!tellsItsPlan()) {
          PlannedCost cost = cost(graph, batchSize);
          progress.note(cost.text());
          progress.pace(cost.seconds());
        }
        Deadline deadline = new Deadline(progress, timeout(), environment.nanoTime());
        outcome = work(graph, batchSize, directory, deadline);
        document = document(outcome, name, provenance, graph, deadline);
      }
    } catch (RuntimeException | Error e) {
      return Failures.report(Failures.blame(e, name), console, Verbosity.of(spec.commandLine()));
    }
    int code = new Delivery(console, spec, output).deliver(document, directory);
    boolean byUser = environment.interrupted().getAsBoolean();
    return code == ExitCode.INTERRUPTED && !byUser ? output.exitCode(document.verdict()) : code;
  }

  private void validateShared() {
    if (options.threads < 0) {
      throw new InputException(
          "--threads must not be negative, was " + options.threads, "give 0 for all processors");
    }
    if (options.batchSize != null && options.batchSize < 1) {
      throw new InputException(
          "--batch-size must be at least 1, was " + options.batchSize, "leave it out, or raise it");
    }
    optimizer();
  }

  private TrainingGraph.Options buildOptions() {
    return TrainingGraph.Options.defaults()
        .withHyperparameters(Hyperparameters.of(options.set))
        .withOptimizer(optimizer())
        .withWeightDecay(feedsWeightDecay())
        .withDevice(options.device)
        .withThreads(options.threads);
  }

  private Optimizer optimizer() {
    Optimizer optimizer =
        options.optimizer == null
            ? TrainingGraph.Options.defaults().optimizer()
            : Optimizer.of(options.optimizer);
    return options.learningRate == null
        ? optimizer
        : optimizer.withLearningRate(options.learningRate);
  }

  /** The batch size of the command line; 0 if there is none. */
  final int batchSizeAsked() {
    return options.batchSize == null ? 0 : options.batchSize;
  }

  private int batchSize(TrainingGraph graph) {
    int asked = batchSizeAsked();
    int fixed = graph.fixedBatchSize().orElse(0);
    if (fixed > 0 && asked > 0 && fixed != asked) {
      throw new InputException(
          "--batch-size is "
              + asked
              + ", but '"
              + graph.ends().features()
              + "' takes batches of "
              + fixed
              + " only",
          "leave --batch-size out, or export the graph with an open batch dimension");
    }
    int items = graph.data().train().size();
    if (asked > items) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "--batch-size must be at most %,d, the number of training items, was %,d",
              items,
              asked),
          "lower it, or give more data");
    }
    return fixed > 0 ? fixed : asked;
  }

  private ResultDocument document(
      Report<?> outcome,
      String program,
      Provenances provenance,
      TrainingGraph graph,
      Deadline deadline) {
    return ResultDocument.of(
            spec.name(), program, outcome, provenance.of(graph, options.threads, options.device))
        .summary(deadline.told() + outcome.summary())
        .next(NextCommands.of(outcome.next(), options))
        .build();
  }
}
