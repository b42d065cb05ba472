package dev.preflight.cli;

import dev.preflight.cli.process.ConfigFile;
import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.Environment;
import dev.preflight.cli.process.Failures;
import dev.preflight.cli.process.Verbosity;
import dev.preflight.training.data.InputException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** The command, as a function of its arguments and its surroundings. */
public final class Preflight {
  private static final String CONFIG = "--config";

  private static final String TUNE = "tune";

  private Preflight() {}

  /**
   * Runs one command.
   *
   * @param arguments as on a command line
   * @param out gets the result, and nothing else
   * @param err gets progress, notices and complaints
   * @param environment the process around it
   * @return the exit code: 0 fine, 1 Preflight failed, 2 bad usage, file or data, 3 a check failed
   *     or too little was measured, 130 interrupted
   */
  public static int run(
      String[] arguments, PrintStream out, PrintStream err, Environment environment) {
    Console console = new Console(out, err, environment, List.of(arguments));
    // Only a command that runs another one has words after the dashes that are not its own.
    boolean runsAnother = arguments.length > 0 && arguments[0].equals(TUNE);
    String[] args = runsAnother ? console.own() : arguments;
    try {
      requireFiles(args, environment);
      return CommandTree.of(console).execute(withConfig(args, console));
    } catch (RuntimeException | Error e) {
      return Failures.report(e, console, List.of(args).contains(Verbosity.OPTION));
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** picocli would take {@code @file} for an ordinary argument where there is no such file. */
  private static void requireFiles(String[] args, Environment environment) {
    for (String arg : args) {
      if (arg.startsWith("@") && arg.length() > 1 && !arg.startsWith("@@")) {
        String file = arg.substring(1);
        if (!Files.isRegularFile(environment.resolve(Path.of(file)))) {
          throw new InputException(
              "there is no argument file '" + file + "'",
              "write one argument a line into it; an argument that begins with @ is written @@");
        }
      }
    }
  }

  /** The arguments, with those of the configuration file where one is named. */
  private static String[] withConfig(String[] args, Console console) {
    if (Arrays.stream(args).noneMatch(arg -> arg.startsWith(CONFIG) || arg.startsWith("@"))) {
      return args;
    }
    CommandLine reader = CommandTree.of(console);
    // What is wrong with them is said by the reading that counts, which is the next one.
    reader.getCommandSpec().parser().collectErrors(true);
    reader.getSubcommands().values().forEach(c -> c.getCommandSpec().parser().collectErrors(true));
    ParseResult parsed = reader.parseArgs(args);
    if (!parsed.hasSubcommand()) {
      return args;
    }
    Path file = parsed.subcommand().matchedOptionValue(CONFIG, (Path) null);
    return file == null ? args : ConfigFile.insert(parsed, file, console.environment());
  }
}
