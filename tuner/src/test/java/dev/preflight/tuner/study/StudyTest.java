package dev.preflight.tuner.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.tuner.study.pruner.Interval;
import dev.preflight.tuner.study.pruner.PercentilePruner;
import dev.preflight.tuner.study.sampler.RandomSampler;
import dev.preflight.tuner.study.sampler.TpeOptions;
import dev.preflight.tuner.study.sampler.TpeSampler;
import dev.preflight.tuner.study.space.SearchSpace;
import dev.preflight.tuner.study.space.SpaceSyntax;
import dev.preflight.tuner.study.space.StudyException;
import dev.preflight.tuner.study.storage.MemoryStorage;
import dev.preflight.tuner.study.storage.SqliteStorage;
import dev.preflight.tuner.study.storage.Storage;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.Failure;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.TrialState;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudyTest {

  @TempDir Path folder;

  private static SearchSpace space(String... parameters) {
    return SearchSpace.of(Stream.of(parameters).map(SpaceSyntax::parameter).toList());
  }

  private static final SearchSpace PLANE = space("x=float(-5,5)", "y=log(1e-3,10)");

  private static double bowl(Trial trial) {
    double x = trial.suggestFloat("x", -5, 5);
    double y = trial.suggestLog("y", 1e-3, 10);
    return (x - 1) * (x - 1) + Math.pow(Math.log10(y) + 1, 2);
  }

  private static StudyOptions options() {
    return StudyOptions.of("study", Direction.MINIMIZE).withSeed(7);
  }

  private static Ending optimize(Study study, Objective.Single objective, Limits limits) {
    return new Optimization(study, Objective.of(objective), limits, trial -> {}).run(1);
  }

  /** Of two processes that begin the same study, the second looks before the first has begun it. */
  @Test
  void studyThatAnotherProcessBeginsAtTheSameTime_isGoneOnWith() {
    MemoryStorage real = new MemoryStorage();
    Study first = Study.open(real, options());
    AtomicBoolean looked = new AtomicBoolean();
    Storage late =
        (Storage)
            Proxy.newProxyInstance(
                Storage.class.getClassLoader(),
                new Class<?>[] {Storage.class},
                (proxy, method, args) -> {
                  if (method.getName().equals("study") && !looked.getAndSet(true)) {
                    return Optional.empty();
                  }
                  try {
                    return method.invoke(real, args);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });

    Study second = Study.open(late, options());

    optimize(first, StudyTest::bowl, Limits.total(3));
    assertThat(second.trials()).hasSize(3);
  }

  @Test
  void findsTheBottomOfABowl() {
    Study study = Study.open(new MemoryStorage(), options());
    assertThat(optimize(study, StudyTest::bowl, Limits.total(60))).isEqualTo(Ending.TRIALS);
    assertThat(study.best().orElseThrow().value()).isLessThan(0.3);
    assertThat(study.trials()).hasSize(60);
  }

  @Test
  void theSameSeed_givesTheSameTrials() {
    List<String> first = values(options());
    assertThat(values(options())).isEqualTo(first);
    assertThat(values(options().withSeed(8))).isNotEqualTo(first);
  }

  private static List<String> values(StudyOptions options) {
    Study study = Study.open(new MemoryStorage(), options);
    optimize(study, StudyTest::bowl, Limits.total(25));
    return study.trials().stream().map(FrozenTrial::toString).toList();
  }

  @Test
  void aStudyThatWasStopped_goesOnAsIfItHadNot() {
    List<String> whole = values(options());
    Path file = folder.resolve("study.db");
    for (int total : new int[] {9, 17, 25}) {
      try (Storage storage = SqliteStorage.open(file)) {
        Study study = Study.open(storage, options().withSeed(total == 9 ? 7 : 99));
        optimize(study, StudyTest::bowl, Limits.total(total));
        if (total == 25) {
          assertThat(study.trials().stream().map(FrozenTrial::toString).toList()).isEqualTo(whole);
        }
      }
    }
  }

  static Stream<StudyOptions> lagged() {
    return Stream.of(
        options().withSpace(PLANE).withLag(8),
        options().withLag(8).withPruner(PercentilePruner.median(Interval.everyReport())));
  }

  @ParameterizedTest
  @MethodSource("lagged")
  void withALag_anyNumberOfWorkersMakesTheSameTrials(StudyOptions options) {
    List<String> one = parallel(options, 1);
    assertThat(parallel(options, 2)).isEqualTo(one);
    assertThat(parallel(options, 8)).isEqualTo(one);
  }

  private static List<String> parallel(StudyOptions options, int jobs) {
    StudyOptions fresh =
        options.withSampler(new TpeSampler(TpeOptions.defaults())); // It belongs to one study.
    Study study = Study.open(new MemoryStorage(), fresh);
    Objective objective =
        Objective.of(
            trial -> {
              double value = bowl(trial);
              for (int step = 0; step < 3; step++) {
                trial.report(step, value + 1.0 / (step + 1));
                Thread.sleep(trial.number() * 7 % 5);
                if (trial.shouldPrune()) {
                  throw new TrialPrunedException();
                }
              }
              return value;
            });
    new Optimization(study, objective, Limits.total(60), trial -> {}).run(jobs);
    return study.trials().stream().map(FrozenTrial::toString).toList();
  }

  @Test
  void failuresAreData() {
    Study study = Study.open(new MemoryStorage(), options());
    Objective.Single objective =
        trial -> {
          double value = bowl(trial);
          return switch (trial.number() % 5) {
            case 1 -> throw new IllegalStateException("boom");
            case 2 -> Double.NaN;
            case 3 ->
                throw new TrialFailedException(Failure.Reason.DIVERGED, "the loss grew to 1e9");
            case 4 -> throw new OutOfMemoryError("heap");
            default -> value;
          };
        };
    optimize(study, objective, Limits.total(5));
    assertThat(study.trials())
        .extracting(
            t -> t.failure().map(f -> f.reason().text() + ": " + f.message()).orElse("none"))
        .containsExactly(
            "none",
            "error: java.lang.IllegalStateException: boom",
            "not a number: the value is NaN",
            "diverged: the loss grew to 1e9",
            "error: out of memory: heap");
    assertThat(study.trials()).allSatisfy(t -> assertThat(t.params()).hasSize(2));
  }

  @Test
  void failuresInARow_stopTheStudy() {
    Study study = Study.open(new MemoryStorage(), options());
    Objective.Single objective =
        trial -> {
          bowl(trial);
          throw new IllegalStateException("always");
        };
    assertThat(optimize(study, objective, Limits.total(50).withFailures(3)))
        .isEqualTo(Ending.FAILURES);
    assertThat(study.trials()).hasSize(3);
  }

  @Test
  void theSamplerKeepsAwayFromWhatFails() {
    Study study = Study.open(new MemoryStorage(), options());
    Objective.Single objective =
        trial -> {
          double x = trial.suggestFloat("x", 0, 1);
          if (x > 0.5) {
            throw new TrialFailedException(Failure.Reason.DIVERGED, "x is large");
          }
          return 1 - x; // The best values lie where the failures begin.
        };
    optimize(study, objective, Limits.total(120));
    long failedLate =
        study.trials().stream()
            .filter(t -> t.number() >= 60 && t.state() == TrialState.FAIL)
            .count();
    assertThat(failedLate).as("failures among the last 60 trials").isLessThan(30);
    assertThat(study.best().orElseThrow().value()).isLessThan(0.53);
  }

  @Test
  void otherLimits() {
    assertThat(
            optimize(
                Study.open(new MemoryStorage(), options()),
                StudyTest::bowl,
                Limits.none().withTarget(2)))
        .isEqualTo(Ending.TARGET);
    assertThat(
            optimize(
                Study.open(new MemoryStorage(), options()),
                trial -> 1,
                Limits.none().withStagnation(6)))
        .isEqualTo(Ending.STAGNATION);
    Study study = Study.open(new MemoryStorage(), options());
    optimize(study, StudyTest::bowl, Limits.none().withMore(3));
    optimize(study, StudyTest::bowl, Limits.none().withMore(3));
    assertThat(study.trials()).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "tpe"})
  void aFiniteSpace_isTriedOnceOver(String sampler) {
    StudyOptions options =
        options().withSpace(space("a=choice(1,2,3)", "b=int(0,4)", "c=float(0,0.3,0.1)"));
    Study study =
        Study.open(
            new MemoryStorage(),
            sampler.equals("random") ? options.withSampler(new RandomSampler()) : options);
    Ending ending = optimize(study, trial -> trial.number() % 7, Limits.total(500));
    assertThat(ending).isEqualTo(Ending.EXHAUSTED);
    Set<Map<String, Object>> points = new HashSet<>();
    study.trials().stream()
        .filter(t -> t.state() == TrialState.COMPLETE)
        .forEach(t -> assertThat(points.add(new HashMap<>(external(t)))).isTrue());
    assertThat(points).hasSize(3 * 5 * 4);
  }

  private static Map<String, Object> external(FrozenTrial trial) {
    Map<String, Object> values = new HashMap<>();
    trial.params().forEach((name, value) -> values.put(name, value.value()));
    return values;
  }

  @Test
  void conditions_decideWhichParametersThereAre() {
    SearchSpace space =
        space(
            "optimizer=choice(sgd,momentum,adam)",
            "momentum=float(0,0.99) when optimizer=momentum",
            "beta=float(0.5,0.999) when optimizer=adam");
    Study study = Study.open(new MemoryStorage(), options().withSpace(space));
    optimize(study, trial -> trial.params().size(), Limits.total(40));
    for (FrozenTrial trial : study.trials()) {
      Object optimizer = trial.params().get("optimizer").value();
      assertThat(trial.params().containsKey("momentum")).isEqualTo(optimizer.equals("momentum"));
      assertThat(trial.params().containsKey("beta")).isEqualTo(optimizer.equals("adam"));
    }
  }

  @Test
  void anEnqueuedPoint_isTriedNext() {
    Study study = Study.open(new MemoryStorage(), options().withSpace(PLANE));
    assertThat(study.enqueue(Map.of("x", 1.0), true)).isTrue();
    assertThat(study.enqueue(Map.of("x", 1.0), true)).isFalse();
    Trial trial = study.ask();
    assertThat(trial.params()).containsEntry("x", 1.0).containsKey("y");
    study.tell(trial, 0.5);
    assertThat(study.enqueue(Map.of("x", 1.0), true)).isFalse();
    assertThatThrownBy(() -> study.enqueue(Map.of("z", 1.0), false))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("no parameter 'z'");
    assertThatThrownBy(() -> study.enqueue(Map.of("x", 9.0), false))
        .hasMessageContaining("parameter 'x': the value 9.0 is not in float(-5.0, 5.0)");
  }

  @Test
  void aWarmStart_counts() {
    Study first = Study.open(new MemoryStorage(), options());
    optimize(first, StudyTest::bowl, Limits.total(30));
    Study second = Study.open(new MemoryStorage(), options().withSeed(3));
    second.add(first.trials());
    optimize(second, StudyTest::bowl, Limits.none().withMore(10));
    assertThat(second.trials()).hasSize(40);
    double[] late =
        second.trials().subList(30, 40).stream().mapToDouble(FrozenTrial::value).sorted().toArray();
    assertThat(late[5]).as("median of the trials after a warm start").isLessThan(5);
  }

  @Test
  void severalObjectives_haveAFront() {
    Study study =
        Study.open(
            new MemoryStorage(),
            StudyOptions.of("two", List.of(Direction.MINIMIZE, Direction.MAXIMIZE)));
    Objective objective =
        trial -> {
          double x = trial.suggestFloat("x", 0, 1);
          double y = trial.suggestFloat("y", 0, 1);
          return List.of(x + y, x - y * y);
        };
    new Optimization(study, objective, Limits.total(40), trial -> {}).run(1);
    List<FrozenTrial> front = study.bestTrials();
    assertThat(front).isNotEmpty();
    for (FrozenTrial a : front) {
      assertThat(study.trials())
          .noneMatch(
              b -> b.values().get(0) < a.values().get(0) && b.values().get(1) > a.values().get(1));
    }
  }

  @Test
  void twoDirections_areNotOne() {
    Storage storage = new MemoryStorage();
    Study.open(storage, options());
    assertThatThrownBy(() -> Study.open(storage, StudyOptions.of("study", Direction.MAXIMIZE)))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("was begun with [MINIMIZE]");
  }

  @Test
  void aParameterCannotChangeItsKind() {
    Study study = Study.open(new MemoryStorage(), options());
    study.ask().suggestFloat("x", 0, 1);
    assertThatThrownBy(() -> study.ask().suggestChoice("x", "a", "b"))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("parameter 'x' is choice('a', 'b'), and was float(0.0, 1.0)");
  }

  @Test
  void whatWasToldTwice_isSaid() {
    Study study = Study.open(new MemoryStorage(), options());
    Trial trial = study.ask();
    study.tell(trial, 1);
    assertThatThrownBy(() -> study.tell(trial, 2))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("trial 0 was ended already");
  }
}
