package dev.preflight.cli;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The plan of the house: its rooms, their front doors, and who may look into which. */
final class House {

  static final String PACKAGE = "dev.preflight.";

  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.preflight");

  /** Every room there is. A new one is added here and to docs/architecture.md. */
  static final Set<String> ROOMS =
      Set.of(
          "training",
          "training.program",
          "training.tensor",
          "training.graph",
          "training.function",
          "training.optimizer",
          "training.data",
          "training.data.image",
          "training.data.format",
          "training.data.source",
          "training.events",
          "schedules",
          "sanity",
          "sanity.check",
          "sanity.loss",
          "sanity.trace",
          "sanity.data",
          "sanity.graph",
          "sanity.micro",
          "sanity.curves",
          "sanity.metrics",
          "tuner.runs",
          "tuner.finder",
          "tuner.search",
          "tuner.comparison",
          "tuner.schedule",
          "tuner.study",
          "tuner.study.space",
          "tuner.study.json",
          "tuner.study.trial",
          "tuner.study.sampler",
          "tuner.study.gp",
          "tuner.study.evolution",
          "tuner.study.auto",
          "tuner.study.analysis",
          "tuner.study.pruner",
          "tuner.study.storage",
          "tuner.tune",
          "tuner.insight",
          "recipe.train",
          "recipe.stages",
          "recipe.ablation",
          "recipe.baseline",
          "reports",
          "reports.text",
          "reports.chart",
          "reports.render",
          "reports.compare",
          "examples.nets",
          "examples.layers",
          "examples.lessons",
          "examples.faults",
          "cli",
          "cli.command",
          "cli.catalogue",
          "cli.machine",
          "cli.result",
          "cli.study",
          "cli.process");

