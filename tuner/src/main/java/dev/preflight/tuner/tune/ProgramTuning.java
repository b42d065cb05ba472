package dev.preflight.tuner.tune;

import dev.preflight.reports.Report;
import dev.preflight.reports.text.Sentence;
import dev.preflight.schedules.Run;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.TrainingData;
import dev.preflight.tuner.insight.TuneResult;
import dev.preflight.tuner.runs.RunOptions;
import dev.preflight.tuner.runs.RunRequest;
import dev.preflight.tuner.study.Objective;
import dev.preflight.tuner.study.StudyOptions;
import dev.preflight.tuner.study.space.Parameter;
import dev.preflight.tuner.study.space.SearchSpace;
import dev.preflight.tuner.study.space.SpaceSyntax;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tunes a program: each trial is a training run from the same initial values on the same batches,
 * judged by the loss on a sample of the validation set. Trials that differ in what is fed (rate,
 * momentum, weight decay, schedule, batch size) share one graph; another optimizer or
 * hyperparameter makes another one.
 */
public final class ProgramTuning {

  private ProgramTuning() {}

  /**
   * The space where none is given: the rate, and the weight decay where it can be fed.
   *
   * @param graph of the program
   */
  public static SearchSpace defaultSpace(TrainingGraph graph) {
    Parameter rate = SpaceSyntax.parameter("learning_rate=log(1e-5,1)");
    return graph.takesWeightDecay()
        ? SearchSpace.of(rate, SpaceSyntax.parameter("weight_decay=log(1e-6,1e-2)"))
        : SearchSpace.of(rate);
  }

  /** Whether the graph must be built so that weight decay can be fed, which costs every update. */
  public static boolean needsWeightDecay(Optional<SearchSpace> space) {
    return space
        .map(s -> s.parameters().keySet().stream().anyMatch(n -> Role.of(n) == Role.WEIGHT_DECAY))
        .orElse(true);
  }

  /**
   * What all trials share.
   *
   * @param run length of a trial
   * @param checkpoints validations along it
   * @param schedule where none is searched
   * @param batchSize where none is searched
   * @param seed of the initial values and the order of the data
   * @param resuming whether the pruner goes on with trials that it gave up
   * @param meter hears of reports
   */
  record Plan(
      Run run,
      int checkpoints,
      String schedule,
      int batchSize,
      long seed,
      TuneLimits limits,
      boolean resuming,
      Meter meter) {

    int batchSize(Map<String, @Nullable Object> params) {
      return ProgramParameters.number(params, Role.BATCH_SIZE)
          .map(Double::intValue)
          .orElse(batchSize);
    }

    /**
     * The run of a trial.
     *
     * @param graph whose own rate counts where none is searched
     * @param length how long it is
     */
    RunRequest request(
        Map<String, @Nullable Object> params, TrainingGraph graph, Run length, int judged) {
      double rate =
          ProgramParameters.number(params, Role.LEARNING_RATE).orElseGet(graph::learningRate);
      String wanted = ProgramParameters.text(params, Role.SCHEDULE).orElse(schedule);
      return new RunRequest(
          ProgramParameters.planned(wanted, rate, length),
          ProgramParameters.number(params, Role.WEIGHT_DECAY).orElse(Double.NaN),
          ProgramParameters.number(params, Role.MOMENTUM).orElse(Double.NaN),
          seed,
          judged);
    }
  }

  /**
   * Tunes, going on with the study if it was begun before.
   *
   * @param options of the length, batch size and seed count
   * @param trial what a trial is
   * @param study with the space
   * @throws InputException if the program cannot have one of the parameters, or the study was begun
   *     with something else
   */
  public static Report<TuneResult> run(
      TrainingGraph graph,
      RunOptions options,
      TrialPlan trial,
      StudySource study,
      TuneLimits limits,
      Progress progress) {
    StudyOptions asked = study.options();
    SearchSpace space = asked.space().orElseGet(() -> defaultSpace(graph));
    int updates = options.trainable(graph);
    Run run = Run.of(updates, options.epoch(graph));
    ProgramParameters parameters = ProgramParameters.of(space, graph, run);
    ProgramParameters.planned(trial.schedule(), 1, run);
    requireRate(graph, space);
    Map<String, @Nullable Object> setting = new LinkedHashMap<>();
    setting.put("program", graph.name());
    setting.put("graph", graph.fingerprint());
    setting.put("data", graph.data().train().fingerprint());
    setting.put("updates", updates);
    setting.put("checkpoints", trial.checkpoints());
    setting.put("resource", trial.resource().name());
    setting.put("schedule", trial.schedule());
    setting.put("batch size", options.batchSize());
    Meter meter = new Meter(limits, progress);
    Plan plan =
        new Plan(
            run,
            Math.min(trial.checkpoints(), updates),
            trial.schedule(),
            options.batchSize(),
            options.seed(),
            limits,
            asked.pruner().resuming(),
            meter);
    BenchBuilder build = new BenchBuilder(graph, parameters, options, progress);
    boolean byData = trial.resource() == TrialPlan.Resource.DATA;
    try (Benches benches = new Benches(build::build)) {
      Objective objective =
          Objective.of(
              byData ? new SharesObjective(benches, plan) : new TrainingObjective(benches, plan));
      return Tuning.run(
          study.withOptions(asked.withSpace(space)),
          new Tuning.Setting(setting, byData ? "percent of the data" : "update"),
          objective,
          limits,
          meter,
          ended -> {});
    }
  }

  /** Builds benches by what shapes them. */
  private record BenchBuilder(
      TrainingGraph graph, ProgramParameters parameters, RunOptions options, Progress progress) {

    Bench build(Map<String, String> shape) {
      if (shape.isEmpty()) {
        return new Bench(graph, false, options, progress);
      }
      Map<String, @Nullable Object> structure = new LinkedHashMap<>(shape);
      Object share = structure.remove(SharesObjective.SHARE);
      TrainingData data = graph.rawData();
      if (share != null) {
        int items = data.train().size();
        int some = (int) Math.max(1, Math.round(items * Double.parseDouble(share.toString())));
        data = data.with(data.train().sample(some, options.seed()), data.validation());
      }
      return new Bench(graph.rebuilt(parameters.options(structure), data), true, options, progress);
    }
  }

  private static void requireRate(TrainingGraph graph, SearchSpace space) {
    boolean searched =
        space.parameters().keySet().stream().anyMatch(n -> Role.of(n) == Role.LEARNING_RATE);
    if (!searched && !(graph.learningRate() > 0)) {
      throw new InputException(
          Sentence.of(
              "the rate of %s is not known (%s), and the space has none",
              graph.name(), graph.unknownRate().orElse("unknown")),
          "give it by --learning-rate, or add learning_rate=log(1e-5,1)");
    }
    List<String> names = List.copyOf(space.parameters().keySet());
    for (Role role : Role.values()) {
      List<String> same = names.stream().filter(n -> Role.of(n) == role).toList();
      if (role != Role.HYPERPARAMETER && same.size() > 1) {
        throw new InputException(
            "the parameters " + String.join(" and ", same) + " are the same thing",
            "leave one of them out");
      }
    }
  }
}
