package dev.preflight.cli.machine;

import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.ExitCode;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code preflight classpath}. */
@Command(
    name = "classpath",
    description =
        "Prints the class path, to compile a program of your own: "
            + "javac -cp \"$(preflight classpath)\" -d classes Net.java")
final class ClasspathCommand implements Callable<Integer> {
  private final Console console;

  ClasspathCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    String all =
        Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
            .filter(entry -> !entry.isEmpty())
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    console.out().println(all);
    return ExitCode.FINE;
  }
}
