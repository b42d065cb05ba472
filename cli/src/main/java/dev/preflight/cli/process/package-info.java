/** What the process gives and takes: streams, files, exit codes, complaints, progress. */
@NullMarked
package dev.preflight.cli.process;

import org.jspecify.annotations.NullMarked;
