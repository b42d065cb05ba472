/** Checks of the graph and its initial values: G. */
@NullMarked
package dev.preflight.sanity.graph;

import org.jspecify.annotations.NullMarked;
