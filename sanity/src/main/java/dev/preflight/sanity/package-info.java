/** Runs the checks in their order, and concludes. */
@NullMarked
package dev.preflight.sanity;

import org.jspecify.annotations.NullMarked;
