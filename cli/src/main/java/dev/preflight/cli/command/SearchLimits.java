package dev.preflight.cli.command;

import dev.preflight.tuner.runs.RunOptions;
import dev.preflight.tuner.search.SearchOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every search by training can be told: the length of its runs, its seeds and its rates. */
final class SearchLimits {

  @Mixin RunLength run = new RunLength();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description =
          "Fresh seeds that judge what was found. Default: " + SearchOptions.DEFAULT_SEEDS + ".")
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

  /**
   * The options of a run, with the defaults where nothing was said.
   *
   * @param batchSize examples in a batch; 0 for the default
   */
  RunOptions over(RunOptions defaults, int batchSize, long seed) {
    return new RunOptions(
        run.length,
        seeds == null ? defaults.seeds() : seeds,
        batchSize > 0 ? batchSize : defaults.batchSize(),
        seed,
        low == null ? defaults.low() : low,
        high == null ? defaults.high() : high);
  }
}
