package dev.preflight.benchmarks;

import dev.preflight.tuner.study.Limits;
import dev.preflight.tuner.study.Objective;
import dev.preflight.tuner.study.Optimization;
import dev.preflight.tuner.study.Study;
import dev.preflight.tuner.study.StudyOptions;
import dev.preflight.tuner.study.pruner.NopPruner;
import dev.preflight.tuner.study.space.FloatDistribution;
import dev.preflight.tuner.study.space.Parameter;
import dev.preflight.tuner.study.space.SearchSpace;
import dev.preflight.tuner.study.storage.SqliteStorage;
import dev.preflight.tuner.study.storage.Storage;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.TrialState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Kills processes that work on a study, and looks at what is left: every trial that a process says
 * it was done telling must be there with its value, and every number once.
 */
final class StudyFaults {

  private StudyFaults() {}

  public static void main(String[] args) throws Exception {
    if (args[0].equals("work")) {
      work(Path.of(args[1]), Integer.parseInt(args[2]));
      return;
    }
    Path folder = Path.of(args[0]);
    Files.createDirectories(folder);
    killed(folder.resolve("killed.db"), Integer.parseInt(args[1]));
    together(folder.resolve("together.db"));
  }

  private static Study study(Storage storage) {
    SearchSpace space =
        SearchSpace.of(
            Parameter.of("x", FloatDistribution.uniform(0, 1)),
            Parameter.of("y", FloatDistribution.log(1e-3, 1)));
    return Study.open(
        storage,
        StudyOptions.of("faults", Direction.MINIMIZE).withPruner(new NopPruner()).withSpace(space));
  }

  /** Makes trials as fast as it can, and says of each when it is told. */
  private static void work(Path file, int trials) {
    try (Storage storage = SqliteStorage.open(file)) {
      Objective objective =
          Objective.of(
              trial -> {
                double x = trial.suggestFloat("x", 0, 1);
                for (int step = 0; step < 3; step++) {
                  trial.report(step, x / (step + 1));
                }
                return x;
              });
      new Optimization(
              study(storage),
              objective,
              Limits.none().withMore(trials),
              trial -> {
                System.out.println(trial.number() + " " + trial.value());
                System.out.flush();
              })
          .run(1);
    }
  }

  private static Process start(Path file, int trials, Path told) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            StudyFaults.class.getName(),
            "work",
            file.toString(),
            Integer.toString(trials))
        .redirectOutput(told.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void killed(Path file, int kills) throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    Map<Integer, Double> told = new HashMap<>();
    int lost = 0;
    for (int kill = 0; kill < kills; kill++) {
      Path lines = Path.of(file + "." + kill);
      Process process = start(file, 1_000_000, lines);
      process.waitFor(200 + random.nextInt(1400), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      read(lines, true, told);
      lost += told.isEmpty() ? 0 : check(file, told);
    }
    int running = 0;
    try (Storage storage = SqliteStorage.open(file)) {
      running = study(storage).endLostTrials();
    }
    System.out.printf(
        Locale.ROOT,
        "%d kills: %d trials were told, %d of them are missing or differ; %d were running at the"
            + " last kill%n",
        kills,
        told.size(),
        lost,
        running);
  }

  /** A line that was cut off by the kill says nothing. */
  private static void read(Path file, boolean killed, Map<Integer, Double> told)
      throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    if (killed && !lines.isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    for (String line : lines) {
      String[] fields = line.split(" ", -1);
      if (told.put(Integer.parseInt(fields[0]), Double.parseDouble(fields[1])) != null) {
        throw new IllegalStateException("trial " + fields[0] + " was told twice");
      }
    }
  }

  private static int check(Path file, Map<Integer, Double> told) {
    try (Storage storage = SqliteStorage.openReadOnly(file)) {
      List<FrozenTrial> trials = storage.trials(storage.study("faults").orElseThrow().id());
      int wrong = 0;
      for (Map.Entry<Integer, Double> entry : told.entrySet()) {
        FrozenTrial trial = trials.get(entry.getKey());
        boolean same =
            trial.state() == TrialState.COMPLETE
                && trial.number() == entry.getKey()
                && trial.value() == entry.getValue()
                && trial.params().size() == 2
                && trial.reports().size() == 3;
        wrong += same ? 0 : 1;
      }
      for (int n = 0; n < trials.size(); n++) {
        if (trials.get(n).number() != n) {
          throw new IllegalStateException("trial " + n + " is not where it belongs");
        }
      }
      return wrong;
    }
  }

  private static void together(Path file) throws Exception {
    Map<Integer, Double> told = new HashMap<>();
    long start = System.nanoTime();
    List<Process> processes = new ArrayList<>();
    for (int p = 0; p < 3; p++) {
      processes.add(start(file, 500, Path.of(file + "." + p)));
    }
    for (int p = 0; p < 3; p++) {
      processes.get(p).waitFor();
      read(Path.of(file + "." + p), false, told);
    }
    System.out.printf(
        Locale.ROOT,
        "3 processes at once: %d trials were told in %.1f s, %d of them are missing or differ%n",
        told.size(),
        (System.nanoTime() - start) / 1e9,
        check(file, told));
  }
}
