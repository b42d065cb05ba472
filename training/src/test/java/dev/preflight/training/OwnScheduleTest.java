package dev.preflight.training;

import static dev.preflight.training.Mistakes.answered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.preflight.training.data.Batch;
import dev.preflight.training.optimizer.OwnSchedule;
import dev.preflight.training.optimizer.StepSettings;
import dev.preflight.training.program.ConstantFeed;
import dev.preflight.training.program.Ends;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Rates that a graph computes for itself (field_graphs.py). */
class OwnScheduleTest {

  private static Ends both(Ends ends) {
    return ends.mapped(name -> name.equals("loss") ? "both" : name);
  }

  @Test
  void warmup_isFollowedToItsPeak() {
    try (TrainingGraph graph = FieldGraphs.open("warm-two", OwnScheduleTest::both)) {
      OwnSchedule schedule = graph.ownSchedule().orElseThrow();
      OwnSchedule.Course course = schedule.course(300);

      assertThat(graph.learningRate()).isEqualTo(0.1, within(1e-7));
      assertThat(schedule.counters()).containsExactly("global_step");
      assertThat(schedule.rates(0, 50, 100, 200)[1]).isEqualTo(0.05, within(1e-7));
      assertThat(course.first()).isZero();
      assertThat(course.peakAt()).isEqualTo(100);
      assertThat(course.text())
          .isEqualTo("the graph's own schedule, from 0 to 0.1 over 300 updates");
    }
  }

  @Test
  void twoRatesThatWarmUpTogether_keepTheirRatio() {
    try (TrainingGraph graph = FieldGraphs.open("warm-two", OwnScheduleTest::both);
        Trainer trainer = graph.open(1)) {
      assertThat(graph.otherRates()).hasSize(1);
      assertThat(graph.otherRates().get(0)).isEqualTo(0.01, within(1e-6));
      Batch batch = TestPrograms.batch(graph.data(), 0, 16);
      float gradient = trainer.gradients(batch).get("w").toFloats()[0];
      float before = trainer.variable("w").toFloats()[0];

      trainer.step(batch, StepSettings.of(0.1));

      assertThat(trainer.variable("b").toFloats()[0]).isEqualTo(0.2f, within(1e-6f));
      assertThat(trainer.variable("w").toFloats()[0])
          .isEqualTo(before - 0.001f * gradient, within(1e-6f));
    }
  }

  @Test
  void rateLeftToTheGraph_followsItsSchedule() {
    try (TrainingGraph graph = FieldGraphs.open("warm-two", OwnScheduleTest::both);
        Trainer trainer = graph.open(1)) {
      Batch batch = TestPrograms.batch(graph.data(), 0, 16);

      trainer.step(batch, StepSettings.of(0.1));
      float driven = trainer.variable("b").toFloats()[0];
      trainer.reset(1);
      trainer.step(batch, StepSettings.own());
      float first = trainer.variable("b").toFloats()[0];
      trainer.step(batch, StepSettings.own());
      float second = trainer.variable("b").toFloats()[0];

      assertThat(driven).isEqualTo(0.2f, within(1e-6f));
      assertThat(first).isZero();
      assertThat(second).isEqualTo(0.2f / 100, within(1e-6f));
    }
  }

  @Test
  void twoRatesThatDriftApart_areRefused() {
    answered(
        () -> FieldGraphs.open("drifting-two", OwnScheduleTest::both).close(),
        "do not keep one ratio",
        "one schedule for all");
  }

  @Test
  void rateOfFunctions_isRead() {
    try (TrainingGraph graph = FieldGraphs.open("piecewise", ends -> ends)) {
      OwnSchedule schedule = graph.ownSchedule().orElseThrow();

      assertThat(graph.learningRate()).isEqualTo(0.2, within(1e-7));
      assertThat(schedule.rates(49, 50)).containsExactly(new double[] {0.2, 0.02}, within(1e-7));
    }
  }

  @Test
  void rateOfAPlaceholder_isThatOfTheFeedsOrNamed() {
    UnaryOperator<Ends> fed = ends -> ends.withFeeds(Map.of("rate", ConstantFeed.of(0.25)));
    try (TrainingGraph with = FieldGraphs.open("rate-fed", fed);
        TrainingGraph without = FieldGraphs.open("rate-fed", ends -> ends);
        Trainer a = with.open(1);
        Trainer b = without.open(1)) {
      Batch batch = TestPrograms.batch(with.data(), 0, 16);
      a.step(batch, StepSettings.of(0.1));
      b.step(batch, StepSettings.of(0.1));

      assertThat(with.learningRate()).isEqualTo(0.25);
      assertThat(with.unknownRate()).isEmpty();
      assertThat(without.learningRate()).isNaN();
      assertThat(without.unknownRate())
          .hasValue("the rate hangs on the placeholder 'rate', which nothing feeds");
      assertThat(a.variable("w").toFloats()).containsExactly(b.variable("w").toFloats());
    }
  }

  @Test
  void rateOfAVariable_isItsInitialValue() {
    try (TrainingGraph graph = FieldGraphs.open("rate-variable", ends -> ends)) {
      assertThat(graph.learningRate()).isEqualTo(0.3, within(1e-7));
      assertThat(graph.ownSchedule()).isEmpty();
      assertThat(graph.trainable()).containsExactly("w");
    }
  }
}