  /**
   * The front doors: all that other modules may see. A room that is not named here is seen by its
   * own module alone.
   */
  static final Map<String, Set<String>> FRONT_DOORS =
      Map.ofEntries(
          Map.entry(
              "training",
              Set.of(
                  "TrainingGraph",
                  "GraphOp",
                  "Trainer",
                  "Snapshot",
                  "Evaluation",
                  "Mode",
                  "Task",
                  "Progress",
                  "TrainingBatches",
                  "UpdateTime",
                  "Accuracy")),
          Map.entry(
              "training.program",
              Set.of(
                  "TrainingProgram",
                  "Ends",
                  "Setup",
                  "Hyperparameters",
                  "Augmentation",
                  "GraphDescriptor",
                  "FromCheckpoint",
                  "GraphProgram",
                  "Programs")),
          Map.entry("training.tensor", Set.of("Checkpoints", "Device", "TensorFlowInfo")),
          Map.entry("training.function", Set.of("ExportSnippet")),
          Map.entry("training.optimizer", Set.of("Optimizer", "OwnSchedule", "StepSettings")),
          Map.entry(
              "training.data",
              Set.of(
                  "ArraySpec",
                  "Batch",
                  "BatchOrder",
                  "Dataset",
                  "ElementType",
                  "HostArray",
                  "InputException",
                  "Reading",
                  "Shuffle",
                  "TrainingData")),
          Map.entry("training.data.source", Set.of("DataSpec")),
          Map.entry(
              "training.events",
              Set.of("EventWriter", "RunLog", "RunLogs", "Series", "SeriesBuilder")),
          Map.entry(
              "schedules",
              Set.of(
                  "EarlyStopping",
                  "Goal",
                  "OwnLength",
                  "PlannedSchedule",
                  "Run",
                  "Schedule",
                  "ScheduleSpec",
                  "ScheduleSyntaxException",
                  "ScheduleTable",
                  "Schedules")),
          Map.entry("sanity", Set.of("Checks", "CheckPage")),
          Map.entry(
              "sanity.curves", Set.of("CurveOptions", "CurveRules", "CurveWatch", "CurvesResult")),
          Map.entry(
              "sanity.check",
              Set.of(
                  "Allowance",
                  "Check",
                  "CheckInfo",
                  "CheckupOptions",
                  "Effort",
                  "PlannedRun",
                  "Profile")),
          Map.entry("sanity.metrics", Set.of("Classified", "Interval", "Predicted", "Ranking")),
          Map.entry("recipe.stages", Set.of("Recipe", "RecipeOptions", "RecipeResult", "Stage")),
          Map.entry(
              "recipe.ablation",
              Set.of("Ablation", "AblationOptions", "AblationResult", "AblationRules")),
          Map.entry("recipe.baseline", Set.of("BaselineOptions", "BaselineResult", "Baselines")),
          Map.entry("recipe.train", Set.of("Diagnosis", "TrainOptions", "TrainResult", "Training")),
          Map.entry(
              "tuner.runs",
              Set.of(
                  "EndMeasure",
                  "Length",
                  "LossCurve",
                  "RateCode",
                  "RunContext",
                  "RunInterruptedException",
                  "RunOptions",
                  "RunOutcome",
                  "RunRequest",
                  "RunStore",
                  "Sample",
                  "Stopped",
                  "StoredRuns",
                  "TrainedRuns")),
          Map.entry(
              "tuner.finder",
              Set.of("LearningRateFinder", "FinderOptions", "FinderResult", "FinderRules")),
          Map.entry(
              "tuner.search",
              Set.of(
                  "BracketSearch",
                  "CoarseStage",
                  "LearningRateSearch",
                  "PairedDifference",
                  "SearchOptions",
                  "SearchResult",
                  "SearchRules",
                  "VerdictCode")),
          Map.entry(
              "tuner.comparison",
              Set.of(
                  "ScheduleComparison",
                  "ComparisonOptions",
                  "ComparisonResult",
                  "ComparisonRules",
                  "ForestPlot",
                  "Holm",
                  "OwnRate",
                  "OwnRateCharts")),
          Map.entry("tuner.schedule", Set.of("ScheduleFit", "ScheduleReport")),
          Map.entry(
              "tuner.study",
              Set.of(
                  "Ending",
                  "Limits",
                  "Objective",
                  "Optimization",
                  "Study",
                  "StudyOptions",
                  "Trial",
                  "TrialFailedException",
                  "TrialPrunedException")),
          Map.entry(
              "tuner.study.space",
              Set.of(
                  "CategoricalDistribution",
                  "Condition",
                  "Distribution",
                  "FloatDistribution",
                  "IntDistribution",
                  "Parameter",
                  "SearchSpace",
                  "SpaceSyntax",
                  "StudyException")),
          Map.entry("tuner.study.json", Set.of("JsonText")),
          Map.entry(
              "tuner.study.trial",
              Set.of(
                  "Direction",
                  "Failure",
                  "FrozenTrial",
                  "History",
                  "ParameterValue",
                  "TrialState")),
          Map.entry(
              "tuner.study.sampler",
              Set.of(
                  "GridSampler",
                  "Hypervolume",
                  "PartialFixedSampler",
                  "QuasiRandomSampler",
                  "RandomSampler",
                  "Sampler",
                  "TpeOptions",
                  "TpeSampler",
                  "TrialContext",
                  "Uniforms")),
          Map.entry("tuner.study.gp", Set.of("GpSampler")),
          Map.entry(
              "tuner.study.evolution",
              Set.of("CmaEsSampler", "Nsga2Sampler", "RegularizedEvolutionSampler")),
          Map.entry("tuner.study.auto", Set.of("AutoSampler", "Phase", "Repeats", "Samplers")),
          Map.entry(
              "tuner.study.pruner",
              Set.of(
                  "Decision",
                  "ExtrapolationPruner",
                  "HyperbandPruner",
                  "Interval",
                  "NopPruner",
                  "PatientPruner",
                  "PercentilePruner",
                  "Pruner",
                  "Pruners",
                  "SparingPruner",
                  "SuccessiveHalvingPruner",
                  "ThresholdPruner",
                  "WilcoxonPruner")),
          Map.entry(
              "tuner.study.storage",
              Set.of(
                  "MemoryStorage",
                  "Scope",
                  "SqliteStorage",
                  "Storage",
                  "Storages",
                  "StudyArchive",
                  "StudyRecord")),
          Map.entry(
              "tuner.tune",
              Set.of(
                  "CommandTuning",
                  "ProgramTuning",
                  "Setting",
                  "StudySource",
                  "TrialPlan",
                  "TuneLimits")),
          Map.entry("tuner.insight", Set.of("TuneResult", "TuneRules")),
          Map.entry(
              "reports",
              Set.of(
                  "Advice",
                  "Call",
                  "DocumentBuilder",
                  "Verb",
                  "Chart",
                  "ChartBuilder",
                  "DocumentException",
                  "Finding",
                  "Json",
                  "Measure",
                  "NextStep",
                  "Provenance",
                  "Picture",
                  "Pictures",
                  "Report",
                  "ResultDocument",
                  "Rule",
                  "Skip",
                  "Status",
                  "Suggestion",
                  "Table",
                  "Verdict")),
          Map.entry("reports.compare", Set.of("CompareRules", "DocumentComparison", "NewFindings")),
          Map.entry("reports.text", Set.of("Numbers", "Sentence", "Text")),
          Map.entry(
              "reports.render",
              Set.of(
                  "ConsoleReport",
                  "HtmlReport",
                  "IndexPage",
                  "JunitXmlReport",
                  "MarkdownReport",
                  "SvgPicture")),
          Map.entry("cli", Set.of("Preflight")));

