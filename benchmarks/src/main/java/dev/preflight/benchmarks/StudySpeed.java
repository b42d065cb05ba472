package dev.preflight.benchmarks;

import dev.preflight.tuner.study.Study;
import dev.preflight.tuner.study.StudyOptions;
import dev.preflight.tuner.study.Trial;
import dev.preflight.tuner.study.evolution.CmaEsSampler;
import dev.preflight.tuner.study.gp.GpSampler;
import dev.preflight.tuner.study.pruner.NopPruner;
import dev.preflight.tuner.study.sampler.RandomSampler;
import dev.preflight.tuner.study.sampler.Sampler;
import dev.preflight.tuner.study.sampler.TpeOptions;
import dev.preflight.tuner.study.sampler.TpeSampler;
import dev.preflight.tuner.study.space.FloatDistribution;
import dev.preflight.tuner.study.space.Parameter;
import dev.preflight.tuner.study.space.SearchSpace;
import dev.preflight.tuner.study.storage.MemoryStorage;
import dev.preflight.tuner.study.storage.SqliteStorage;
import dev.preflight.tuner.study.storage.Storage;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.ParameterValue;
import dev.preflight.tuner.study.trial.TrialState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What a study costs beside its trials: milliseconds, the median of many. {@code
 * benchmarks/studies.py} measures Optuna at the same.
 */
final class StudySpeed {

  private static final int ASKS = 23;
  private static final int TRIALS = 300;
  private static final int REPORTS = 20;

  private StudySpeed() {}

  public static void main(String[] args) throws IOException {
    for (int warm = 0; warm < 10; warm++) {
      suggest(1000, 4 + 12 * (warm % 2), new TpeSampler(TpeOptions.defaults()));
    }
    for (int parameters : new int[] {4, 16}) {
      for (int trials : new int[] {100, 1000, 10_000}) {
        say(
            "tpe suggest, " + parameters + " parameters, " + trials + " trials",
            suggest(trials, parameters, new TpeSampler(TpeOptions.defaults())));
      }
    }
    gp();
    for (int warm = 0; warm < 5; warm++) {
      askAndTells(200, 50, new CmaEsSampler());
    }
    say(
        "cma-es ask and tell, 50 parameters, 2000 trials",
        median(askAndTells(2000, 50, new CmaEsSampler())));
    for (int warm = 0; warm < 20; warm++) {
      askAndTell(new MemoryStorage(), true, 0, 1000);
    }
    say("random ask and tell in memory", askAndTell(new MemoryStorage(), true, 0, 1000));
    Path folder = Path.of(args[0]);
    say("sqlite, declared space", sqlite(folder, true, 0));
    say("sqlite, define by run", sqlite(folder, false, 0));
    double plain = sqlite(folder, true, 0);
    say("sqlite, a report", (sqlite(folder, true, REPORTS) - plain) / REPORTS);
  }

  /** A kernel is fitted anew every twentieth suggestion, which only the mean tells. */
  private static void gp() {
    for (int warm = 0; warm < 3; warm++) {
      askAndTells(100, 8, new GpSampler(warm));
    }
    for (int trials : new int[] {200, 500}) {
      double[] times = askAndTells(trials, 8, new GpSampler(1));
      String what = "gp suggest, 8 parameters, " + trials + " trials";
      say(what, median(times));
      say(what + ", the mean", Arrays.stream(times).average().orElseThrow());
    }
  }

  private static void say(String what, double milliseconds) {
    System.out.printf(Locale.ROOT, "%s\t%.4f%n", what, milliseconds);
  }

  private static SearchSpace space(int parameters) {
    return SearchSpace.of(
        IntStream.range(0, parameters)
            .mapToObj(i -> Parameter.of("x" + i, FloatDistribution.uniform(0, 1)))
            .toList());
  }

  private static Study study(Storage storage, Sampler sampler, int parameters, boolean declared) {
    StudyOptions options =
        StudyOptions.of("speed", Direction.MINIMIZE)
            .withSampler(sampler)
            .withPruner(new NopPruner());
    return Study.open(storage, declared ? options.withSpace(space(parameters)) : options);
  }

  /** The median of {@link #askAndTells}. */
  private static double suggest(int trials, int parameters, Sampler sampler) {
    return median(askAndTells(trials, parameters, sampler));
  }

  /** Milliseconds of each of some trials after others, without their objective. */
  private static double[] askAndTells(int trials, int parameters, Sampler sampler) {
    Study study = study(new MemoryStorage(), sampler, parameters, true);
    SplittableRandom random = new SplittableRandom(1);
    List<FrozenTrial> past = new ArrayList<>();
    for (int n = 0; n < trials; n++) {
      FrozenTrial.Builder trial = FrozenTrial.builder(n, n, TrialState.COMPLETE);
      double sum = 0;
      for (int p = 0; p < parameters; p++) {
        double x = random.nextDouble();
        sum += (x - 0.3) * (x - 0.3);
        trial.param("x" + p, new ParameterValue(FloatDistribution.uniform(0, 1), x));
      }
      past.add(trial.values(List.of(sum)).build());
    }
    study.add(past);
    double[] times = new double[ASKS];
    for (int i = 0; i < ASKS; i++) {
      long start = System.nanoTime();
      Trial trial = study.ask();
      study.tell(trial, random.nextDouble() * parameters);
      times[i] = (System.nanoTime() - start) / 1e6;
    }
    return times;
  }

  private static double askAndTell(Storage storage, boolean declared, int reports, int trials) {
    Study study = study(storage, new RandomSampler(), 4, declared);
    double[] times = new double[trials];
    for (int i = 0; i < trials; i++) {
      long start = System.nanoTime();
      Trial trial = study.ask();
      double sum = 0;
      for (int p = 0; p < 4; p++) {
        sum += trial.suggestFloat("x" + p, 0, 1);
      }
      for (int step = 0; step < reports; step++) {
        trial.report(step, sum);
      }
      study.tell(trial, sum);
      times[i] = (System.nanoTime() - start) / 1e6;
    }
    return median(times);
  }

  private static double sqlite(Path folder, boolean declared, int reports) throws IOException {
    Path file = Files.createTempFile(folder, "speed", ".db");
    try (Storage storage = SqliteStorage.open(file)) {
      return askAndTell(storage, declared, reports, TRIALS);
    } finally {
      Files.delete(file);
    }
  }

  private static double median(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
