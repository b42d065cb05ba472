package dev.preflight.cli.command;

import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.training.program.Programs;
import dev.preflight.training.tensor.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options of every command that trains: what is trained, on what, and where. */
final class ProgramOptions {

  /** The seed where none is given: fixed, so that the same command gives the same result. */
  static final long DEFAULT_SEED = 0;

  @Parameters(
      arity = "0..1",
      paramLabel = "PROGRAM",
      defaultValue = Programs.DEFAULT,
      description = {
        "What to train: a built-in name (see 'preflight programs'), a class name, the directory "
            + "of a SavedModel with its training step, or a JSON file that describes a graph. Default: ${DEFAULT-VALUE}."
      })
  String program = Programs.DEFAULT;

  @Option(
      names = "--data",
      paramLabel = "SPEC",
      description =
          "What to train on, such as idx:IMAGES,LABELS; 'preflight programs' lists all kinds. "
              + "Default: the program's own.")
  @Nullable String data;

  @Option(
      names = "--classpath",
      paramLabel = "PATH",
      description = "Directories and jars with the program's classes.")
  @Nullable String classpath;

  /** A checkpoint to start from, where the command has an option for it. */
  @Nullable Path from;

  @Option(names = "--batch-size", paramLabel = "N", description = "Examples in a batch.")
  @Nullable Integer batchSize;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      completionCandidates = OptimizerNames.class,
      description =
          "One of ${COMPLETION-CANDIDATES}; for a program without a train op of its own. "
              + "Default: momentum.")
  @Nullable String optimizer;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "The rate the run is meant to have. Default: the train op's or optimizer's.")
  @Nullable Double learningRate;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      mapFallbackValue = "",
      description = "A hyperparameter of the program; may be repeated.")
  Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "All randomness follows from it. Default: ${DEFAULT-VALUE}.",
      defaultValue = "" + DEFAULT_SEED)
  long seed = DEFAULT_SEED;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|gpu",
      description = "Where to train. Default: ${DEFAULT-VALUE}.",
      defaultValue = "auto")
  Device device = Device.AUTO;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads for TensorFlow; 0 for all processors. Default: ${DEFAULT-VALUE}.",
      defaultValue = "0")
  int threads;

  @Option(
      names = "--trust-graph",
      description = "Run a graph that reads or writes files, or runs code from outside of it.")
  boolean trustGraph;

  /** The entries of {@code --classpath}. */
  List<Path> classpath() {
    List<Path> entries = new ArrayList<>();
    if (classpath != null) {
      for (String entry : classpath.split(java.io.File.pathSeparator, -1)) {
        if (!entry.isEmpty()) {
          entries.add(Path.of(entry));
        }
      }
    }
    return entries;
  }

  /** For the help text. */
  static final class OptimizerNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Optimizer.names().iterator();
    }
  }
}
