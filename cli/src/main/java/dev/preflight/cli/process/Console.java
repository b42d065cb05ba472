package dev.preflight.cli.process;

import java.io.PrintStream;
import java.util.List;

/**
 * Where a command speaks.
 *
 * @param out the result, and nothing else
 * @param err progress, notices and complaints
 * @param environment the process around it
 * @param arguments what the user wrote, before files were read
 */
public record Console(
    PrintStream out, PrintStream err, Environment environment, List<String> arguments) {}
