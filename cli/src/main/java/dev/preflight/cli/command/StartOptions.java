package dev.preflight.cli.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the weights come from. */
final class StartOptions {

  @Option(
      names = "--from",
      paramLabel = "CHECKPOINT",
      description =
          "A TensorFlow checkpoint to start from: its prefix, or a directory of them. Default: the "
              + "initial values.")
  @Nullable Path from;
}
