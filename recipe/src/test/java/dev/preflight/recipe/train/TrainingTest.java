package dev.preflight.recipe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.examples.nets.ConvnetBn;
import dev.preflight.examples.nets.Mlp;
import dev.preflight.examples.nets.RegressionMlp;
import dev.preflight.reports.Report;
import dev.preflight.schedules.ScheduleSpec;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.data.source.DataSpec;
import dev.preflight.training.events.RunLogs;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.training.program.TrainingProgram;
import dev.preflight.tuner.runs.Length;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was killed goes on bit for bit; early stopping, checkpoints, and refusals. */
class TrainingTest {

  private static final TrainingData DIGITS = DataSpec.open("digits?limit=1500", Path.of("."));

  @TempDir Path directory;

  private static TrainingGraph graph(TrainingProgram program) {
    return TrainingGraph.build(
        program,
        DIGITS,
        TrainingGraph.Options.defaults().withOptimizer(Optimizer.of(Optimizer.Kind.ADAM)));
  }

  private static TrainOptions options(int updates) {
    return TrainOptions.of(32, 5)
        .withLength(Length.updates(updates))
        .withEvery(Length.updates(10))
        .withSchedule(ScheduleSpec.parse("warmup(10%) + cosine"), 0.003);
  }

  /** The power goes off after so many updates. */
  private static final class PowerCut extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static Progress cutAfter(long updates) {
    return new Progress.Forwarding(Progress.NONE) {
      private long seen;

      @Override
      public void advance(long done) {
        if (++seen >= updates) {
          throw new PowerCut();
        }
      }
    };
  }

  private static Progress stoppedAfter(long updates) {
    return new Progress.Forwarding(Progress.NONE) {
      private long seen;

      @Override
      public void advance(long done) {
        seen++;
      }

      @Override
      public boolean cancelled() {
        return seen >= updates;
      }
    };
  }

