package dev.preflight.cli.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every search by training can be told: the length of its runs, its seeds and its rates. */
final class SearchLimits {

  @Option(
      names = "--updates",
      paramLabel = "N",
      description = "Length of a run in updates. Default: one epoch's, at least 300.")
  @Nullable Long updates;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Fresh seeds that judge what was found. Default: 5.")
  @Nullable Integer seeds;

  @Option(
      names = "--low",
      paramLabel = "RATE",
      description = "Lowest (peak) rate allowed. Default: 1e-7.")
  @Nullable Double low;

  @Option(
      names = "--high",
      paramLabel = "RATE",
      description = "Highest (peak) rate allowed. Default: 100.")
  @Nullable Double high;

  long updatesOr(long value) {
    return updates == null ? value : updates;
  }

  int seedsOr(int value) {
    return seeds == null ? value : seeds;
  }

  double lowOr(double value) {
    return low == null ? value : low;
  }

  double highOr(double value) {
    return high == null ? value : high;
  }
}
