package dev.preflight.cli.result;

import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.Environment;
import dev.preflight.cli.process.OutputDirectory;
import dev.preflight.cli.process.ProgressPrinter;
import dev.preflight.reports.Finding;
import dev.preflight.reports.NextStep;
import dev.preflight.reports.Report;
import dev.preflight.reports.ResultDocument;
import dev.preflight.reports.Status;
import dev.preflight.sanity.curves.CurveOptions;
import dev.preflight.sanity.curves.CurveWatch;
import dev.preflight.sanity.curves.CurvesResult;
import dev.preflight.training.data.InputException;
import dev.preflight.training.events.RunLog;
import dev.preflight.training.events.RunLogs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code preflight watch}: judges the curves of anybody's run, while it goes on or afterwards. */
@Command(
    name = "watch",
    description = {
      "Judges the curves of a run by its log, live while it grows or once: TensorBoard event files "
          + "(Keras, PyTorch, Lightning), CSV, JSON lines.",
      "It ends with exit code 3 as soon as a check fails, so that a script can stop the run; else "
          + "when the log has not grown for --idle, or with Ctrl-C."
    })
final class WatchCommand implements Callable<Integer> {

  /**
   * The log is judged again once it has grown by this factor: many looks find by chance what one
   * does not. What is exact is looked at every time.
   */
  private static final double GROWN = 1.1;

  private static final long TICK_MILLIS = 200;

  private final Console console;

  @SuppressWarnings("NullAway.Init") // picocli sets it before the command is called.
  @Parameters(paramLabel = "LOG", description = "A file, or a directory with the log of one run.")
  Path place;

  @Option(names = "--once", description = "Judge what is there and end.")
  boolean once;

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      description = "The series of the training loss. Default: found by its name.")
  @Nullable String loss;

  @Option(
      names = "--validation-loss",
      paramLabel = "NAME",
      description = "The series of the validation loss. Default: found by its name.")
  @Nullable String validationLoss;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description = "The series of the training metric, higher being better. Default: found.")
  @Nullable String metric;

  @Option(
      names = "--validation-metric",
      paramLabel = "NAME",
      description = "The series of the same metric on validation data. Default: found.")
  @Nullable String validationMetric;

  @Option(
      names = "--rate",
      paramLabel = "NAME",
      description = "The series of the learning rate. Default: found by its name.")
  @Nullable String rate;

  @Option(
      names = "--steps",
      paramLabel = "COLUMN|none",
      description =
          "What counts the steps in CSV and JSON lines; none counts rows. Default: found, such as "
              + "step or epoch.")
  @Nullable String steps;

  @Option(
      names = "--validation-size",
      paramLabel = "N",
      description =
          "Examples of the validation set: what its size explains is not held against it.")
  long validationSize;

  @Option(
      names = "--target",
      paramLabel = "X",
      description = "The metric wanted, such as 0.95: tells underfit from overfit.")
  double target = Double.NaN;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      converter = TimeLimit.class,
      description = "How often to look, such as 5s. Default: ${DEFAULT-VALUE}.",
      defaultValue = "2s")
  Duration every = Duration.ofSeconds(2);

  @Option(
      names = "--idle",
      paramLabel = "TIME",
      converter = TimeLimit.class,
      description =
          "End when the log has not grown for this long, such as 10m. Default: ${DEFAULT-VALUE}.",
      defaultValue = "10m")
  Duration idle = Duration.ofMinutes(10);

  @Mixin final OutputOptions output = new OutputOptions();

  @SuppressWarnings("NullAway.Init") // picocli sets it before the command is called.
  @Spec
  CommandSpec spec;

  private final Set<String> told = new HashSet<>();

  WatchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (validationSize < 0) {
      throw new ParameterException(
          spec.commandLine(), "--validation-size must be positive, was " + validationSize);
    }
    Environment environment = console.environment();
    Path log = environment.resolve(place);
    Provenances provenance = new Provenances(console, spec, 0);
    Report<CurvesResult> report = once ? judge(read(log)) : follow(log);
    // Made only now: the log may stand where its report goes.
    OutputDirectory directory =
        OutputDirectory.prepare(output.out, spec.name(), place.toString(), environment);
    ResultDocument document =
        ResultDocument.of(spec.name(), place.toString(), report, provenance.ofLog())
            .next(report.next().stream().map(a -> new NextStep(a.text(), null)).toList())
            .build();
    return new Delivery(console, spec, output).deliver(document, directory);
  }

  private RunLog read(Path log) {
    return RunLogs.read(log, steps);
  }

  private Report<CurvesResult> judge(RunLog log) {
    return CurveWatch.judge(log, options());
  }

  private CurveOptions options() {
    return new CurveOptions(
        loss, validationLoss, metric, validationMetric, rate, validationSize, target);
  }

  /** Looks until a check fails, the log rests, or the user stops it. */
  private Report<CurvesResult> follow(Path place) {
    try (ProgressPrinter progress = new ProgressPrinter(console, output.progress)) {
      Report<CurvesResult> report = null;
      RunLog log = null;
      InputException missing = null;
      long judged = 0;
      long grew = now();
      boolean stopped = false;
      while (true) {
        RunLog before = log;
        try {
          log = read(place);
          if (before == null || log.points() != before.points()) {
            grew = now();
          }
          boolean grown = report == null || log.points() >= GROWN * judged;
          if (grown || !CurveWatch.isFinite(log, options())) {
            report = judge(log);
            judged = log.points();
            tell(report, progress);
          }
          missing = null;
        } catch (InputException e) {
          // A run that has just begun may have logged nothing yet.
          if (report != null) {
            throw e;
          }
          if (missing == null) {
            progress.note("Waiting: " + e.getMessage());
          }
          missing = e;
        }
        boolean failed = report != null && hasFailed(report);
        boolean rests = now() - grew >= idle.toNanos();
        if (failed || rests || stopped) {
          break;
        }
        stopped = waited();
      }
      if (report == null || log == null) {
        throw missing == null ? new IllegalStateException("nothing was read") : missing;
      }
      Report<CurvesResult> last = log.points() == judged ? report : judge(log);
      return stopped ? interrupted(last) : last;
    }
  }

  private static Report<CurvesResult> interrupted(Report<CurvesResult> r) {
    return new Report<>(
        r.findings(), r.charts(), r.tables(), r.summary(), r.next(), r.result(), true);
  }

  private static boolean hasFailed(Report<CurvesResult> report) {
    return report.findings().stream().anyMatch(f -> f.status() == Status.FAIL);
  }

  /** Says what is new, once each. */
  private void tell(Report<CurvesResult> report, ProgressPrinter progress) {
    for (Finding finding : report.findings()) {
      boolean bad = finding.status() == Status.FAIL || finding.status() == Status.WARN;
      if (bad && told.add(finding.id() + finding.status())) {
        progress.note(
            "step " + report.result().lastStep() + ": " + finding.id() + " " + finding.title());
      }
    }
  }

  private long now() {
    return console.environment().nanoTime().getAsLong();
  }

  /** Waits for the next look; whether the user asked to stop meanwhile. */
  private boolean waited() {
    long until = now() + every.toNanos();
    while (now() < until) {
      if (console.environment().interrupted().getAsBoolean()) {
        return true;
      }
      try {
        Thread.sleep(Math.min(TICK_MILLIS, Math.max(1, every.toMillis())));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return true;
      }
    }
    return console.environment().interrupted().getAsBoolean();
  }
}
