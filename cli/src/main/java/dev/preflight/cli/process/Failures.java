package dev.preflight.cli.process;

import dev.preflight.reports.DocumentException;
import dev.preflight.schedules.ScheduleSyntaxException;
import dev.preflight.training.data.InputException;
import dev.preflight.tuner.study.space.StudyException;
import java.nio.file.InvalidPathException;
import org.jspecify.annotations.Nullable;

/** Turns what went wrong into the lines that a user sees and the exit code. */
public final class Failures {
  private static final String INDENT = "  ";

  private Failures() {}

  /**
   * Says what went wrong.
   *
   * @param verbose whether to show where, as a stack trace
   * @return the exit code
   */
  public static int report(Throwable failure, Console console, boolean verbose) {
    int code = ExitCode.USAGE;
    if (failure instanceof InputException e) {
      complain(console, e.getMessage(), e.hint());
    } else if (failure instanceof DocumentException e) {
      complain(console, e.getMessage(), e.hint());
    } else if (failure instanceof StudyException e) {
      complain(console, e.getMessage(), e.hint());
    } else if (failure instanceof ScheduleSyntaxException e) {
      complain(console, e.getMessage(), "");
    } else if (failure instanceof InvalidPathException e) {
      complain(
          console,
          "'" + e.getInput() + "' is no path here: " + e.getReason(),
          "letters beyond English ones need a locale that has them: LC_ALL=C.UTF-8");
    } else if (failure instanceof OutOfMemoryError) {
      complain(
          console,
          "Java is out of memory: " + failure.getMessage(),
          "allow more with PREFLIGHT_OPTS=-Xmx8g, or use less: --data '...?limit=N', --batch-size");
    } else {
      complain(
          console,
          "this is a fault of Preflight, not of your program: " + failure,
          verbose
              ? "please report it with the trace below"
              : "please report it with what the same command prints with --verbose");
      code = ExitCode.INTERNAL;
    }
    if (verbose) {
      failure.printStackTrace(console.err());
    }
    return code;
  }

  /** One or two lines: what is wrong and where, and what to do about it. */
  public static void complain(Console console, @Nullable String message, String hint) {
    console
        .err()
        .println("preflight: " + (message == null ? "unknown failure" : Phrase.of(message)));
    if (!hint.isEmpty()) {
      console.err().println(INDENT + Phrase.of(hint));
    }
  }

  /**
   * What a failure means that may have come out of the user's own code: an {@link InputException}
   * where a class from {@code --classpath} was at work, else the failure as it was.
   */
  public static Throwable blame(Throwable failure, String program) {
    if (failure instanceof InputException
        || failure instanceof DocumentException
        || failure instanceof StudyException) {
      return failure;
    }
    for (StackTraceElement frame : failure.getStackTrace()) {
      if (ProgramClasses.NAME.equals(frame.getClassLoaderName())) {
        return new InputException(
            "program '" + program + "' failed: " + failure,
            "it happened in " + place(frame) + "; --verbose shows the whole trace",
            failure);
      }
    }
    return failure;
  }

  private static String place(StackTraceElement frame) {
    return frame.getClassName() + "." + frame.getMethodName() + ", line " + frame.getLineNumber();
  }
}
