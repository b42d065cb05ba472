package dev.preflight.benchmarks;

import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.BatchOrder;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.optimizer.StepSettings;
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
 * Trains each case of the learning-rate benchmarks over a grid of rates, to know which rates are
 * good. Resumable: finished runs are read back from the file and not repeated.
 *
 * <p>The wide grid, of the finder, has four rates a decade (two for the convolutional nets) and
 * grows outwards from the middle until, on each side, half a decade is worse than the best by more
 * than a fifth of the gap between the untrained and the best loss. The dense grid, of the search,
 * has eight rates a decade and stops where two are worse by a hundredth of the gap.
 */
public final class LearningRateTruth {

  private final Path file;
  private final String mnist;
  private final Grid grid;
  private final Map<String, Double> done = new HashMap<>();

  private LearningRateTruth(Path file, String mnist, Grid grid) {
    this.file = file;
    this.mnist = mnist;
    this.grid = grid;
  }

  /** Which rates are trained. */
  private enum Grid {
    /** For the finder: every case, wide. */
    WIDE(4, 1, 3, 0.2),
    /** For the search: around the best rate, with seeds that no search uses. */
    DENSE(8, 101, 8, 0.01);

    private final int perDecade;
    private final int firstSeed;
    private final int seeds;

    /** Share of the gap from the best to the untrained loss beyond which a rate is bad. */
    private final double hopeless;

    Grid(int perDecade, int firstSeed, int seeds, double hopeless) {
      this.perDecade = perDecade;
      this.firstSeed = firstSeed;
      this.seeds = seeds;
      this.hopeless = hopeless;
    }

    List<Case> cases() {
      return this == DENSE ? Case.ofSearch() : Case.all();
    }

    List<Integer> lengths(Case one) {
      return this == DENSE ? List.of(300) : one.lengths();
    }

    List<String> schedules() {
      return this == DENSE ? List.of("constant") : List.of("constant", "linear");
    }

    /** The convolutional nets take a hundred times as long: two rates a decade do in the wide. */
    int stride(Case one) {
      return this == DENSE || one.program().endsWith("mlp") ? 1 : 2;
    }
  }

  /**
   * Runs what is missing.
   *
   * @param args the file of results, the MNIST data specification, {@code wide} or {@code dense},
   *     and optionally case ids
   */
  public static void main(String[] args) throws IOException {
    Grid grid = Grid.valueOf(args[2].toUpperCase(Locale.ROOT));
    LearningRateTruth truth = new LearningRateTruth(Path.of(args[0]), args[1], grid);
    truth.load();
    List<String> wanted = List.of(args).subList(3, args.length);
    for (Case one : grid.cases()) {
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
      for (int length : grid.lengths(one)) {
        for (String schedule : grid.schedules()) {
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
    int stride = grid.stride(one);
    int patience = 3 - stride;
    int middle = (int) Math.round(Math.log10(one.start()) * grid.perDecade);
    TreeMap<Integer, Double> means = new TreeMap<>();
    means.put(middle, mean(one, graph, trainer, length, schedule, middle));
    for (int direction : new int[] {1, -1}) {
      int bad = 0;
      for (int k = middle + direction * stride;
          bad < patience && Math.abs(k - middle) <= 4 * grid.perDecade;
          k += direction * stride) {
        double value = mean(one, graph, trainer, length, schedule, k);
        means.put(k, value);
        double best = means.values().stream().mapToDouble(v -> v).min().orElse(value);
        // Not !(value > limit): an infinite loss is as bad as a large one.
        bad = value > best + grid.hopeless * (untrained - best) ? bad + 1 : 0;
      }
    }
  }

  private double mean(
      Case one, TrainingGraph graph, Trainer trainer, int length, String schedule, int k)
      throws IOException {
    double sum = 0;
    for (int seed = grid.firstSeed; seed < grid.firstSeed + grid.seeds; seed++) {
      Double known = done.get(key(one.id(), "" + length, schedule, "" + k, "" + seed));
      if (known == null) {
        known =
            train(
                graph, trainer, length, schedule, Math.pow(10, (double) k / grid.perDecade), seed);
        record(one, length, schedule, "" + k, seed, known);
      }
      sum += known;
    }
    return sum / grid.seeds;
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
