package dev.preflight.cli;

import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.ExitCode;
import dev.preflight.cli.process.Failures;
import dev.preflight.training.data.InputException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with the arguments, in two lines. */
final class UsageErrors {
  private UsageErrors() {}

  static int report(ParameterException e, Console console) {
    CommandLine command = e.getCommandLine();
    String help = "see '" + command.getCommandSpec().qualifiedName() + " --help'";
    String message = Complaints.of(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    String hint = help;
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String wrong = unmatched.getUnmatched().get(0);
      boolean option = wrong.startsWith("-");
      boolean root = command.getParent() == null;
      message =
          option
              ? "unknown option '" + wrong + "'"
              : root ? "unknown command '" + wrong + "'" : "one argument too many: '" + wrong + "'";
      List<String> near =
          InputException.nearest(bare(wrong), known(command.getCommandSpec(), option));
      if (!near.isEmpty() && (option || root)) {
        hint = "did you mean " + String.join(" or ", near) + "? Otherwise " + help;
      }
    }
    Failures.complain(console, message, hint);
    return ExitCode.USAGE;
  }

  private static String bare(String argument) {
    int value = argument.indexOf('=');
    return value < 0 ? argument : argument.substring(0, value);
  }

  private static List<String> known(CommandSpec command, boolean options) {
    return options
        ? new ArrayList<>(command.optionsMap().keySet())
        : new ArrayList<>(command.subcommands().keySet());
  }
}
