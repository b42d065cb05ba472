package dev.preflight.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.preflight.cli.command.Commands;
import dev.preflight.cli.process.Build;
import dev.preflight.cli.process.Console;
import dev.preflight.cli.process.ExitCode;
import dev.preflight.cli.process.Failures;
import dev.preflight.cli.process.Verbosity;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code preflight} and its subcommands, and what all of them share. */
final class CommandTree {
  private static final int HELP_WIDTH = 100;

  private CommandTree() {}

  /** The command without a subcommand: it only asks for one. */
  @Command(
      name = "preflight",
      description = "Tells you, before a long training run, whether the run is worth starting.",
      footer = {
        "",
        "Start with 'preflight check', which needs nothing. Arguments may also come from a file: "
            + "preflight check @FILE.",
        "PREFLIGHT_OPTS passes options to Java, such as -Xmx8g. NO_COLOR and CI are honoured."
      })
  static final class Root implements Runnable {
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command is called.
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
      throw new ParameterException(spec.commandLine(), "a command is missing");
    }
  }

  /** A fresh tree; one is good for one execution. */
  static CommandLine of(Console console) {
    CommandLine root = new CommandLine(new Root());
    Commands.of(console).forEach(root::addSubcommand);
    root.addSubcommand(new GenerateCompletion());
    share(root);
    root.getSubcommands().values().forEach(CommandTree::share);
    root.getSubcommands().values().forEach(CommandTree::addVerbose);
    root.getCommandSpec().usageMessage().abbreviateSynopsis(true);
    // These reach the subcommands too.
    root.setCaseInsensitiveEnumValuesAllowed(true)
        .setOverwrittenOptionsAllowed(true)
        .setUsageHelpWidth(HELP_WIDTH)
        .setOut(new PrintWriter(console.out(), true, UTF_8))
        .setErr(new PrintWriter(console.err(), true, UTF_8))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                console.environment().colour() ? Ansi.ON : Ansi.OFF))
        .setParameterExceptionHandler((e, args) -> UsageErrors.report(e, console))
        .setExecutionExceptionHandler(
            (e, command, parsed) -> Failures.report(e, console, Verbosity.of(command)));
    return root;
  }

  private static void share(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    spec.mixinStandardHelpOptions(true);
    spec.versionProvider(CommandTree::version);
    spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(help());
    spec.usageMessage().sortOptions(false);
  }

  private static Map<String, String> help() {
    Map<String, String> codes = new LinkedHashMap<>();
    ExitCode.meanings().forEach((code, meaning) -> codes.put(Integer.toString(code), meaning));
    return codes;
  }

  private static void addVerbose(CommandLine command) {
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder(Verbosity.OPTION)
                .type(boolean.class)
                .description("Show stack traces, and what TensorFlow writes while it runs.")
                .build());
  }

  private static String[] version() {
    Build build = Build.read();
    return new String[] {
      "preflight " + build.preflight(),
      "TensorFlow Java " + build.tensorflow() + " (" + build.platform() + ")",
      "Java " + Build.java(),
      Build.os()
    };
  }
}
