package dev.preflight.benchmarks;

import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.data.source.DataSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How fast each reader is: the megabytes of files a second while data are opened and every item is
 * read once in batches of 64, the fastest of some runs, for at least two seconds.
 *
 * <p>Uses what readers have always had, so that {@code benchmarks/readers} can run this very file
 * against an older checkout.
 */
final class ReaderSpeed {
  private static final Map<String, String> SPECS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("idx", "idx:idx/x,idx/y"),
              Map.entry("idx-gz", "idx:idx-gz/x,idx-gz/y"),
              Map.entry("cifar10", "cifar10:cifar10?validation=0.2"),
              Map.entry("npy", "npy:npy/x,npy/y"),
              Map.entry("npz", "npz:npz/a.npz"),
              Map.entry("csv", "csv:csv/t.csv"),
              Map.entry("png-28", "images:png-28"),
              Map.entry("png-64", "images:png-64"),
              Map.entry("jpg-256", "images:jpg-256"),
              Map.entry("bmp-64", "images:bmp-64"),
              Map.entry("tfrecord-float", "tfrecord:tfrecord-float/r"),
              Map.entry("tfrecord-jpg", "tfrecord:tfrecord-jpg/r")));

  private static final long LEAST_NANOS = 2_000_000_000L;

  private ReaderSpeed() {}

  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    int runs = Integer.parseInt(args[1]);
    for (Map.Entry<String, String> source : SPECS.entrySet()) {
      double best = Double.POSITIVE_INFINITY;
      long begin = System.nanoTime();
      // Small sources are over in milliseconds, of which a few tell nothing.
      for (int run = 0; run < runs || System.nanoTime() - begin < LEAST_NANOS; run++) {
        long start = System.nanoTime();
        TrainingData data = DataSpec.open(source.getValue(), directory);
        readAll(data.train());
        readAll(data.validation());
        best = Math.min(best, (System.nanoTime() - start) / 1e9);
      }
      double megabytes = size(directory.resolve(source.getKey())) / 1e6;
      System.out.printf(
          Locale.ROOT, "%s %.1f %.1f%n", source.getKey(), megabytes, megabytes / best);
    }
  }

  private static void readAll(Dataset dataset) {
    for (int from = 0; from < dataset.size(); from += 64) {
      dataset.batch(IntStream.range(from, Math.min(from + 64, dataset.size())).toArray());
    }
  }

  private static long size(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
