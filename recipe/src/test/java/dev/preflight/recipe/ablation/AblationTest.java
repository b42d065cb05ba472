package dev.preflight.recipe.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.examples.nets.Mlp;
import dev.preflight.recipe.ablation.AblationResult.Effect;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Status;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.data.source.DataSpec;
import dev.preflight.tuner.runs.RunStore;
import dev.preflight.tuner.tune.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of a small net on drawn digits, trained. */
class AblationTest {

  private static final TrainingData DIGITS = DataSpec.open("digits?limit=1500", Path.of("."));

  @TempDir Path directory;

  private static AblationOptions options(String metric, String... changes) {
    return new AblationOptions(
        AblationOptions.defaultRun().withUpdates(40).withBatchSize(32).withSeeds(4),
        Stream.of(changes).map(Setting::parse).toList(),
        ScheduleSpec.parse("linear"),
        metric,
        Double.NaN);
  }

  private static TrainingGraph graph() {
    return TrainingGraph.build(new Mlp(), DIGITS, TrainingGraph.Options.defaults());
  }

  private Report<AblationResult> run(AblationOptions options, Progress progress) {
    try (TrainingGraph graph = graph();
        RunStore store = RunStore.in(directory)) {
      return Ablation.run(graph, options, store, progress);
    }
  }

  /** Known: four hidden units are too few for ten digits, and one unit more or less is nothing. */
  @Test
  void knownEffect_isFound_andNoEffect_ties() {
    Report<AblationResult> report = run(options("loss", "width=4", "width=127"), Progress.NONE);

    List<AblationResult.Row> rows = report.result().changes();
    assertThat(rows.get(0).effect()).isEqualTo(Effect.HURTS);
    assertThat(rows.get(0).difference()).isGreaterThan(0.3);
    assertThat(rows.get(1).effect()).isEqualTo(Effect.TIES);
    assertThat(report.summary()).startsWith("Hurts: width=4. Ties with the base: width=127.");
    assertThat(report.findings()).extracting(Finding::status).containsOnly(Status.INFO);
    assertThat(report.charts())
        .extracting(c -> c.id())
        .containsExactly("effects-loss", "validation", "sensitivity");
    assertThat(rows.get(0).metrics()).containsKeys("accuracy", "f1", "loss");
  }

  @Test
  void stopped_andStartedAgain_givesTheSame() {
    AblationOptions options = options("accuracy", "batch_size=64");
    Progress stop =
        new Progress.Forwarding(Progress.NONE) {
          private long seen;

          @Override
          public void advance(long done) {
            seen++;
          }

          @Override
          public boolean cancelled() {
            return seen >= 900;
          }
        };
    Report<AblationResult> stopped = run(options, stop);
    assertThat(stopped.interrupted()).isTrue();
    assertThat(stopped.summary()).contains("Stopped after 0 of 1 changes");
    assertThat(stopped.findings()).extracting(Finding::status).contains(Status.SKIP);

    Report<AblationResult> whole = run(options, Progress.NONE);
    Report<AblationResult> again = run(options, Progress.NONE);
    assertThat(again.result()).isEqualTo(whole.result());
    assertThat(whole.result().changes().get(0).metric()).isEqualTo("accuracy");
    assertThat(whole.findings()).anyMatch(f -> f.id().equals("A04"));
    try (TrainingGraph graph = graph()) {
      assertThat(Ablation.run(graph, options, RunStore.inMemory(), Progress.NONE).result())
          .isEqualTo(whole.result());
    }
  }

  @Test
  void whatCannotBe_isRefusedBeforeTheFirstRun() {
    assertThatThrownBy(() -> run(options("loss", "dropout=0.5"), Progress.NONE))
        .isInstanceOf(InputException.class)
        .hasMessage("dropout=0.5: program 'mlp' has no hyperparameter 'dropout'")
        .extracting(e -> ((InputException) e).hint())
        .isEqualTo("it has: width; or leave the change out");
    assertThatThrownBy(() -> run(options("loss", "weight_decay=0.1"), Progress.NONE))
        .hasMessageContaining("weight_decay=0.1: parameter 'weight_decay' needs");
    assertThatThrownBy(() -> run(options("loss", "batch_size=-3"), Progress.NONE))
        .hasMessageContaining("whole numbers of at least 1");
    assertThatThrownBy(() -> run(options("recall", "width=4"), Progress.NONE))
        .hasMessageContaining("--metric: 'recall' is no metric of program 'mlp'");
    assertThatThrownBy(() -> options("loss", "width=4", "width=4"))
        .hasMessageContaining("stands there twice");
    assertThatThrownBy(() -> options("loss")).hasMessageContaining("there is no --change");
  }
}
