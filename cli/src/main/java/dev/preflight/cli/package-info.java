/** The preflight command: parses, composes, prints. */
@NullMarked
package dev.preflight.cli;

import org.jspecify.annotations.NullMarked;
