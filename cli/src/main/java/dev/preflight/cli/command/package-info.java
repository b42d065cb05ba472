/** The commands: what each takes, does and writes. */
@NullMarked
package dev.preflight.cli.command;

import org.jspecify.annotations.NullMarked;
