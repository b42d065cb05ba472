package dev.preflight.cli.command;

import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.OutputDirectory;
import dev.preflight.reports.Report;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import dev.preflight.tuner.comparison.ComparisonOptions;
import dev.preflight.tuner.comparison.ScheduleComparison;
import dev.preflight.tuner.runs.RunStore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code preflight schedules}. */
@Command(
    name = "schedules",
    description = {
      "Compares learning-rate schedules by training, each at its own best rate, with paired seeds.",
      "Finished runs are kept in the --out directory: a comparison that was stopped goes on there."
    })
final class SchedulesCommand extends TrainingCommand {
  private static final ComparisonOptions DEFAULTS = ComparisonOptions.defaults();

  @Mixin SearchLimits limits = new SearchLimits();

  @Option(
      names = "--schedules",
      paramLabel = "LIST",
      description =
          "What to compare, separated by commas or one by one, such as \"warmup(5%%) + cosine, rex\"; linear and"
              + " constant are always added. Default: step, cosine, cyclic and one-cycle, each"
              + " with warmup.")
  @Nullable List<String> schedules;

  @Option(names = "--two-budgets", description = "Compare at a quarter of the updates as well.")
  boolean twoBudgets;

  @Option(
      names = "--target",
      paramLabel = "LOSS",
      description =
          "Validation loss for the time to target. Default: where the constant rate ends.")
  @Nullable Double target;

  SchedulesCommand(Console console) {
    super(console);
  }

  @Override
  void validate() {
    comparisonOptions(batchSizeAsked());
  }

  @Override
  long planned(TrainingGraph graph, int batchSize) {
    return ScheduleComparison.planned(graph, comparisonOptions(batchSize));
  }

  @Override
  Report<?> work(TrainingGraph graph, int batchSize, OutputDirectory directory, Progress progress) {
    try (RunStore store = RunStore.in(directory.directory())) {
      return ScheduleComparison.run(graph, comparisonOptions(batchSize), store, progress);
    }
  }

  private ComparisonOptions comparisonOptions(int batchSize) {
    List<ScheduleSpec> wanted =
        schedules == null
            ? DEFAULTS.schedules()
            : schedules.stream()
                .flatMap(list -> split(list).stream())
                .map(ScheduleSpec::parse)
                .toList();
    try {
      return new ComparisonOptions(
          limits.over(DEFAULTS.run(), batchSize, options.seed),
          wanted,
          twoBudgets,
          target == null ? DEFAULTS.target() : target,
          DEFAULTS.settles());
    } catch (IllegalArgumentException e) {
      throw new InputException(
          String.valueOf(e.getMessage()), "see 'preflight schedules --help'", e);
    }
  }

  /** Parts between the commas that stand outside of all parentheses and brackets. */
  static List<String> split(String list) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < list.length(); i++) {
      switch (list.charAt(i)) {
        case '(', '[' -> depth++;
        case ')', ']' -> depth--;
        case ',' -> {
          if (depth == 0) {
            parts.add(list.substring(from, i).strip());
            from = i + 1;
          }
        }
        default -> {}
      }
    }
    parts.add(list.substring(from).strip());
    return parts;
  }
}
