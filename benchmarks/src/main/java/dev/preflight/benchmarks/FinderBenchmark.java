package dev.preflight.benchmarks;

import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.tuner.finder.FinderOptions;
import dev.preflight.tuner.finder.FinderResult;
import dev.preflight.tuner.finder.LearningRateFinder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Runs the learning-rate finder on the cases of the benchmark, ten seeds each, and writes what it
 * and the known rules suggest. Resumable, like {@link LearningRateTruth}.
 */
public final class FinderBenchmark {

  private static final int RUNS = 10;

  private FinderBenchmark() {}

  /**
   * Runs what is missing.
   *
   * @param args the file of results, the MNIST data specification, number of runs, and optionally
   *     case ids, and {@code ramps} for bare ramps only
   */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    Set<String> done = new HashSet<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        String[] cells = line.split(",", 5);
        done.add(String.join(",", List.of(cells).subList(0, 4)));
      }
    }
    int runs = args.length > 2 ? Integer.parseInt(args[2]) : RUNS;
    List<String> wanted =
        new ArrayList<>(List.of(args).subList(Math.min(3, args.length), args.length));
    boolean ramps = wanted.remove("ramps");
    for (Case one : Case.all()) {
      if (wanted.isEmpty() || wanted.contains(one.id())) {
        try (TrainingGraph graph = one.build(args[1])) {
          for (int run = 0; run < runs; run++) {
            for (int length : ramps ? List.<Integer>of() : one.lengths()) {
              find(one, graph, length, false, run, file, done);
            }
            if (one.lengths().contains(300)) {
              find(one, graph, 300, true, run, file, done);
            }
          }
        }
      }
    }
  }

  private static void find(
      Case one,
      TrainingGraph graph,
      int length,
      boolean quick,
      int run,
      Path file,
      Set<String> done)
      throws IOException {
    String key = one.id() + "," + length + "," + (quick ? "quick" : "full") + "," + run;
    if (done.contains(key)) {
      return;
    }
    FinderOptions options =
        FinderOptions.defaults()
            .withRun(o -> o.withUpdates(length).withSeed(1000L * (run + 1)))
            .withQuick(quick);
    FinderResult result = LearningRateFinder.run(graph, options, Progress.NONE).result();
    FinderResult.Suggestion s = result.suggestion();
    FinderResult.Bracket bracket = result.bracket();
    StringJoiner line = new StringJoiner(",");
    line.add(key);
    if (s != null) {
      add(line, s.learningRate(), s.low(), s.high(), s.peak(), s.peakLow(), s.peakHigh());
    } else if (bracket != null) {
      double none = Double.NaN;
      add(line, none, bracket.low(), bracket.high(), none, bracket.low(), bracket.high());
    } else {
      add(line, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
    line.add(Long.toString(result.cost().updates()));
    add(line, result.cost().seconds());
    result.rules().forEach((name, rate) -> line.add(name + "=" + number(rate)));
    Files.writeString(
        file,
        line + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static void add(StringJoiner line, double... values) {
    for (double value : values) {
      line.add(number(value));
    }
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "none" : String.format(Locale.ROOT, "%.5g", value);
  }
}
