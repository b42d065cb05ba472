package dev.preflight.cli.command;

import dev.preflight.cli.process.Console;
import dev.preflight.reports.Report;
import dev.preflight.sanity.Checks;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.sanity.check.Profile;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
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
      paramLabel = "ID=REASON",
      description = "Accept what a check finds, with the reason; may be repeated.")
  Map<String, String> allow = new LinkedHashMap<>();

  CheckCommand(Console console) {
    super(console);
  }

  @Override
  void validate() {
    List<String> known = Checks.catalogue().stream().map(CheckInfo::id).toList();
    for (String id : only) {
      require(id, known, "--only");
    }
    for (String id : allow.keySet()) {
      require(id, known, "--allow");
    }
    checkupOptions(batchSizeAsked());
  }

  private static void require(String id, List<String> known, String option) {
    if (!known.contains(id)) {
      InputException unknown = InputException.unknown("check", id, known);
      throw new InputException(option + ": there is no check '" + id + "'", unknown.hint());
    }
  }

  @Override
  Report<?> work(TrainingGraph graph, int batchSize, Progress progress) {
    return Checks.run(graph, checkupOptions(batchSize), progress);
  }

  private CheckupOptions checkupOptions(int batchSize) {
    CheckupOptions defaults = CheckupOptions.defaults();
    try {
      return new CheckupOptions(
          profile,
          batchSize > 0 ? batchSize : defaults.batchSize(),
          options.learningRate == null ? defaults.learningRate() : options.learningRate,
          options.seed,
          allow,
          only);
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()), "see 'preflight check --help'", e);
    }
  }
}
