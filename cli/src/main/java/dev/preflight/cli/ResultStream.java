package dev.preflight.cli;

import dev.preflight.cli.process.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Standard output, which remembers what a {@link PrintStream} hides: that it could not write. */
final class ResultStream extends OutputStream {
  private final OutputStream stream;
  private @Nullable IOException failure;

  ResultStream(OutputStream stream) {
    this.stream = stream;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      stream.write(bytes, from, length);
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    stream.flush();
  }

  /**
   * The exit code of a command that ended with {@code code}: a result that is lost is no success. A
   * reader that has read enough, such as {@code head}, is none of ours to complain of.
   */
  int judge(int code, PrintStream err) {
    IOException lost = failure;
    if (lost == null || isClosedPipe(lost)) {
      return code;
    }
    err.println("preflight: cannot write to standard output: " + lost.getMessage());
    err.println("  make room, or send it elsewhere; the files that were written are whole");
    return code == ExitCode.FINE ? ExitCode.USAGE : code;
  }

  private static boolean isClosedPipe(IOException e) {
    return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("broken pipe");
  }
}