  /** Inside a module: rooms that only these rooms may see. */
  static Stream<List<String>> innerDoors() {
    return Stream.of(
        List.of(
            "training.graph",
            "training",
            "training.program",
            "training.function",
            "training.optimizer"),
        List.of("training.data.image", "training.data.source"),
        List.of("training.data.format", "training.data.source", "training.events"),
        List.of("training.data.source", "training.program"),
        List.of("reports.chart", "reports.render"),
        List.of("sanity.loss", "sanity.data", "sanity.graph", "sanity.micro"),
        List.of("sanity.trace", "sanity.data", "sanity.graph", "sanity.micro", "sanity.curves"),
        List.of("sanity.data", "sanity"),
        List.of("sanity.graph", "sanity"),
        List.of("sanity.micro", "sanity"),
        List.of("sanity.curves", "sanity"),
        List.of("tuner.finder"),
        List.of("tuner.comparison"),
        List.of("cli.catalogue", "cli.command"),
        List.of("cli.study", "cli.command"),
        List.of("cli.machine", "cli.command"),
        List.of("cli.result", "cli.command"),
        List.of("cli.command", "cli"));
  }

  private House() {}

  static String room(JavaClass type) {
    String name = type.getPackageName();
    return name.equals("dev.preflight") ? "" : name.substring(PACKAGE.length());
  }

  static String module(JavaClass type) {
    return moduleOf(room(type));
  }

  static String moduleOf(String room) {
    int dot = room.indexOf('.');
    return dot < 0 ? room : room.substring(0, dot);
  }

  static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(House::outermost).orElse(type);
  }

  static Map<String, Set<String>> occupants() {
    Map<String, Set<String>> occupants = new TreeMap<>();
    for (JavaClass type : CLASSES) {
      String name = outermost(type).getSimpleName();
      boolean ours = !name.equals("package-info") && !name.matches("Jte.*Generated");
      if (ours && !module(type).equals("benchmarks")) {
        occupants.computeIfAbsent(room(type), k -> new TreeSet<>()).add(name);
      }
    }
    return occupants;
  }

  static boolean isFront(JavaClass type) {
    return FRONT_DOORS.getOrDefault(room(type), Set.of()).contains(outermost(type).getSimpleName());
  }
}
