package dev.preflight.cli;

import java.io.PrintStream;

/**
 * Where a command speaks.
 *
 * @param out the result, and nothing else
 * @param err progress, notices and complaints
 * @param environment the process around it
 */
record Console(PrintStream out, PrintStream err, Environment environment) {}
