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
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Runs the learning-rate search on the cases of the finder with 300 updates, and the lectures'
 * plain recipe beside it, and writes what they chose as lines that {@link FinderScore} reads.
 * Resumable: single runs are kept beside the file of results.
 */
public final class SearchBenchmark {

  private static final int UPDATES = 300;
  private static final String SEARCH = "lr-search";
  private static final String LECTURES = "the lectures' recipe";

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
    String done = Files.exists(file) ? Files.readString(file) : "";
    List<String> wanted = List.of(args).subList(3, args.length);
    for (int run = 1; run <= Integer.parseInt(args[2]); run++) {
      for (Case one : Case.all()) {
        if ((wanted.isEmpty() || wanted.contains(one.id()))
            && one.lengths().contains(UPDATES)
            && !done.contains(key(one, LECTURES, run))) {
          Files.writeString(
              file,
              search(one, args[1], run, runs),
              StandardCharsets.UTF_8,
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND);
        }
      }
    }
  }

  private static String key(Case one, String rule, int run) {
    return String.format(Locale.ROOT, "%s,%d,%s,%d,", one.id(), UPDATES, rule, run);
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
      return line(one, SEARCH, run, best == null ? null : best.learningRate(), result, false)
          + line(one, LECTURES, run, lecture == null ? null : lecture.learningRate(), result, true);
    }
  }

  private static String line(
      Case one,
      String rule,
      int run,
      @Nullable Double rate,
      SearchResult result,
      boolean ofLectures) {
    long updates =
        result.runs().stream()
            .filter(r -> r.stage().isLecture() == ofLectures)
            .mapToLong(SearchResult.Run::updates)
            .sum();
    return key(one, rule, run)
        + (rate == null ? "none" : String.format(Locale.ROOT, "%.5g", rate))
        + ",none,none,none,none,none,"
        + updates
        + "\n";
  }
}
