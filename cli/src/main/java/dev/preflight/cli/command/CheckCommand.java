package dev.preflight.cli.command;

import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.OutputDirectory;
import dev.preflight.reports.Report;
import dev.preflight.sanity.Checks;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.sanity.check.PlannedRun;
import dev.preflight.sanity.check.Profile;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingBatches;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import dev.preflight.tuner.runs.Length;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code preflight check}. */
@Command(
    name = "check",
    description = "Checks the data, the graph and the training loop, and says whether to start.")
final class CheckCommand extends TrainingCommand {

  @Option(
      names = "--profile",
      paramLabel = "quick|standard|paranoid",
      description = "How much to do. Default: ${DEFAULT-VALUE}.",
      defaultValue = "standard")
  Profile profile = Profile.STANDARD;

  @Option(
      names = "--only",
      paramLabel = "IDS",
      split = ",",
      description = "Run these checks only, such as G02,G05.")
  Set<String> only = new LinkedHashSet<>();

  @Option(
      names = "--allow",
      paramLabel = "ID[:DATE]=REASON",
      description =
          "Accept what a check finds, with the reason; with a date such as G02:2027-01-31, up to "
              + "and with that day (UTC). May be repeated.")
  Map<String, String> allow = new LinkedHashMap<>();

  @Option(
      names = "--updates",
      paramLabel = "LENGTH",
      converter = RunLength.Converter.class,
      description =
          "Planned length of the run, over which a graph's own schedule is followed and judged at "
              + "its highest: updates, or epochs such as 5ep. Default: 300 updates.")
  @Nullable Length updates;

  @Option(
      names = "--keep-schedule",
      description =
          "Leave a graph's own learning-rate schedule on in the short run (R01), rather than "
              + "holding its highest rate.")
  boolean keepSchedule;

  @Option(
      names = "--no-pictures",
      description = "Leave pictures of the data out of the result and the report.")
  boolean noPictures;

  @Mixin StartOptions start = new StartOptions();

  CheckCommand(Console console) {
    super(console);
  }

  @Override
  @Nullable Path start() {
    return start.from;
  }

  @Override
  void validate() {
    for (String id : only) {
      Allowances.requireCheck(id, "--only");
    }
    Allowances.of(allow);
    if (keepSchedule && options.learningRate != null) {
      throw new InputException(
          "--keep-schedule leaves the rate to the graph, but --learning-rate gives one",
          "give one of the two");
    }
    checkupOptions(batchSizeAsked(), PlannedRun.DEFAULT_UPDATES);
  }

  @Override
  Report<?> work(TrainingGraph graph, int batchSize, OutputDirectory directory, Progress progress) {
    int size = batchSize > 0 ? batchSize : CheckupOptions.defaults().batchSize();
    long length =
        updates == null
            ? PlannedRun.DEFAULT_UPDATES
            : updates.in(TrainingBatches.perEpoch(graph, size));
    if (keepSchedule && graph.ownSchedule().isEmpty()) {
      throw new InputException(
          "--keep-schedule: the rate of this graph follows no schedule of its own",
          "leave it out; 'preflight schedules' compares schedules that Preflight drives");
    }
    return Checks.run(graph, checkupOptions(batchSize, length), progress);
  }

  @Override
  long planned(TrainingGraph graph, int batchSize) {
    throw new IllegalStateException("a check-up says its plan itself");
  }

  @Override
  String plan(TrainingGraph graph, int batchSize) {
    return Checks.plan(graph, checkupOptions(batchSize, PlannedRun.DEFAULT_UPDATES));
  }

  @Override
  boolean tellsItsPlan() {
    return true;
  }

  @Override
  Optional<Duration> timeout() {
    return Optional.empty();
  }

  private CheckupOptions checkupOptions(int batchSize, long length) {
    CheckupOptions defaults = CheckupOptions.defaults();
    try {
      return new CheckupOptions(
          profile,
          batchSize > 0 ? batchSize : defaults.batchSize(),
          new PlannedRun(
              options.learningRate == null ? Double.NaN : options.learningRate,
              length,
              keepSchedule),
          options.seed,
          Allowances.of(allow),
          only,
          !noPictures,
          limit.timeout().orElse(profile.timeLimit()));
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()), "see 'preflight check --help'", e);
    }
  }
}
