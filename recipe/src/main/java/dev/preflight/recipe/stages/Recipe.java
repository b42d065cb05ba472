package dev.preflight.recipe.stages;

import dev.preflight.recipe.baseline.BaselineResult;
import dev.preflight.recipe.baseline.Baselines;
import dev.preflight.recipe.stages.StageOutcome.Facts;
import dev.preflight.recipe.train.TrainOptions;
import dev.preflight.recipe.train.TrainResult;
import dev.preflight.recipe.train.Training;
import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Rule;
import dev.preflight.reports.Skip;
import dev.preflight.reports.Status;
import dev.preflight.reports.Table;
import dev.preflight.sanity.Checks;
import dev.preflight.sanity.check.Allowance;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.sanity.check.PlannedRun;
import dev.preflight.sanity.check.Profile;
import dev.preflight.schedules.PlannedSchedule;
import dev.preflight.schedules.Run;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.training.Progress;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingBatches;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import dev.preflight.training.program.TrainingProgram;
import dev.preflight.tuner.comparison.ComparisonResult;
import dev.preflight.tuner.comparison.ScheduleComparison;
import dev.preflight.tuner.finder.FinderResult;
import dev.preflight.tuner.finder.LearningRateFinder;
import dev.preflight.tuner.runs.Length;
import dev.preflight.tuner.runs.RunContext;
import dev.preflight.tuner.runs.RunInterruptedException;
import dev.preflight.tuner.runs.RunStore;
import dev.preflight.tuner.search.LearningRateSearch;
import dev.preflight.tuner.search.SearchResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The lectures' recipe over one program: stage by stage, until one fails.
 *
 * <p>What a stage came to is kept: killed and started again, the recipe goes on at the stage it was
 * in, and that goes on where its own runs are kept.
 */
public final class Recipe {

  /** The weight decay of a graph that has no input for it. */
  static final Rule WEIGHT_DECAY =
      new Rule(
          "P01",
          "weight decay",
          "a weight decay that cannot be searched, since nothing feeds it",
          """
          Weight decay is searched with the rate where an optimizer of Preflight's is built in. A \
          train op of the program's own keeps the decay that it was built with.""",
          "CS231n: the fine search is over rate and regularization together");

  /** Findings about runs of an earlier start: the report is the same, however often it began. */
  private static final Set<String> OF_THE_START = Set.of("S06", "C07");

  private static final Set<String> ABOUT_THE_NET = Set.of("R07", "R08", "R11");

  private final TrainingGraph graph;
  private final RecipeOptions options;
  private final Progress progress;
  private final Plan plan;
  private final StageFiles files;
  private final String context;

  private Recipe(TrainingGraph graph, RecipeOptions options, Path directory, Progress progress) {
    this.graph = graph;
    this.options = options;
    this.progress = progress;
    this.plan = Plan.of(graph, options);
    this.files = new StageFiles(directory);
    try (Trainer trainer = graph.open(options.seed())) {
      this.context =
          RunContext.of(
              graph, trainer.snapshot().checksum(), graph.data().validation(), options.batchSize());
    }
  }

  /** What is judged beside the rules of the stages themselves. */
  public static List<Rule> rules() {
    return List.of(DataCurve.RULE, WEIGHT_DECAY);
  }

  /**
   * The plan with its times, without doing it.
   *
   * @param secondsAnUpdate measured here
   */
  public static String plan(TrainingGraph graph, RecipeOptions options, double secondsAnUpdate) {
    return Plan.of(graph, options).text(secondsAnUpdate);
  }

  /** Updates of all stages, about. */
  public static long planned(TrainingGraph graph, RecipeOptions options) {
    Plan plan = Plan.of(graph, options);
    long sum = 0;
    for (Stage stage : Stage.values()) {
      sum += options.wants(stage) ? plan.updates(stage) : 0;
    }
    return sum;
  }

  /**
   * Follows the recipe.
   *
   * @param directory an existing one, in which stages and runs are kept
   */
  public static Report<RecipeResult> run(
      TrainingGraph graph, RecipeOptions options, Path directory, Progress progress) {
    return new Recipe(graph, options, directory, progress).run();
  }

