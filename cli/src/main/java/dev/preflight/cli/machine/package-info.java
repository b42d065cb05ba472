/** Commands about the machine and this installation. */
@NullMarked
package dev.preflight.cli.machine;

import org.jspecify.annotations.NullMarked;
