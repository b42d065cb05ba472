package dev.preflight.benchmarks;

import dev.preflight.training.StepSettings;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.BatchOrder;
import dev.preflight.training.data.Dataset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Trains each case of the learning-rate benchmark over a grid of rates, four a decade, to know
 * which rates are good. Resumable: finished runs are read back from the file and not repeated.
 *
 * <p>The grid (two a decade for the convolutional nets) grows outwards from the middle until, on
 * each side, half a decade is worse than the best by more than a fifth of the gap between the
 * untrained and the best loss.
 */
public final class LearningRateTruth {

  static final int SEEDS = 3;
  private static final int PER_DECADE = 4;
  private static final double HOPELESS = 0.2;

  private final Path file;
  private final String mnist;
  private final Map<String, Double> done = new HashMap<>();

  private LearningRateTruth(Path file, String mnist) {
    this.file = file;
    this.mnist = mnist;
  }

  /**
   * Runs what is missing.
   *
   * @param args the file of results, the MNIST data specification, and optionally case ids
   */
  public static void main(String[] args) throws IOException {
    LearningRateTruth truth = new LearningRateTruth(Path.of(args[0]), args[1]);
    truth.load();
    List<String> wanted = List.of(args).subList(2, args.length);
    for (Case one : Case.all()) {
      if (wanted.isEmpty() || wanted.contains(one.id())) {
        truth.run(one);
      }
    }
  }

  private void load() throws IOException {
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        String[] cells = line.split(",", -1);
        if (cells.length == 6) {
          done.put(key(cells[0], cells[1], cells[2], cells[3], cells[4]), parse(cells[5]));
        }
      }
    }
  }

  private static double parse(String text) {
    return text.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
  }

  private static String key(String... cells) {
    return String.join(",", cells);
  }

  private void run(Case one) throws IOException {
    try (TrainingGraph graph = one.build(mnist);
        Trainer trainer = graph.open(0)) {
      for (int length : one.lengths()) {
        for (String schedule : List.of("constant", "linear")) {
          trainer.reset(0);
          double untrained = trainer.evaluate(graph.data().validation()).loss();
          record(one, length, schedule, "untrained", 0, untrained);
          explore(one, graph, trainer, length, schedule, untrained);
        }
      }
    }
  }

  private void explore(
      Case one, TrainingGraph graph, Trainer trainer, int length, String schedule, double untrained)
      throws IOException {
    // The convolutional nets take a hundred times as long: two rates a decade must do there.
    int stride = one.program().endsWith("mlp") ? 1 : 2;
    int patience = 3 - stride;
    int middle = (int) Math.round(Math.log10(one.start()) * PER_DECADE);
    TreeMap<Integer, Double> means = new TreeMap<>();
    means.put(middle, mean(one, graph, trainer, length, schedule, middle));
    for (int direction : new int[] {1, -1}) {
      int bad = 0;
      for (int k = middle + direction * stride;
          bad < patience && Math.abs(k - middle) <= 4 * PER_DECADE;
          k += direction * stride) {
        double value = mean(one, graph, trainer, length, schedule, k);
        means.put(k, value);
        double best = means.values().stream().mapToDouble(v -> v).min().orElse(value);
        // Not !(value > limit): an infinite loss is as bad as a large one.
        bad = value > best + HOPELESS * (untrained - best) ? bad + 1 : 0;
      }
    }
  }

  private double mean(
      Case one, TrainingGraph graph, Trainer trainer, int length, String schedule, int k)
      throws IOException {
    double sum = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      Double known = done.get(key(one.id(), "" + length, schedule, "" + k, "" + seed));
      if (known == null) {
        known =
            train(graph, trainer, length, schedule, Math.pow(10, (double) k / PER_DECADE), seed);
        record(one, length, schedule, "" + k, seed, known);
      }
      sum += known;
    }
    return sum / SEEDS;
  }

  private void record(Case one, int length, String schedule, String k, int seed, double loss)
      throws IOException {
    String key = key(one.id(), "" + length, schedule, k, "" + seed);
    if (done.put(key, loss) == null) {
      String value = Double.isInfinite(loss) ? "inf" : String.format(Locale.ROOT, "%.6f", loss);
      Files.writeString(
          file,
          key + "," + value + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }

  /** Final validation loss; infinite if the run diverged. */
  static double train(
      TrainingGraph graph, Trainer trainer, int length, String schedule, double peak, long seed) {
    trainer.reset(seed);
    Dataset data = graph.data().train();
    BatchOrder order = new BatchOrder(seed, data.size(), Case.BATCH);
    for (int t = 0; t < length; t++) {
      double rate = schedule.equals("constant") ? peak : peak * (length - 1 - t) / (length - 1);
      double loss = trainer.step(data.batch(order.next()), StepSettings.of(rate));
      if (!Double.isFinite(loss)) {
        return Double.POSITIVE_INFINITY;
      }
    }
    double loss = trainer.evaluate(graph.data().validation()).loss();
    return Double.isFinite(loss) ? loss : Double.POSITIVE_INFINITY;
  }
}
