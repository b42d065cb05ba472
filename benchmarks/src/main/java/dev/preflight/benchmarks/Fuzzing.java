package dev.preflight.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.preflight.reports.DocumentException;
import dev.preflight.schedules.ScheduleSyntaxException;
import dev.preflight.training.data.InputException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Reads damaged files of every kind and counts what becomes of them: a clear error, a reading, or a
 * crash, which is anything else. Prints a table; every crash is kept with its trace.
 *
 * <p>Arguments: a directory, then any of {@code NAME} (targets), {@code share=0.01} (of the inputs
 * of each) and {@code from=N} (the first input).
 */
final class Fuzzing {
  /** Longer than this is a hang. */
  private static final double HANG_SECONDS = 5;

  /** Traces kept of each target. */
  private static final int KEPT = 20;

  private final Path directory;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private int errors;
  private int readings;
  private int crashes;
  private double slowest;
  private long largest;
  private final Map<String, Integer> crashPlaces = new TreeMap<>();

  private Fuzzing(Path directory) {
    this.directory = directory;
  }

  public static void main(String[] args) throws IOException {
    Path directory = Files.createDirectories(Path.of(args[0]).toAbsolutePath());
    double share = 1;
    int from = 0;
    List<String> wanted = new ArrayList<>();
    for (String arg : List.of(args).subList(1, args.length)) {
      if (arg.startsWith("share=")) {
        share = Double.parseDouble(arg.substring(6));
      } else if (arg.startsWith("from=")) {
        from = Integer.parseInt(arg.substring(5));
      } else {
        wanted.add(arg);
      }
    }
    System.out.println(
        "| file | inputs | errors | readings | crashes | slowest, s | largest, MB | a second |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    boolean clean = true;
    for (FuzzTargets.Target target : FuzzTargets.all(directory)) {
      if (wanted.isEmpty() || wanted.contains(target.name())) {
        int inputs = (int) Math.max(1, share * target.inputs());
        clean &= new Fuzzing(directory).run(target, from, from + inputs);
      }
    }
    System.exit(clean ? 0 : 1);
  }

  private boolean run(FuzzTargets.Target target, int from, int to) throws IOException {
    Path file = directory.resolve(target.name());
    for (byte[] sound : target.sound()) {
      Files.write(file, sound);
      // What is to be damaged must be readable: otherwise only its first fault would be tried.
      target.reader().read(file);
    }
    long start = System.nanoTime();
    for (int input = from; input < to; input++) {
      Random random = new Random(31L * target.name().hashCode() + input);
      List<byte[]> sound = target.sound();
      byte[] seed = sound.get(random.nextInt(sound.size()));
      byte[] other = sound.get(random.nextInt(sound.size()));
      // Before it is read: a crash of the whole process leaves it behind.
      Files.write(file, target.damage().apply(seed, other, random));
      one(target, file, input);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %,d | %,d | %,d | %.2f | %.1f | %,.0f |%n",
        target.name(),
        to - from,
        errors,
        readings,
        crashes,
        slowest,
        largest / 1e6,
        (to - from) / seconds);
    crashPlaces.forEach((place, count) -> System.err.println(count + " x " + place));
    return crashes == 0 && slowest < HANG_SECONDS;
  }

  private void one(FuzzTargets.Target target, Path file, int input) throws IOException {
    long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    long start = System.nanoTime();
    try {
      target.reader().read(file);
      readings++;
    } catch (Throwable e) {
      if (isClear(e)) {
        errors++;
      } else {
        crash(target, file, input, e);
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - allocated;
    if (seconds > HANG_SECONDS) {
      System.err.println(target.name() + " input " + input + " took " + seconds + " s");
    }
    slowest = Math.max(slowest, seconds);
    largest = Math.max(largest, bytes);
  }

  /**
   * What a user is told in a sentence; the schedules say so by {@link IllegalArgumentException}.
   */
  private static boolean isClear(Throwable e) {
    boolean meant =
        e instanceof InputException
            || e instanceof DocumentException
            || e instanceof ScheduleSyntaxException
            || (e.getClass() == IllegalArgumentException.class
                && e.getStackTrace()[0].getClassName().startsWith("dev.preflight.schedules"));
    String message = e.getMessage();
    return meant && message != null && !message.isBlank();
  }

  private void crash(FuzzTargets.Target target, Path file, int input, Throwable e)
      throws IOException {
    crashes++;
    StackTraceElement[] trace = e.getStackTrace();
    StringBuilder place = new StringBuilder(String.valueOf(e));
    for (StackTraceElement frame : trace) {
      if (frame.getClassName().startsWith("dev.preflight") && place.length() < 600) {
        place.append("\n    at ").append(frame);
      }
    }
    String key = place.toString().replaceAll("[0-9]{3,}", "N");
    if (crashPlaces.merge(key, 1, Integer::sum) == 1 && crashPlaces.size() <= KEPT) {
      Files.copy(
          file,
          directory.resolve("crash-" + input + "-" + target.name()),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
