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
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/**
 * Trains each case of the learning-rate benchmarks over a grid of eight rates a decade, to know
 * which rates are good. Resumable: finished runs are read back from the file and not repeated.
 *
 * <p>Around a first guess the rates are half a decade apart and have two seeds, outwards until a
 * rate is hopeless on either side. Around the best of those, every rate of the grid is tried with
 * all seeds, outwards until two in a row are far from the best.
 */
public final class LearningRateTruth {

  static final int PER_DECADE = 8;

  /** The first of the seeds, which no finder and no search uses. */
  private static final int FIRST_SEED = 101;

  private static final int SEEDS = 5;

  /** Near the best, rates are tried until the loss is higher by this share of the best. */
  private static final double FAR = 0.5;

  private static final int COARSE_STRIDE = PER_DECADE / 2;
  private static final int COARSE_SEEDS = 2;

  /** Share of the gap from the best to the untrained loss beyond which a rate is hopeless. */
  private static final double HOPELESS = 0.2;

  /** Most decades to either side. */
  private static final int WIDEST = 4;

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
    Means coarse =
        new Means(k -> mean(one, graph, trainer, length, schedule, k, COARSE_SEEDS), untrained);
    int start = (int) Math.round(Math.log10(one.start()) * 2) * COARSE_STRIDE;
    coarse.outwards(start, COARSE_STRIDE, 1, best -> best + HOPELESS * (untrained - best));
    Means dense = new Means(k -> mean(one, graph, trainer, length, schedule, k, SEEDS), untrained);
    dense.outwards(coarse.best(), 1, 2, best -> best + FAR * Math.abs(best));
  }

  /** The mean final loss at a rate of the grid. */
  private interface Measure {
    double at(int k) throws IOException;
  }

  /** Means by rate, measured outwards from one. */
  private record Means(Measure measure, double untrained, TreeMap<Integer, Double> means) {

    Means(Measure measure, double untrained) {
      this(measure, untrained, new TreeMap<>());
    }

    int best() {
      return Collections.min(means.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    /** Measures on both sides of {@code start}, until so many in a row are above the limit. */
    void outwards(int start, int stride, int patience, DoubleUnaryOperator limit)
        throws IOException {
      means.put(start, measure.at(start));
      for (int direction : new int[] {stride, -stride}) {
        int bad = 0;
        for (int k = start + direction;
            bad < patience && Math.abs(k - start) <= WIDEST * PER_DECADE;
            k += direction) {
          double value = measure.at(k);
          means.put(k, value);
          double best = Collections.min(means.values());
          // Not !(value > limit): an infinite loss is as bad as a large one.
          bad = value > limit.applyAsDouble(best) ? bad + 1 : 0;
        }
      }
    }
  }

  private double mean(
      Case one, TrainingGraph graph, Trainer trainer, int length, String schedule, int k, int seeds)
      throws IOException {
    double sum = 0;
    for (int seed = FIRST_SEED; seed < FIRST_SEED + seeds; seed++) {
      Double known = done.get(key(one.id(), "" + length, schedule, "" + k, "" + seed));
      if (known == null) {
        known =
            train(graph, trainer, length, schedule, Math.pow(10, (double) k / PER_DECADE), seed);
        record(one, length, schedule, "" + k, seed, known);
      }
      sum += known;
    }
    return sum / seeds;
  }

  private void record(Case one, int length, String schedule, String k, int seed, double loss)
      throws IOException {
    String key = key(one.id(), "" + length, schedule, k, "" + seed);
    if (done.put(key, loss) == null) {
      String value = Double.isInfinite(loss) ? "inf" : String.format(Locale.ROOT, "%.5g", loss);
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