  private Report<TrainResult> train(
      TrainingGraph graph, TrainOptions options, String name, Progress progress) {
    try {
      Path place = Files.createDirectories(directory.resolve(name));
      return Training.run(graph, options, place, false, progress);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] weights(Report<TrainResult> report) throws IOException {
    return Files.readAllBytes(Path.of(report.result().checkpoint() + ".data-00000-of-00001"));
  }

  @Test
  void killedAtTwentyMoments_endsWithTheSameBits() throws IOException {
    try (TrainingGraph graph = graph(new ConvnetBn())) {
      TrainOptions options = options(120);
      Report<TrainResult> whole = train(graph, options, "whole", Progress.NONE);
      Random random = new Random(20);
      int killed = 0;
      Report<TrainResult> broken = null;
      while (broken == null) {
        try {
          long moment = killed < 20 ? 1 + random.nextInt(25) : Long.MAX_VALUE;
          broken =
              train(
                  graph,
                  options,
                  "broken",
                  random.nextBoolean() || moment == Long.MAX_VALUE
                      ? cutAfter(moment)
                      : stoppedAfter(moment));
          if (broken.interrupted()) {
            killed++;
            broken = null;
          }
        } catch (PowerCut e) {
          killed++;
        }
      }
      assertThat(killed).isGreaterThanOrEqualTo(5);
      assertThat(broken.result().updates()).isEqualTo(120);
      assertThat(weights(broken)).isEqualTo(weights(whole));
      assertThat(broken.result().validation()).isEqualTo(whole.result().validation());
      assertThat(directory.resolve("broken/log.jsonl"))
          .hasSameTextualContentAs(directory.resolve("whole/log.jsonl"));
      assertThat(broken.findings().stream().map(f -> f.title()).toList())
          .isEqualTo(whole.findings().stream().map(f -> f.title()).toList());
    }
  }

  @Test
  void finishedRun_isReportedAgain_andItsLogsAreReadable() {
    try (TrainingGraph graph = graph(new Mlp())) {
      Report<TrainResult> first = train(graph, options(100), "run", Progress.NONE);
      Report<TrainResult> again = train(graph, options(100), "run", cutAfter(1));
      assertThat(again.result()).isEqualTo(first.result());
      assertThat(first.result().best()).isNotNull();
      assertThat(first.result().validation().get("accuracy")).isGreaterThan(0.6);
      var events = RunLogs.read(directory.resolve("run/tensorboard"), null);
      assertThat(events.find("loss").orElseThrow().size()).isEqualTo(100);
      assertThat(events.find("val_accuracy").orElseThrow().size()).isEqualTo(10);
      assertThat(events.find("update_ratio").orElseThrow().size()).isEqualTo(10);
    }
  }

  @Test
  void earlyStopping_keepsTheBest() {
    try (TrainingGraph graph = graph(new Mlp())) {
      TrainOptions options =
          options(400)
              .withSchedule(ScheduleSpec.parse("constant"), 0.01)
              .withMonitor("val_loss", 3);
      Report<TrainResult> report = train(graph, options, "early", Progress.NONE);
      assertThat(report.result().ended()).isEqualTo("patience");
      assertThat(report.result().updates()).isLessThan(400);
      TrainResult.Best best = report.result().best();
      assertThat(best).isNotNull();
      assertThat(best.updates()).isEqualTo(report.result().updates() - 30);
      assertThat(report.summary()).contains("Ended early");
      assertThat(report.result().validation().get("loss")).isEqualTo(best.value());
    }
  }

  @Test
  void plateau_cutsTheRate_andGoesOnAlike() throws IOException {
    try (TrainingGraph graph = graph(new Mlp())) {
      TrainOptions options =
          options(200)
              .withSchedule(
                  ScheduleSpec.parse("warmup(20) + plateau(factor=0.5, patience=2)"), 0.02);
      Report<TrainResult> report = train(graph, options, "plateau", Progress.NONE);
      var rates =
          RunLogs.read(directory.resolve("plateau/log.jsonl"), "step")
              .find("learning_rate")
              .orElseThrow();
      assertThat(rates.value(19)).isEqualTo(0.02);
      assertThat(rates.value(199)).isLessThan(0.011);
      assertThat(train(graph, options, "plateau2", stoppedAfter(150)).interrupted()).isTrue();
      assertThat(weights(train(graph, options, "plateau2", Progress.NONE)))
          .isEqualTo(weights(report));
    }
  }

  @Test
  void divergence_endsTheRun() {
    try (TrainingGraph graph =
        TrainingGraph.build(
            new RegressionMlp(),
            new RegressionMlp().data().orElseThrow(),
            TrainingGraph.Options.defaults()
                .withOptimizer(Optimizer.of(Optimizer.Kind.MOMENTUM)))) {
      TrainOptions options = options(400).withSchedule(ScheduleSpec.parse("constant"), 1000);
      Report<TrainResult> report = train(graph, options, "wild", Progress.NONE);
      assertThat(report.result().ended()).isEqualTo("non_finite");
      assertThat(report.verdict().name()).isEqualTo("FAIL");
    }
  }

  @Test
  void anotherRunInTheSamePlace_isRefusedByName_andRestartDeletesIt() throws IOException {
    try (TrainingGraph graph = graph(new Mlp())) {
      train(graph, options(20), "place", Progress.NONE);
      assertThatThrownBy(() -> train(graph, options(30), "place", Progress.NONE))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("holds another run: 'updates 20', not 'updates 30'");
      Path place = directory.resolve("place");
      Report<TrainResult> anew = Training.run(graph, options(30), place, true, Progress.NONE);
      assertThat(anew.result().updates()).isEqualTo(30);
    }
  }

  @Test
  void metricThatIsNot_isRefusedWithThoseThatAre() {
    try (TrainingGraph graph = graph(new Mlp())) {
      TrainOptions options = options(20).withMonitor("auc", 0);
      assertThatThrownBy(() -> train(graph, options, "metric", Progress.NONE))
          .isInstanceOfSatisfying(
              InputException.class,
              e -> {
                assertThat(e).hasMessageContaining("'auc' is no metric");
                assertThat(e.hint()).contains("loss, accuracy, balanced_accuracy, f1");
              });
    }
  }

  @Test
  void damagedState_isRefused() throws IOException {
    try (TrainingGraph graph = graph(new Mlp())) {
      train(graph, options(20), "damaged", Progress.NONE);
      Files.writeString(directory.resolve("damaged/run.json"), "{\"key\": 1}");
      assertThatThrownBy(() -> train(graph, options(20), "damaged", Progress.NONE))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("is damaged");
    }
  }

  @Test
  void testSet_isOpenedOnceAtTheEnd() {
    try (TrainingGraph graph = graph(new Mlp())) {
      TrainOptions options =
          options(100).withTarget(0.5, DataSpec.openWhole("digits?limit=300", Path.of(".")));
      Report<TrainResult> report = train(graph, options, "test", Progress.NONE);
      Map<String, Double> test = report.result().test();
      assertThat(test).isNotNull().containsKeys("loss", "accuracy", "f1");
      assertThat(report.findings()).anyMatch(f -> f.id().equals("B03"));
    }
  }
}
