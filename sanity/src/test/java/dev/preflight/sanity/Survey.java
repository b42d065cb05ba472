package dev.preflight.sanity;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Status;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Profile;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.data.source.DataSpec;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.training.program.Hyperparameters;
import dev.preflight.training.program.Programs;
import dev.preflight.training.program.TrainingProgram;
import dev.preflight.training.tensor.Device;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs the check-up over seeds and prints what fired: how thresholds were measured, and how to
 * measure again.
 *
 * <p>Arguments {@code key=value}: {@code programs}, {@code seeds}, {@code profile}, {@code data},
 * {@code optimizer}, {@code rate}, {@code batch}, {@code all=true} to print every finding; any
 * other key is a hyperparameter.
 */
public final class Survey {

  private Survey() {}

  public static void main(String[] args) {
    Map<String, String> options = new HashMap<>();
    for (String arg : args) {
      String[] parts = arg.split("=", 2);
      options.put(parts[0], parts[1]);
    }
    String programs = take(options, "programs", "lenet,mlp,convnet-bn,regression-mlp");
    int seeds = Integer.parseInt(take(options, "seeds", "1"));
    Profile profile =
        Profile.valueOf(take(options, "profile", "standard").toUpperCase(Locale.ROOT));
    String data = take(options, "data", "");
    Optimizer optimizer = Optimizer.of(take(options, "optimizer", "momentum"));
    double rate = Double.parseDouble(take(options, "rate", "NaN"));
    int batch = Integer.parseInt(take(options, "batch", "64"));
    boolean all = Boolean.parseBoolean(take(options, "all", "false"));
    int threads = Integer.parseInt(take(options, "threads", "0"));
    for (String name : programs.split(",", -1)) {
      TrainingProgram program = Programs.find(name, Survey.class.getClassLoader());
      Hyperparameters hyperparameters = Hyperparameters.of(options);
      TrainingData trainingData =
          data.isEmpty()
              ? program.data(hyperparameters).orElseThrow()
              : DataSpec.open(data, Path.of(""));
      TrainingGraph.Options how =
          TrainingGraph.Options.defaults()
              .withOptimizer(optimizer)
              .withHyperparameters(hyperparameters)
              .withDevice(Device.CPU)
              .withThreads(threads);
      try (TrainingGraph graph = TrainingGraph.build(program, trainingData, how)) {
        survey(graph, profile, rate, batch, seeds, all);
      }
    }
  }

  private static void survey(
      TrainingGraph graph, Profile profile, double rate, int batch, int seeds, boolean all) {
    Map<String, Integer> fired = new TreeMap<>();
    int failed = 0;
    int warned = 0;
    for (int seed = 0; seed < seeds; seed++) {
      long start = System.nanoTime();
      Report<Void> checkup =
          Checks.run(
              graph,
              CheckupOptions.defaults()
                  .withProfile(profile)
                  .withSeed(seed)
                  .withBatchSize(batch)
                  .withLearningRate(rate),
              Progress.NONE);
      double seconds = (System.nanoTime() - start) / 1e9;
      List<Finding> findings = checkup.findings();
      failed += findings.stream().anyMatch(f -> f.status() == Status.FAIL) ? 1 : 0;
      warned += findings.stream().anyMatch(f -> f.status() == Status.WARN) ? 1 : 0;
      for (Finding f : findings) {
        boolean bad = Findings.isBad(f) || f.status() == Status.ERROR;
        if (bad) {
          fired.merge(f.status() + " " + f.id(), 1, Integer::sum);
        }
        if (all || bad) {
          System.out.printf(
              Locale.ROOT,
              "  seed %d %-5s %s %5.2fs %s%s%n",
              seed,
              f.status(),
              f.id(),
              f.seconds(),
              f.title(),
              f.why() == null || !all ? "" : " | " + f.why() + " | " + f.where());
        }
      }
      System.out.printf(
          Locale.ROOT, "%s seed %d %s %.1f s%n", graph.name(), seed, checkup.verdict(), seconds);
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %d seeds, %d with FAIL, %d with WARN %s%n",
        graph.name(),
        seeds,
        failed,
        warned,
        fired);
  }

  private static String take(Map<String, String> options, String key, String otherwise) {
    String value = options.remove(key);
    return value == null ? otherwise : value;
  }
}
