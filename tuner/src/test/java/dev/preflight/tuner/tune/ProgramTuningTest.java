package dev.preflight.tuner.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Status;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.tuner.SmallPrograms;
import dev.preflight.tuner.insight.TuneResult;
import dev.preflight.tuner.runs.RunOptions;
import dev.preflight.tuner.study.Limits;
import dev.preflight.tuner.study.Study;
import dev.preflight.tuner.study.StudyOptions;
import dev.preflight.tuner.study.auto.Samplers;
import dev.preflight.tuner.study.pruner.Pruners;
import dev.preflight.tuner.study.space.SearchSpace;
import dev.preflight.tuner.study.space.SpaceSyntax;
import dev.preflight.tuner.study.storage.MemoryStorage;
import dev.preflight.tuner.study.storage.SqliteStorage;
import dev.preflight.tuner.study.storage.Storage;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.TrialState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramTuningTest {

  @TempDir Path folder;

  private static TrainingGraph mlp() {
    return SmallPrograms.mlp(Optimizer.Kind.MOMENTUM);
  }

  private static SearchSpace space(String... parameters) {
    return SearchSpace.of(Stream.of(parameters).map(SpaceSyntax::parameter).toList());
  }

  private static Report<TuneResult> tune(
      TrainingGraph graph, Storage storage, TuneLimits limits, Optional<SearchSpace> space) {
    StudyOptions options =
        StudyOptions.of("test", Direction.MINIMIZE)
            .withSeed(4)
            .withPruner(Pruners.named("median", OptionalLong.of(60)));
    StudyOptions declared = space.map(options::withSpace).orElse(options);
    return ProgramTuning.run(
        graph,
        RunOptions.of(1, 1e-7, 100).withUpdates(60).withBatchSize(32),
        new TrialPlan("constant", 6, TrialPlan.Resource.UPDATES),
        new StudySource(storage, "test", declared),
        limits,
        Progress.NONE);
  }

  private static TuneLimits trials(int trials) {
    return new TuneLimits(Limits.total(trials).withFailures(10), 1, Optional.empty());
  }

  private static Report<TuneResult> tune(TrainingGraph graph, int trials, String... parameters) {
    Optional<SearchSpace> space =
        parameters.length == 0 ? Optional.empty() : Optional.of(space(parameters));
    return tune(graph, new MemoryStorage(), trials(trials), space);
  }

  @Test
  void theDefaultSpace_findsARateThatTrains() {
    try (TrainingGraph graph = mlp()) {
      Report<TuneResult> report = tune(graph, 25);
      TuneResult result = report.result();
      assertThat(result.best().value()).isLessThan(0.5);
      assertThat((Double) result.best().params().get("learning_rate")).isBetween(1e-3, 1.0);
      assertThat(result.trials()).hasSize(25);
      assertThat(report.charts())
          .extracting(Chart::id)
          .startsWith("history", "curves")
          .contains("slice-learning_rate");
      assertThat(report.findings()).extracting(Finding::id).contains("T01", "T04");
      assertThat(result.trials()).anyMatch(row -> row.state().equals("pruned"));
      assertThat(result.seconds().tuner()).isLessThan(result.seconds().trials());
    }
  }

  @Test
  void withAsha_aTrialThatWasStopped_goesOnToWhatItWouldHaveBeen() {
    try (TrainingGraph graph = mlp();
        Storage storage = new MemoryStorage()) {
      StudyOptions asha =
          StudyOptions.of("test", Direction.MINIMIZE)
              .withSeed(2)
              .withSampler(Samplers.named("random", 2))
              .withPruner(Pruners.named("asha", OptionalLong.of(64)));
      ProgramTuning.run(
          graph,
          RunOptions.of(1, 1e-7, 100).withUpdates(64).withBatchSize(32),
          new TrialPlan("constant", 16, TrialPlan.Resource.UPDATES),
          new StudySource(storage, "test", asha),
          trials(60),
          Progress.NONE);
      List<FrozenTrial> all = storage.trials(storage.studies().get(0).id());
      List<FrozenTrial> resumed =
          all.stream()
              .filter(t -> t.systemAttributes().containsKey(FrozenTrial.CONTINUES))
              .toList();
      assertThat(resumed).isNotEmpty();
      for (FrozenTrial trial : resumed) {
        Number number = (Number) trial.systemAttributes().get(FrozenTrial.CONTINUES);
        FrozenTrial before = all.get(number.intValue());
        assertThat(before.continued()).isTrue();
        assertThat(trial.params()).isEqualTo(before.params());
        assertThat(trial.reports()).containsAllEntriesOf(before.reports());
        assertThat(trial.reports().size()).isGreaterThan(before.reports().size());
      }
      assertThatGoingOnEqualsGoingThrough(graph, resumed.get(0));
    }
  }

  /** The same parameters in a study without a pruner report the same, bit for bit. */
  private static void assertThatGoingOnEqualsGoingThrough(
      TrainingGraph graph, FrozenTrial resumed) {
    try (Storage storage = new MemoryStorage()) {
      StudyOptions plain =
          StudyOptions.of("test", Direction.MINIMIZE)
              .withPruner(Pruners.named("none", OptionalLong.empty()))
              .withSpace(ProgramTuning.defaultSpace(graph));
      Map<String, Object> params = new HashMap<>();
      resumed.params().forEach((name, value) -> params.put(name, value.value()));
      Study.open(storage, plain).enqueue(params, false);
      ProgramTuning.run(
          graph,
          RunOptions.of(1, 1e-7, 100).withUpdates(64).withBatchSize(32),
          new TrialPlan("constant", 16, TrialPlan.Resource.UPDATES),
          new StudySource(storage, "test", plain),
          trials(1),
          Progress.NONE);
      FrozenTrial whole = storage.trials(storage.studies().get(0).id()).get(0);
      assertThat(whole.reports()).containsAllEntriesOf(resumed.reports());
    }
  }

  @Test
  void byData_eachTrialIsTrainedOnMoreAndMoreOfIt() {
    try (TrainingGraph graph = mlp();
        Storage storage = new MemoryStorage()) {
      StudyOptions options =
          StudyOptions.of("test", Direction.MINIMIZE)
              .withSampler(Samplers.named("random", 2))
              .withPruner(Pruners.named("median", OptionalLong.of(100)));
      Report<TuneResult> report =
          ProgramTuning.run(
              graph,
              RunOptions.of(1, 1e-7, 100).withUpdates(64).withBatchSize(32),
              new TrialPlan("constant", 1, TrialPlan.Resource.DATA),
              new StudySource(storage, "test", options),
              trials(24),
              Progress.NONE);
      List<FrozenTrial> all = storage.trials(storage.studies().get(0).id());
      assertThat(all)
          .filteredOn(t -> t.state() == TrialState.COMPLETE)
          .isNotEmpty()
          .allSatisfy(t -> assertThat(t.reports().keySet()).containsExactly(13L, 25L, 50L, 100L));
      assertThat(all).anyMatch(t -> t.state() == TrialState.PRUNED);
      assertThat(report.findings())
          .filteredOn(f -> f.id().equals("T04"))
          .singleElement()
          .satisfies(f -> assertThat(f.title()).contains("at percent of the data 13"));
    }
  }

  @Test
  void everythingThatCanBeFed_isFed() {
    try (TrainingGraph graph = mlp()) {
      Report<TuneResult> report =
          tune(
              graph,
              6,
              "lr=log(1e-3,1)",
              "momentum=float(0,0.95)",
              "batch_size=choice(16,32)",
              "schedule=choice(constant,cosine)");
      assertThat(report.result().best().params())
          .containsOnlyKeys("lr", "momentum", "batch_size", "schedule");
    }
  }

  @Test
  void anotherOptimizer_isAnotherGraph() {
    try (TrainingGraph graph = mlp()) {
      TuneResult result = tune(graph, 8, "lr=log(1e-3,0.1)", "optimizer=choice(sgd,adam)").result();
      assertThat(result.trials())
          .extracting(r -> r.params().get("optimizer"))
          .contains("sgd", "adam");
      assertThat(result.best().value()).isLessThan(0.7);
    }
  }

  @Test
  void aRateThatDiverges_isAFailureWithItsReason() {
    try (TrainingGraph graph = SmallPrograms.overflowing()) {
      Report<TuneResult> report = tune(graph, 30);
      assertThat(report.result().best()).isNull();
      assertThat(report.result().trials())
          .hasSize(10)
          .allSatisfy(
              row -> assertThat(row.failure()).startsWith("diverged: the loss was no number"));
      assertThat(report.findings())
          .filteredOn(f -> f.id().equals("T01"))
          .singleElement()
          .satisfies(f -> assertThat(f.status()).isEqualTo(Status.FAIL));
    }
  }

  @Test
  void aTrialThatTakesTooLong_isAFailure() {
    try (TrainingGraph graph = mlp()) {
      TuneLimits limits = new TuneLimits(Limits.total(2), 1, Optional.of(Duration.ofNanos(1)));
      TuneResult result = tune(graph, new MemoryStorage(), limits, Optional.empty()).result();
      assertThat(result.trials())
          .allSatisfy(row -> assertThat(row.failure()).startsWith("timeout: it took longer"));
    }
  }

  @Test
  void aStudyThatWasStopped_goesOnToTheSameTrials() {
    try (TrainingGraph graph = mlp()) {
      List<TuneResult.Row> whole = tune(graph, 9).result().trials();
      for (int trials : new int[] {4, 9}) {
        try (Storage storage = SqliteStorage.open(folder.resolve("study.db"))) {
          Report<TuneResult> report = tune(graph, storage, trials(trials), Optional.empty());
          if (trials == 9) {
            assertThat(report.result().trials())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seconds")
                .isEqualTo(whole);
          }
        }
      }
    }
  }

  @Test
  void twoWorkers_makeTrialsOfTheirOwn() {
    try (TrainingGraph graph = mlp()) {
      TuneLimits limits = new TuneLimits(Limits.total(8), 2, Optional.empty());
      TuneResult result =
          tune(graph, new MemoryStorage(), limits, Optional.of(space("lr=log(1e-3,1)"))).result();
      assertThat(result.trials()).hasSize(8);
      assertThat(result.trials()).noneMatch(row -> row.state().equals("fail"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '"',
      value = {
        "lr=float(-1,1) -> parameter 'lr' needs rates above 0",
        "lr=choice(a,b) -> parameter 'lr' needs rates above 0",
        "momentum=float(0,1) -> parameter 'momentum' needs numbers in [0, 1)",
        "batch_size=float(1,8) -> parameter 'batch_size' needs whole numbers of at least 1",
        "batch_size=int(0,8) -> parameter 'batch_size' needs whole numbers of at least 1",
        "schedule=int(0,8) -> parameter 'schedule' needs a choice of texts",
        "optimizer=choice(sgd,adamm) -> unknown optimizer 'adamm'",
        "wdth=int(8,16) -> program 'mlp' has no hyperparameter 'wdth'"
      })
  void whatTheProgramCannotHave_isSaidBeforeTheFirstTrial(String parameter, String message) {
    try (TrainingGraph graph = mlp();
        Storage storage = new MemoryStorage()) {
      assertThatThrownBy(() -> tune(graph, storage, trials(2), Optional.of(space(parameter))))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(message);
      assertThat(storage.studies()).isEmpty();
    }
  }

  @Test
  void aStudyOfAnotherLength_isNotGoneOnWith() {
    try (TrainingGraph graph = mlp();
        Storage storage = new MemoryStorage()) {
      tune(graph, storage, trials(1), Optional.empty());
      StudySource same =
          new StudySource(storage, "test", StudyOptions.of("test", Direction.MINIMIZE));
      assertThatThrownBy(
              () ->
                  ProgramTuning.run(
                      graph,
                      RunOptions.of(1, 1e-7, 100).withUpdates(70).withBatchSize(32),
                      new TrialPlan("constant", 6, TrialPlan.Resource.UPDATES),
                      same,
                      trials(2),
                      Progress.NONE))
          .isInstanceOf(InputException.class)
          .hasMessage("the study 'test' was begun with updates 60, and is now to go on with 70");
    }
  }
}
