package dev.preflight.benchmarks;

import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.tuner.runs.RunStore;
import dev.preflight.tuner.search.LearningRateSearch;
import dev.preflight.tuner.search.SearchOptions;
import dev.preflight.tuner.search.SearchResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Runs the learning-rate search on the convolutional nets of the benchmark, with several seeds, and
 * the lectures' plain recipe beside it. Resumable: single runs are kept beside the file of results.
 */
public final class SearchBenchmark {

  private static final int UPDATES = 300;

  private SearchBenchmark() {}

  /**
   * Runs what is missing, one search of every case before the next.
   *
   * @param args the file of results, the MNIST data specification, number of searches of each case,
   *     and optionally case ids
   */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    Path runs = Files.createDirectories(file.resolveSibling(file.getFileName() + ".runs"));
    Set<String> done = new HashSet<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        String[] cells = line.split(",", 3);
        done.add(cells[0] + "," + cells[1]);
      }
    }
    List<String> wanted = List.of(args).subList(3, args.length);
    for (int run = 1; run <= Integer.parseInt(args[2]); run++) {
      for (Case one : Case.ofSearch()) {
        String key = one.id() + "," + run;
        if ((wanted.isEmpty() || wanted.contains(one.id())) && !done.contains(key)) {
          Files.writeString(
              file,
              key + "," + search(one, args[1], run, runs) + "\n",
              StandardCharsets.UTF_8,
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND);
        }
      }
    }
  }

  private static String search(Case one, String mnist, int run, Path directory) {
    SearchOptions options =
        SearchOptions.defaults()
            .withRun(o -> o.withUpdates(UPDATES).withSeed(1000L * run))
            .withLecture(true);
    try (TrainingGraph graph = one.build(mnist);
        RunStore store = RunStore.in(directory)) {
      SearchResult result = LearningRateSearch.run(graph, options, store, Progress.NONE).result();
      SearchResult.Best best = result.best();
      SearchResult.Lecture lecture = result.lecture();
      Double plain = lecture == null ? null : lecture.learningRate();
      long lectures = result.runs().stream().filter(r -> r.stage().isLecture()).count();
      return String.format(
          Locale.ROOT,
          "%s,%s,%s,%d,%d",
          best == null ? "none" : best.learningRate(),
          plain == null ? "none" : plain,
          result.verdictCode().code(),
          result.cost().runs() - lectures,
          result.runs().stream()
              .filter(r -> !r.stage().isLecture())
              .mapToLong(SearchResult.Run::updates)
              .sum());
    }
  }
}
