/** Checks of the data alone: D. */
@NullMarked
package dev.preflight.sanity.data;

import org.jspecify.annotations.NullMarked;
