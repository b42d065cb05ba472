/** What the user brings: a training program and its parts. */
@NullMarked
package dev.preflight.training.program;

import org.jspecify.annotations.NullMarked;
