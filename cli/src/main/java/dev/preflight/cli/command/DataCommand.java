package dev.preflight.cli.command;

import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.Environment;
import dev.preflight.cli.process.Failures;
import dev.preflight.cli.process.OutputDirectory;
import dev.preflight.cli.process.ProgressPrinter;
import dev.preflight.cli.process.Verbosity;
import dev.preflight.cli.result.Delivery;
import dev.preflight.cli.result.OutputOptions;
import dev.preflight.cli.result.Provenances;
import dev.preflight.cli.result.TimeLimit;
import dev.preflight.reports.NextStep;
import dev.preflight.reports.Report;
import dev.preflight.reports.ResultDocument;
import dev.preflight.sanity.Checks;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.sanity.check.Profile;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.data.source.DataSpec;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code preflight data}: reads and tells, without a program and without TensorFlow. */
@Command(
    name = "data",
    description = "Reads data, says what became of every file and row, and checks and shows them.")
final class DataCommand implements Callable<Integer> {

  private final Console console;

  @SuppressWarnings("NullAway.Init") // picocli sets it before the command is called.
  @Parameters(
      paramLabel = "SPEC",
      description = "The data, such as images:DIR; 'preflight programs' lists all kinds.")
  String data;

  @Option(
      names = "--profile",
      paramLabel = "quick|standard|paranoid",
      description = "How many files to open: paranoid opens all. Default: ${DEFAULT-VALUE}.",
      defaultValue = "standard")
  Profile profile = Profile.STANDARD;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "All randomness follows from it. Default: ${DEFAULT-VALUE}.",
      defaultValue = "" + ProgramOptions.DEFAULT_SEED)
  long seed = ProgramOptions.DEFAULT_SEED;

  @Option(
      names = "--no-pictures",
      description = "Leave pictures of the data out of the result and the report.")
  boolean noPictures;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = TimeLimit.class,
      description =
          "Look at nothing more after this long, such as 90s, 30m or 2h; what is left out makes "
              + "the verdict incomplete. Default: 1, 5 or 20 minutes by profile.")
  @Nullable Duration timeout;

  @Mixin final OutputOptions output = new OutputOptions();

  @SuppressWarnings("NullAway.Init") // picocli sets it before the command is called.
  @Spec
  CommandSpec spec;

  DataCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Environment environment = console.environment();
    OutputDirectory directory =
        OutputDirectory.prepare(output.out(), spec.name(), data, environment);
    Provenances provenance = new Provenances(console, spec, seed);
    CheckupOptions options =
        CheckupOptions.defaults()
            .withProfile(profile)
            .withSeed(seed)
            .withPictures(!noPictures)
            .withTimeLimit(timeout == null ? profile.timeLimit() : timeout);
    ResultDocument document;
    try (ProgressPrinter progress = new ProgressPrinter(console, output.progress())) {
      TrainingData read = DataSpec.open(data, environment.directory());
      Report<?> report = Checks.run(read, options, progress);
      document =
          ResultDocument.of(spec.name(), data, report, provenance.of(read))
              .next(report.next().stream().map(a -> new NextStep(a.text(), null)).toList())
              .build();
    } catch (RuntimeException | Error e) {
      return Failures.report(Failures.blame(e, data), console, Verbosity.of(spec.commandLine()));
    }
    return new Delivery(console, spec, output).deliver(document, directory);
  }
}
