package dev.preflight.cli;

import dev.preflight.cli.process.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Runs the command in this process, as a shell would in its own. */
public final class Shell {
  private final Path directory;
  private final Map<String, String> variables = new HashMap<>();
  private boolean terminal;
  private BooleanSupplier interrupted = () -> false;
  private LongSupplier clock = new AtomicLong()::incrementAndGet;

  private Shell(Path directory) {
    this.directory = directory;
  }

  /** What came of a command. */
  public record Ended(int code, String out, String err) {}

  public static Shell in(Path directory) {
    return new Shell(directory);
  }

  public Shell with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  /** Someone is watching. */
  public Shell onTerminal() {
    terminal = true;
    return this;
  }

  /** The user presses Ctrl-C when the command has asked {@code polls} times whether they did. */
  Shell interruptedAfter(int polls) {
    AtomicLong asked = new AtomicLong();
    interrupted = () -> asked.incrementAndGet() > polls;
    return this;
  }

  /** Whether the user presses Ctrl-C, asked anew each time; something else may happen meanwhile. */
  Shell whenAsked(BooleanSupplier asked) {
    interrupted = asked;
    return this;
  }

  /** Every look at the clock is so much later than the one before. */
  public Shell tickingEvery(long nanos) {
    AtomicLong now = new AtomicLong();
    clock = () -> now.addAndGet(nanos);
    return this;
  }

  /** The directory of the only result there is. */
  static Path out(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory.resolve("preflight-out"))) {
      return all.filter(Files::isDirectory)
          .reduce(
              (a, b) -> {
                throw new IllegalStateException(a + " and " + b);
              })
          .orElseThrow();
    }
  }

  public Environment environment() {
    return new Environment(variables, directory, terminal, terminal, interrupted, clock);
  }

  public Ended run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Preflight.run(
            args,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment());
    return new Ended(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
