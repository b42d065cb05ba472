package dev.preflight.cli;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.preflight.cli.process.Environment;
import dev.preflight.cli.process.ExitCode;
import java.io.FileDescriptor;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/** The process: the only class that ends it. */
public final class Main {
  /** Set by the launcher to the descriptors that are terminals, such as {@code 12}. */
  private static final String TERMINALS = "preflight.terminals";

  /** Set by the launcher to where complaints go, if that is not standard error. */
  private static final String ERRORS = "preflight.errors";

  /** Set by the launcher to the process that passes standard error on, if there is one. */
  private static final String FILTER = "preflight.filter";

  /** What that process takes for the end, as the launcher has it. */
  private static final String LAST_WORD = "preflight-has-ended";

  private static final int FILTER_SECONDS = 5;

  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    // TensorFlow Java and others number and print in the default locale, also what machines read.
    Locale.setDefault(Locale.ROOT);
    // UTF-8 whatever the locale: JSON must be, and the rest had better be.
    ResultStream result = new ResultStream(new FileOutputStream(FileDescriptor.out));
    PrintStream out = utf8(result);
    PrintStream err = utf8(errors());
    // Standard output holds the result only; what a program of the user's prints goes elsewhere.
    System.setOut(err);
    System.setErr(err);
    AtomicBoolean interrupted = new AtomicBoolean();
    Runnable stop = () -> stop(interrupted, err);
    Signals.handle("INT", stop);
    Signals.handle("TERM", stop);
    Environment environment =
        new Environment(
            System.getenv(),
            Path.of("").toAbsolutePath(),
            isTerminal("1"),
            isTerminal("2"),
            interrupted::get,
            System::nanoTime);
    int code = Preflight.run(args, out, err, environment);
    out.flush();
    if (code == ExitCode.FINE || code == ExitCode.CHECK_FAILED) {
      code = result.judge(code, err);
    }
    err.flush();
    leave(err);
    System.exit(code);
  }

  /** Waits until all that was said has arrived. */
  private static void leave(PrintStream err) {
    String filter = System.getProperty(FILTER);
    if (filter == null) {
      return;
    }
    err.println(LAST_WORD);
    err.flush();
    try {
      ProcessHandle.of(Long.parseLong(filter))
          .map(ProcessHandle::onExit)
          .ifPresent(exit -> exit.completeOnTimeout(null, FILTER_SECONDS, SECONDS).join());
    } catch (NumberFormatException e) {
      // Not the launcher's word.
    }
  }

  private static void stop(AtomicBoolean interrupted, PrintStream err) {
    if (interrupted.getAndSet(true)) {
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
    err.println();
    err.println("preflight: stopping, and writing what there is; once more to stop at once");
  }

  private static FileOutputStream errors() {
    String path = System.getProperty(ERRORS);
    if (path != null) {
      try {
        return new FileOutputStream(path, true);
      } catch (FileNotFoundException e) {
        // Then they go where they always do.
      }
    }
    return new FileOutputStream(FileDescriptor.err);
  }

  private static PrintStream utf8(OutputStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }

  /** Without the launcher nobody has looked; Java itself cannot tell one stream from another. */
  private static boolean isTerminal(String descriptor) {
    return System.getProperty(TERMINALS, "").contains(descriptor);
  }
}
