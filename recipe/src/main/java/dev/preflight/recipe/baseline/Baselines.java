package dev.preflight.recipe.baseline;

import dev.preflight.recipe.train.TrainOptions;
import dev.preflight.recipe.train.TrainResult;
import dev.preflight.recipe.train.Training;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Rule;
import dev.preflight.reports.Skip;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Sentence;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.training.program.Hyperparameters;
import dev.preflight.training.program.TrainingProgram;
import dev.preflight.tuner.finder.FinderOptions;
import dev.preflight.tuner.finder.FinderResult;
import dev.preflight.tuner.finder.LearningRateFinder;
import dev.preflight.tuner.runs.RunInterruptedException;
import dev.preflight.tuner.runs.Stopped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something to beat, on the data of a program: a constant answer, and those of some programs that
 * fit the data, each trained for as many updates at the rate that the finder finds for it.
 */
public final class Baselines {

  static final Rule BASELINE =
      new Rule(
          "B06",
          "something to beat",
          "a net that a constant, a regression or a small net would do as well as",
          """
          A constant answer, and the built-in programs that fit the data, each trained once for as \
          many updates, with linear decay from the peak that the finder finds. Where the program \
          itself stands beside them, accuracies are compared with Newcombe's 95 % interval of a \
          difference of shares; warns where all of it is below 0.""",
          "Google, Rules of Machine Learning, rule 4; Ng, Machine Learning Yearning (2018), chapter"
              + " 13");

  /** Larger nets than this, and than the program itself, are not trained as baselines. */
  private static final long MOST_PARAMETERS = 10_000_000;

  /** The schedule of all, at their own peaks. */
  private static final ScheduleSpec SCHEDULE = ScheduleSpec.parse("linear");

  private final TrainingGraph graph;
  private final List<TrainingProgram> programs;
  private final BaselineOptions options;
  private final Path directory;
  private final Progress progress;
  private final List<Finding> findings = new ArrayList<>();
  private final List<BaselineResult.Row> rows = new ArrayList<>();

  private Baselines(
      TrainingGraph graph,
      List<TrainingProgram> programs,
      BaselineOptions options,
      Path directory,
      Progress progress) {
    this.graph = graph;
    this.programs = programs;
    this.options = options;
    this.directory = directory;
    this.progress = progress;
  }

  /** What is judged. */
  public static List<Rule> rules() {
    return List.of(BASELINE);
  }

  /** Those of the programs that fit the data of a graph and are not too large, smallest first. */
  public static List<TrainingProgram> fitting(TrainingGraph graph, List<TrainingProgram> programs) {
    Map<TrainingProgram, Long> fitting = new LinkedHashMap<>();
    for (TrainingProgram program : programs) {
      if (program.baseline()) {
        try (TrainingGraph built = build(graph, program)) {
          if (built.parameters() <= Math.max(MOST_PARAMETERS, graph.parameters())) {
            fitting.put(program, built.parameters());
          }
        } catch (InputException e) {
          // It does not fit.
        }
      }
    }
    return fitting.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Updates that they take, about. */
  public static long planned(
      TrainingGraph graph, List<TrainingProgram> fitting, BaselineOptions options) {
    long each =
        Training.planned(graph, training(options))
            + LearningRateFinder.planned(graph, finder(options));
    return each * fitting.size();
  }

  /**
   * Measures. What is trained is kept, and gone on with when it was stopped.
   *
   * @param programs those of {@link #fitting}
   * @param own the program itself as it was trained, to stand beside them; null for none
   * @param directory an existing one
   */
  public static Report<BaselineResult> run(
      TrainingGraph graph,
      List<TrainingProgram> programs,
      @Nullable TrainResult own,
      BaselineOptions options,
      Path directory,
      Progress progress) {
    return new Baselines(graph, programs, options, directory, progress).run(own);
  }

  private Report<BaselineResult> run(@Nullable TrainResult own) {
    TrainingData data = graph.rawData();
    boolean classes = data.classes().isPresent();
    rows.add(
        new BaselineResult.Row(
            classes ? "majority" : "mean",
            0,
            null,
            classes
                ? Constant.ofClasses(data, data.classes().getAsInt())
                : Constant.ofNumbers(data),
            false));
    boolean interrupted = false;
    for (TrainingProgram program : programs) {
      if (interrupted) {
        findings.add(stopped(program.name()));
        continue;
      }
      try (TrainingGraph built = build(graph, program)) {
        progress.note("The baseline " + program.name() + ".");
        train(built);
      } catch (RunInterruptedException e) {
        interrupted = true;
        findings.add(stopped(program.name()));
      }
    }
    if (own != null) {
      rows.add(
          new BaselineResult.Row(graph.name(), graph.parameters(), null, own.validation(), true));
    }
    BaselineResult result =
        new BaselineResult(
            Training.planned(graph, training(options)), data.validation().size(), rows);
    return BaselineReport.of(result, findings, interrupted);
  }

  private static Finding stopped(String name) {
    return Stopped.before(BASELINE, name + ": not trained")
        .where(name)
        .skipped(Skip.UNMEASURED)
        .fix(Stopped.GO_ON)
        .build();
  }

  private static TrainingGraph build(TrainingGraph graph, TrainingProgram program) {
    TrainingGraph.Options like = graph.options();
    return TrainingGraph.build(
        program,
        Standardized.of(graph.rawData()),
        TrainingGraph.Options.defaults()
            .withHyperparameters(Hyperparameters.none())
            .withOptimizer(Optimizer.of(Optimizer.Kind.MOMENTUM))
            .withDevice(like.device())
            .withThreads(like.threads()));
  }

  private static TrainOptions training(BaselineOptions options) {
    return TrainOptions.of(options.batchSize(), options.seed()).withLength(options.length());
  }

  private static FinderOptions finder(BaselineOptions options) {
    return FinderOptions.defaults()
        .withRun(
            r ->
                r.withLength(options.length())
                    .withBatchSize(options.batchSize())
                    .withSeed(options.seed()));
  }

  private void train(TrainingGraph built) {
    Report<FinderResult> found = LearningRateFinder.run(built, finder(options), progress);
    if (found.interrupted()) {
      throw new RunInterruptedException();
    }
    FinderResult.Suggestion suggestion = found.result().suggestion();
    if (suggestion == null) {
      findings.add(
          Finding.of(BASELINE, Status.SKIP, built.name() + " was not trained: no rate was found")
              .where(built.name())
              .skipped(Skip.UNMEASURED)
              .why(String.join("; ", found.result().refusals()))
              .build());
      return;
    }
    double peak = suggestion.peak();
    ScheduleSpec schedule = SCHEDULE.withPeak(peak);
    Report<TrainResult> trained =
        Training.run(
            built,
            training(options).withSchedule(schedule, Double.NaN),
            place(built.name()),
            false,
            progress);
    if (trained.interrupted()) {
      throw new RunInterruptedException();
    }
    rows.add(
        new BaselineResult.Row(
            built.name(), built.parameters(), peak, trained.result().validation(), false));
  }

  private Path place(String name) {
    String variant =
        Sentence.of("%s-%d-%d-%s", name, options.batchSize(), options.seed(), options.length());
    try {
      return Files.createDirectories(directory.resolve(variant));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a directory in " + directory, e);
    }
  }
}
