package dev.preflight.cli.process;

import picocli.CommandLine;

/** Whether the user wants to see stack traces, and what TensorFlow writes while it runs. */
public final class Verbosity {

  /** The option that asks for it; every command has it. */
  public static final String OPTION = "--verbose";

  private Verbosity() {}

  /** Whether the command was given the option. */
  public static boolean of(CommandLine command) {
    return command.getParseResult().hasMatchedOption(OPTION);
  }
}