  private Report<RecipeResult> run() {
    List<StageOutcome> done = new ArrayList<>();
    Facts facts =
        Double.isNaN(options.learningRate())
            ? Facts.NONE
            : Facts.NONE.withRates(options.learningRate(), options.learningRate());
    boolean interrupted = false;
    for (Stage stage : Stage.values()) {
      if (!options.wants(stage)) {
        continue;
      }
      progress.note(
          String.format(Locale.ROOT, "Stage %d of 9: %s.", stage.number(), stage.title()));
      StageOutcome outcome;
      try {
        outcome = kept(stage, facts, done);
      } catch (RunInterruptedException e) {
        interrupted = true;
        break;
      }
      done.add(outcome);
      facts = outcome.facts();
      if (outcome.failed()) {
        progress.note("It fails: " + outcome.summary());
        break;
      }
    }
    return new RecipeReport(graph, options, plan, facts, done, interrupted).report();
  }

  private StageOutcome kept(Stage stage, Facts facts, List<StageOutcome> done) {
    String key =
        String.join(
            " | ",
            context,
            "length " + plan.length(),
            "search " + plan.search(),
            "trained " + plan.trained(),
            "seed " + options.seed(),
            "target " + options.target(),
            "allowed " + new TreeMap<>(options.allowed()),
            "baselines " + plan.baselines().stream().map(TrainingProgram::name).toList(),
            facts.toString());
    Optional<StageOutcome> before = files.find(stage, key);
    if (before.isPresent()) {
      progress.note("It was made before: " + before.get().summary());
      return before.get();
    }
    long from = System.nanoTime();
    Made made = make(stage, facts, done);
    if (made.report.interrupted() || progress.cancelled()) {
      throw new RunInterruptedException();
    }
    List<Finding> findings =
        made.report.findings().stream().filter(f -> !OF_THE_START.contains(f.id())).toList();
    StageOutcome outcome =
        StageOutcome.of(
            key,
            stage,
            made.report.withFindings(findings),
            made.facts,
            (System.nanoTime() - from) / 1e9);
    files.keep(outcome);
    return outcome;
  }

  /** What a stage found, and what is known after it. */
  private record Made(Report<?> report, Facts facts) {}

  private Made make(Stage stage, Facts facts, List<StageOutcome> done) {
    return switch (stage) {
      case DATA, GRAPH, BATCH, SUBSET -> new Made(check(stage, facts), facts);
      case COARSE -> coarse(facts);
      case FINE -> fine(facts);
      case SCHEDULES -> schedules(facts);
      case TRAIN -> train(facts);
      case DIAGNOSIS -> new Made(diagnosis(facts, done), facts);
    };
  }

  private Report<?> check(Stage stage, Facts facts) {
    return Checks.run(graph, checkup(Plan.checks(stage), facts), progress);
  }

  private CheckupOptions checkup(Set<String> ids, Facts facts) {
    Map<String, Allowance> allowed = new TreeMap<>(options.allowed());
    allowed.keySet().retainAll(ids);
    double rate = facts.rate() == null ? Double.NaN : facts.rate();
    return CheckupOptions.defaults()
        .withProfile(Profile.PARANOID)
        .withBatchSize(options.batchSize())
        .withSeed(options.seed())
        .withRun(PlannedRun.defaults().withLearningRate(rate))
        .withAllowed(allowed)
        .withOnly(ids);
  }

  private Made coarse(Facts facts) {
    Report<FinderResult> report = LearningRateFinder.run(graph, plan.finder(), progress);
    FinderResult.Suggestion found = report.result().suggestion();
    return new Made(
        report, found == null ? facts : facts.withRates(found.learningRate(), found.peak()));
  }

  private Made fine(Facts facts) {
    try (RunStore store = RunStore.in(files.directory("fine"))) {
      Report<SearchResult> report = LearningRateSearch.run(graph, plan.fine(), store, progress);
      SearchResult.Best best = report.result().best();
      Report<?> told = graph.takesWeightDecay() ? report : with(report, notFed());
      if (best == null) {
        return new Made(told, facts);
      }
      // The search runs are shorter than a long run: its rate is the finder's.
      Double known = facts.peak();
      double peak = plan.search() >= plan.length() || known == null ? best.learningRate() : known;
      return new Made(told, facts.withPeak(peak, best.weightDecay()));
    }
  }

  private static Finding notFed() {
    return Finding.of(WEIGHT_DECAY, Status.SKIP, "Not searched")
        .skipped(Skip.INAPPLICABLE)
        .why("The train op of the program has no input for a weight decay: it keeps its own.")
        .build();
  }

