package dev.preflight.cli;

import dev.preflight.sanity.Checks;
import dev.preflight.sanity.Checkup;
import dev.preflight.sanity.CheckupOptions;
import dev.preflight.sanity.Profile;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
    // TODO ids
  }

  @Override
  Outcome work(TrainingGraph graph, int batchSize, Progress progress) {
    CheckupOptions defaults = CheckupOptions.defaults();
    Checkup checkup =
        Checks.run(
            graph,
            new CheckupOptions(
                profile,
                batchSize > 0 ? batchSize : defaults.batchSize(),
                options.learningRate == null ? graph.learningRate() : options.learningRate,
                options.seed,
                allow,
                only),
            progress);
    return new Outcome(
        checkup.findings(),
        checkup.charts(),
        checkup.tables(),
        checkup.summary(),
        checkup.next(),
        null,
        checkup.interrupted());
  }
}
