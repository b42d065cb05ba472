/** Reads and rewrites graph definitions. */
@NullMarked
package dev.preflight.training.graph;

import org.jspecify.annotations.NullMarked;