  private static Report<?> with(Report<?> report, Finding finding) {
    List<Finding> all = new ArrayList<>(report.findings());
    all.add(finding);
    return report.withFindings(all);
  }

  private Made schedules(Facts facts) {
    try (RunStore store = RunStore.in(files.directory("schedules"))) {
      Report<ComparisonResult> report =
          ScheduleComparison.run(graph, plan.comparison(), store, progress);
      String winner = report.result().winner();
      if (winner == null) {
        return new Made(report, facts);
      }
      ScheduleSpec spec = ScheduleSpec.parse(winner);
      Double known = spec.name().equals("constant") ? facts.rate() : facts.peak();
      if (plan.compared() < plan.length() && known != null) {
        spec = spec.withPeak(known);
      }
      return new Made(report, facts.withSchedule(spec.toString()));
    }
  }

  /** What to train with by what is known; null for the program's own rate. */
  static @Nullable ScheduleSpec schedule(Facts facts) {
    if (facts.schedule() != null) {
      return ScheduleSpec.parse(facts.schedule());
    }
    if (facts.peak() != null) {
      return ScheduleSpec.parse("linear").withPeak(facts.peak());
    }
    return facts.rate() == null ? null : ScheduleSpec.parse("constant").withPeak(facts.rate());
  }

  private double weightDecay(Facts facts) {
    Double decay = facts.weightDecay();
    return decay == null || !graph.takesWeightDecay() ? Double.NaN : decay;
  }

  private Made train(Facts facts) {
    return new Made(trained(facts), facts);
  }

  /** The run of the planned length; one that is over is only measured again. */
  private Report<TrainResult> trained(Facts facts) {
    TrainOptions asked =
        TrainOptions.of(options.batchSize(), options.seed())
            .withLength(Length.updates(plan.trained()))
            .withSchedule(schedule(facts), Double.NaN)
            .withWeightDecay(weightDecay(facts))
            .withTarget(options.target(), null);
    String name = "train-" + Integer.toHexString((context + facts + plan.trained()).hashCode());
    return Training.run(graph, asked, files.directory(name), false, progress);
  }

  private Report<?> diagnosis(Facts facts, List<StageOutcome> done) {
    int length = (int) Math.min(plan.search(), plan.trained());
    ScheduleSpec spec = schedule(facts);
    PlannedSchedule schedule = null;
    if (spec != null) {
      try {
        schedule =
            spec.resolve(Run.of(length, TrainingBatches.perEpoch(graph, options.batchSize())));
      } catch (IllegalArgumentException e) {
        throw new InputException(
            "the schedule does not fit " + length + " updates: " + e.getMessage(),
            "leave the diagnosis out with --to train",
            e);
      }
    }
    Report<?> data =
        DataCurve.measure(
            graph,
            schedule,
            weightDecay(facts),
            length,
            options.batchSize(),
            options.seed(),
            progress);
    List<Finding> walked = new ArrayList<>();
    for (StageOutcome outcome : done) {
      if (outcome.stage() == Stage.TRAIN) {
        outcome.findings().stream().filter(Recipe::isDiagnosis).forEach(walked::add);
      }
    }
    Report<BaselineResult> beside =
        Baselines.run(
            graph,
            plan.baselines(),
            done.stream().anyMatch(s -> s.stage() == Stage.TRAIN) ? trained(facts).result() : null,
            plan.baseline(),
            files.directory("baselines"),
            progress);
    walked.addAll(data.findings());
    walked.addAll(beside.findings());
    String summary =
        walked.stream()
            .filter(f -> f.status() == Status.FAIL || f.status() == Status.WARN)
            .findFirst()
            .map(Finding::title)
            .orElse(walked.get(Math.min(1, walked.size() - 1)).title());
    List<Chart> charts = new ArrayList<>(beside.charts());
    charts.addAll(data.charts());
    List<Table> tables = new ArrayList<>(beside.tables());
    tables.addAll(data.tables());
    return Report.withoutResult(
        walked, charts, tables, summary, data.next(), data.interrupted() || beside.interrupted());
  }

  /** Whether a finding is shown in the diagnosis, though the training run measured it. */
  static boolean isDiagnosis(Finding finding) {
    return finding.id().startsWith("B") || ABOUT_THE_NET.contains(finding.id());
  }
}
