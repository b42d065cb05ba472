package dev.preflight.tuner.finder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.preflight.reports.Advice;
import dev.preflight.reports.Call;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Status;
import dev.preflight.reports.Verb;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.tuner.Blobs;
import dev.preflight.tuner.FlatProgram;
import dev.preflight.tuner.SmallPrograms;
import dev.preflight.tuner.Stopping;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearningRateFinderTest {

  private static final FinderOptions OPTIONS =
      FinderOptions.defaults().withRun(run -> run.withUpdates(300).withSeed(5).withBatchSize(32));

  private static Report<FinderResult> find(Optimizer.Kind kind, FinderOptions options) {
    try (TrainingGraph graph = Blobs.mlp(Blobs.data(), kind)) {
      return LearningRateFinder.run(graph, options, Progress.NONE);
    }
  }

  @Test
  void learnableProblem_getsASuggestion_withinTwiceTheRun() {
    Report<FinderResult> report = find(Optimizer.Kind.MOMENTUM, OPTIONS);
    FinderResult.Suggestion suggestion = report.result().suggestion();

    assertThat(suggestion).isNotNull();
    assertThat(suggestion.learningRate()).isBetween(1e-3, 0.5);
    assertThat(suggestion.peak()).isGreaterThanOrEqualTo(suggestion.learningRate());
    assertThat(suggestion.learningRate()).isBetween(suggestion.low(), suggestion.high());
    assertThat(suggestion.peak()).isBetween(suggestion.peakLow(), suggestion.peakHigh());
    assertThat(report.result().cost().updates()).isLessThanOrEqualTo(600);
    assertThat(report.result().stateRestored()).isTrue();
    assertThat(report.findings()).noneMatch(f -> f.status() == Status.FAIL);
  }

  @Test
  void sgdAndAdam_getDifferentRates() {
    double sgd = find(Optimizer.Kind.SGD, OPTIONS).result().suggestion().learningRate();
    double adam = find(Optimizer.Kind.ADAM, OPTIONS).result().suggestion().learningRate();

    assertThat(sgd / adam).isGreaterThan(5);
  }

  @Test
  void sameSeed_givesTheSameResult() {
    FinderResult first = find(Optimizer.Kind.MOMENTUM, OPTIONS).result();
    FinderResult second = find(Optimizer.Kind.MOMENTUM, OPTIONS).result();

    assertThat(second.suggestion()).isEqualTo(first.suggestion());
    assertThat(second.runs()).isEqualTo(first.runs());
    assertThat(second.curves()).isEqualTo(first.curves());
  }

  @Test
  void suggestion_dependsLittleOnTheRamp() {
    double one = find(Optimizer.Kind.MOMENTUM, OPTIONS).result().suggestion().learningRate();
    double two =
        find(
                Optimizer.Kind.MOMENTUM,
                OPTIONS.withRun(run -> run.withRange(1e-6, 100)).withSteps(80))
            .result()
            .suggestion()
            .learningRate();

    // Margin: the rates tried are half a decade apart, and the two grids are shifted.
    assertThat(Math.log10(two / one)).isCloseTo(0, within(0.5));
  }

  @Test
  void lossThatNoRateCanLower_isRefusedWithAReason() {
    try (TrainingGraph graph =
        TrainingGraph.build(new FlatProgram(), Blobs.data(), TrainingGraph.Options.defaults())) {
      Report<FinderResult> report = LearningRateFinder.run(graph, OPTIONS, Progress.NONE);

      assertThat(report.result().suggestion()).isNull();
      assertThat(report.result().refusals())
          .anyMatch(reason -> reason.contains("no rate brought the validation loss"));
      assertThat(report.findings())
          .anyMatch(f -> f.id().equals("L01") && f.status() == Status.FAIL);
      assertThat(report.next()).extracting(Advice::call).contains(Call.of(Verb.CHECK));
    }
  }

  /** From 1.6, untrained, to ln 4 is no learning: that much comes from saying nothing. */
  @Test
  void labelsThatHaveNothingToDoWithTheFeatures_getNoRate() {
    for (long seed = 0; seed < 3; seed++) {
      try (TrainingGraph graph = SmallPrograms.noise()) {
        long s = seed;
        FinderResult result =
            LearningRateFinder.run(graph, OPTIONS.withRun(run -> run.withSeed(s)), Progress.NONE)
                .result();

        assertThat(result.suggestion()).as("seed " + seed).isNull();
        assertThat(result.refusals()).anyMatch(reason -> reason.contains("a constant guess"));
      }
    }
  }

  @Test
  void quick_isTheBareRamp() {
    Report<FinderResult> report =
        find(Optimizer.Kind.MOMENTUM, OPTIONS.withQuick(true).withRun(run -> run.withSeeds(1)));

    assertThat(report.result().runs()).isEmpty();
    assertThat(report.result().cost().updates()).isLessThanOrEqualTo(FinderOptions.DEFAULT_STEPS);
  }

  /** One ramp knows two ends; it names no rate, and sends nobody to train at one. */
  @Test
  void quick_givesABracket_andNoSingleRate() {
    FinderOptions quick = OPTIONS.withQuick(true).withRun(run -> run.withSeeds(1));
    Report<FinderResult> report = find(Optimizer.Kind.MOMENTUM, quick);
    FinderResult whole = find(Optimizer.Kind.MOMENTUM, OPTIONS).result();

    assertThat(report.result().suggestion()).isNull();
    FinderResult.Bracket bracket = report.result().bracket();
    assertThat(bracket).isNotNull();
    assertThat(whole.suggestion().learningRate()).isBetween(bracket.low(), bracket.high());
    assertThat(whole.bracket()).isNull();
    assertThat(report.findings())
        .filteredOn(f -> f.id().equals("L01"))
        .allMatch(f -> f.status() == Status.INFO && f.measured() == null);
    assertThat(report.summary()).contains("expected between").contains("hint");
    assertThat(report.next())
        .extracting(Advice::call)
        .allMatch(call -> call.verb() == Verb.LR_FIND);
  }

  @Test
  void quick_warnsOfTheOwnRate_onlyWhereTheRampSpeaksAgainstIt() {
    FinderOptions quick = OPTIONS.withQuick(true).withRun(run -> run.withSeeds(1));
    FinderResult.Bracket bracket = find(Optimizer.Kind.SGD, quick).result().bracket();
    double inside = Math.sqrt(bracket.low() * bracket.high());

    assertThat(ownRate(quick, inside).status()).isEqualTo(Status.INFO);
    assertThat(ownRate(quick, bracket.low() / 3).status()).isEqualTo(Status.INFO);
    assertThat(ownRate(quick, bracket.low() / 100).status()).isEqualTo(Status.WARN);
    assertThat(ownRate(quick, 1e3).status()).isEqualTo(Status.WARN);
    assertThat(ownRate(quick, 1e3).fix()).doesNotContainPattern("[0-9]");
  }

  private static Finding ownRate(FinderOptions options, double rate) {
    try (TrainingGraph graph =
        Blobs.mlp(Blobs.data(), Optimizer.of(Optimizer.Kind.SGD).withLearningRate(rate))) {
      return LearningRateFinder.run(graph, options, Progress.NONE).findings().stream()
          .filter(f -> f.id().equals("L04"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void rampTooShortToSeeAnything_isRefused() {
    Report<FinderResult> report =
        find(
            Optimizer.Kind.SGD,
            OPTIONS
                .withQuick(true)
                .withRun(run -> run.withSeeds(1).withRange(1e-9, 1e-7))
                .withSteps(40));

    assertThat(report.result().suggestion()).isNull();
    assertThat(report.result().refusals()).isNotEmpty();
    assertThat(report.next()).isNotEmpty();
  }

  @Test
  void overlays_addACurvePerWeightDecay_andOneForMomentum() {
    try (TrainingGraph graph =
        TrainingGraph.build(
            dev.preflight.training.program.Programs.find("mlp", getClass().getClassLoader()),
            Blobs.data(),
            TrainingGraph.Options.defaults().withWeightDecay(true))) {
      Report<FinderResult> report =
          LearningRateFinder.run(
              graph,
              OPTIONS.withQuick(true).withWeightDecays(List.of(0.0, 1e-3)).withMomentumTest(true),
              Progress.NONE);

      assertThat(report.charts()).extracting("id").contains("weight-decay", "momentum");
    }
  }

  private static Report<FinderResult> bareRamps(TrainingGraph program) {
    FinderOptions options = OPTIONS.withQuick(true).withMomentumTest(true);
    try (program) {
      return LearningRateFinder.run(program, options, Progress.NONE);
    }
  }

  @Test
  void ramps_areAugmented_alikeForTheSameSeed() {
    Report<FinderResult> plain = bareRamps(SmallPrograms.mlp(Optimizer.Kind.MOMENTUM));
    Report<FinderResult> augmented = bareRamps(SmallPrograms.augmented(0.5));
    Report<FinderResult> again = bareRamps(SmallPrograms.augmented(0.5));

    assertThat(augmented.result().curves()).isNotEqualTo(plain.result().curves());
    assertThat(again.result().curves()).isEqualTo(augmented.result().curves());
    assertThat(again.charts()).isEqualTo(augmented.charts());
    assertThat(augmented.charts()).extracting("id").contains("momentum");
  }

  private static Report<FinderResult> stopped(int after, FinderOptions options) {
    try (TrainingGraph graph = Blobs.mlp(Blobs.data(), Optimizer.Kind.MOMENTUM)) {
      return LearningRateFinder.run(graph, options, Stopping.after(after));
    }
  }

  @Test
  void cancelled_returnsWhatItHas() {
    Report<FinderResult> report = stopped(70, OPTIONS);

    assertThat(report.interrupted()).isTrue();
    assertThat(report.result().suggestion()).isNull();
    assertThat(report.result().curves()).hasSize(2);
    assertThat(report.result().landmarks()).isNull();
    assertThat(report.result().rules()).isEmpty();
    assertThat(report.findings())
        .filteredOn(f -> f.status() != Status.SKIP)
        .extracting("id")
        .containsExactly("L05");
    assertThat(report.result().stateRestored()).isTrue();
  }

  /** Three ramps of 50 updates at most, then runs of 42 updates. */
  @Test
  void cancelledAmongTheShortRuns_keepsThoseThatWereFinished() {
    FinderResult whole = find(Optimizer.Kind.MOMENTUM, OPTIONS).result();
    FinderResult part = stopped(260, OPTIONS).result();

    assertThat(part.suggestion()).isNull();
    assertThat(part.runs()).isNotEmpty().hasSizeLessThan(whole.runs().size());
    assertThat(part.runs()).isEqualTo(whole.runs().subList(0, part.runs().size()));
    assertThat(part.cost().updates()).isEqualTo(260);
  }

  @Test
  void cancelledAfterTheBracketWasFound_isInterrupted_butSaysIt() {
    FinderOptions quick = OPTIONS.withQuick(true).withMomentumTest(true);
    int ramp = find(Optimizer.Kind.MOMENTUM, quick).result().curves().get(0).points().size();

    Report<FinderResult> report = stopped(ramp + 5, quick);

    assertThat(report.interrupted()).isTrue();
    assertThat(report.result().bracket()).isNotNull();
  }
}
