package dev.preflight.tuner.tune;

import dev.preflight.reports.text.Sentence;
import dev.preflight.tuner.study.space.StudyException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A command that runs: its output line by line, copied to a file, and its end, with that of all its
 * children.
 */
final class CommandProcess implements AutoCloseable {

  /** Lines that are kept for the record of a failure. */
  private static final int LAST_LINES = 5;

  private static final int LONGEST_LINE = 2000;
  private static final long GRACE_MILLIS = 5000;

  /** What stands for the end of the output. */
  private static final String END = "\0";

  private final Process process;
  private final Thread reader;
  private final Thread hook;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Deque<String> last = new ArrayDeque<>();

  private CommandProcess(Process process, Path log) {
    this.process = process;
    this.reader = new Thread(() -> read(log), "output of a trial");
    this.hook = new Thread(this::kill, "end of a trial");
    Runtime.getRuntime().addShutdownHook(hook);
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a command.
   *
   * @param log takes a copy of its output
   * @throws StudyException if there is no such command
   */
  static CommandProcess start(
      List<String> command, Path directory, Map<String, String> environment, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().putAll(environment);
    try {
      return new CommandProcess(builder.start(), log);
    } catch (IOException e) {
      throw new StudyException(
          Sentence.of("the command '%s' cannot be started: %s", command.get(0), e.getMessage()),
          "give the name of a program on the path, or its file",
          e);
    }
  }

  private void read(Path log) {
    try (BufferedReader output =
            new BufferedReader(
                new InputStreamReader(
                    process.getInputStream(),
                    StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)));
        Writer copy = Files.newBufferedWriter(log)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        copy.write(line);
        copy.write('\n');
        copy.flush();
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("(the output cannot be read or copied any more: " + e.getMessage() + ")");
    } finally {
      lines.add(END);
    }
  }

  /**
   * The next line of output.
   *
   * @param millis how long to wait for it
   * @return null if there is none yet, or none any more
   */
  @Nullable String next(long millis) throws InterruptedException {
    String line = lines.poll(millis, TimeUnit.MILLISECONDS);
    if (line == null || line.equals(END)) {
      return null;
    }
    last.add(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line);
    if (last.size() > LAST_LINES) {
      last.remove();
    }
    return line;
  }

  /** Whether all output has been taken and the command has ended. */
  boolean over() {
    return !process.isAlive() && !reader.isAlive() && lines.isEmpty();
  }

  int exitCode() {
    return process.exitValue();
  }

  /** The last lines of output. */
  String lastLines() {
    return String.join(" | ", last);
  }

  /** Ends the command and its children: asks first, and then does not ask. */
  private void kill() {
    List<ProcessHandle> children = process.descendants().toList();
    children.forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    if (process.isAlive() || process.descendants().findAny().isPresent()) {
      kill();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The hook is at work already.
    }
  }
}
