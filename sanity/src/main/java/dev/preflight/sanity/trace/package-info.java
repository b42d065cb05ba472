/** Follows values and gradients through a graph, to name the op at which something goes wrong. */
@NullMarked
package dev.preflight.sanity.trace;

import org.jspecify.annotations.NullMarked;
