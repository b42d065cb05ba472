package dev.preflight.tuner.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.schedules.Run;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.schedules.Schedules;
import dev.preflight.training.Progress;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.tuner.SmallPrograms;
import dev.preflight.tuner.Stopping;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainedRunsTest {

  private static final RunOptions OPTIONS = RunOptions.of(3, 1e-5, 1).withBatchSize(32);

  /** Two epochs of 64 updates, so that the order of the second counts as well. */
  private static final RunRequest REQUEST =
      new RunRequest(Schedules.linear(0.05, 128), Double.NaN, 7, 4);

  @TempDir Path directory;

  private static <T> T with(
      TrainingGraph graph, Progress progress, Function<TrainedRuns, T> question) {
    try (graph;
        Trainer trainer = graph.open(0)) {
      return question.apply(new TrainedRuns(graph, trainer, OPTIONS, 500, progress));
    }
  }

  private static RunOutcome outcome(TrainingGraph graph) {
    return with(graph, Progress.NONE, runs -> runs.run(REQUEST));
  }

  private static TrainingGraph mlp() {
    return SmallPrograms.mlp(Optimizer.Kind.MOMENTUM);
  }

  @Test
  void run_isThatOfItsRequest_whateverWasRunBefore() {
    RunOutcome alone = outcome(mlp());
    RunOutcome after =
        with(
            mlp(),
            Progress.NONE,
            runs -> {
              runs.run(RunRequest.of(Schedules.linear(0.5, 30), 3));
              return runs.run(REQUEST);
            });

    assertThat(after).isEqualTo(alone);
    assertThat(alone.updates()).isEqualTo(128);
    assertThat(alone.checkpoints()).extracting("update").containsExactly(32, 64, 96, 128);
  }

  @Test
  void runInParts_withOthersBetween_isTheSameRun() {
    assertPartsAreTheWhole(mlp(), mlp());
    assertPartsAreTheWhole(SmallPrograms.augmented(0.5), SmallPrograms.augmented(0.5));
  }

  private static void assertPartsAreTheWhole(TrainingGraph first, TrainingGraph second) {
    RunOutcome whole = outcome(first);
    double inParts =
        with(
            second,
            Progress.NONE,
            runs -> {
              TrainedRuns.Part run = runs.begin(REQUEST);
              double loss = Double.NaN;
              for (int part = 0; part < REQUEST.checkpoints(); part++) {
                loss = runs.run(run, true, checkpoint -> false).loss();
                runs.run(RunRequest.of(Schedules.linear(0.5, 5), 3));
              }
              return loss;
            });

    assertThat(inParts).isEqualTo(whole.loss());
  }

  /** Nothing counts as better, so that it cuts at every check but the first, whose best it is. */
  @Test
  void plateau_cutsAtItsChecks_inOneGoAndInParts() {
    Run plan = Run.of(60);
    RunRequest cut = request("plateau(0.1, 0.5, 1, 1e9, mode=absolute)", plan);
    RunRequest steps =
        request(
            "multi-step(peak=0.1, at=[6,9,12,15,18,21,24,27,30,33,36,39,42,45,48,51,54,57],"
                + " factor=0.5)",
            plan);
    RunRequest flat = request("constant(peak=0.1)", plan);

    List<RunOutcome> outcomes =
        with(
            mlp(),
            Progress.NONE,
            runs -> {
              TrainedRuns.Part part = runs.begin(cut);
              runs.run(part, true, checkpoint -> false);
              return List.of(
                  runs.run(cut),
                  runs.run(steps),
                  runs.run(flat),
                  runs.run(part, true, checkpoint -> true));
            });

    assertThat(outcomes.get(0)).isEqualTo(outcomes.get(1)).isNotEqualTo(outcomes.get(2));
    assertThat(outcomes.get(3).loss()).isEqualTo(outcomes.get(0).loss());
  }

  private static RunRequest request(String schedule, Run plan) {
    return new RunRequest(ScheduleSpec.parse(schedule).resolve(plan), Double.NaN, 1, 2);
  }

  @Test
  void augmentedProgram_runsOtherwiseThanWithout_andTheSameForTheSameSeed() {
    RunOutcome plain = outcome(mlp());
    RunOutcome augmented = outcome(SmallPrograms.augmented(0.5));

    assertThat(augmented).isNotEqualTo(plain);
    assertThat(outcome(SmallPrograms.augmented(0.5))).isEqualTo(augmented);
    assertThat(outcome(SmallPrograms.augmented(0.0))).isEqualTo(plain);
  }

  @Test
  void storedRuns_ofAnotherAugmentationAreNotTaken() {
    assertThat(restored(mlp())).isZero();
    assertThat(restored(mlp())).isOne();
    assertThat(restored(SmallPrograms.augmented(0.5))).isZero();
    assertThat(restored(SmallPrograms.augmented(0.25))).isZero();
    assertThat(restored(SmallPrograms.augmented(0.5))).isOne();
  }

  private int restored(TrainingGraph graph) {
    try (RunStore store = RunStore.in(directory)) {
      return with(
          graph,
          Progress.NONE,
          trained -> {
            StoredRuns runs = new StoredRuns(trained, store, Progress.NONE);
            runs.run(REQUEST);
            return runs.restored();
          });
    }
  }

  @Test
  void wishToStop_endsTheRunAtItsNextUpdate() {
    with(
        mlp(),
        Stopping.after(5),
        runs -> {
          assertThatThrownBy(() -> runs.run(REQUEST)).isInstanceOf(RunInterruptedException.class);
          return assertThat(runs.updates()).isEqualTo(5);
        });
  }

  @Test
  void overflowingProgram_endsAtOnceWithAnInfiniteLoss() {
    with(
        SmallPrograms.overflowing(),
        Progress.NONE,
        runs -> {
          assertThat(runs.run(REQUEST).loss()).isInfinite();
          return assertThat(runs.updates()).isLessThan(10);
        });
  }
}
