/** The checks, their findings and the diagnosis. */
@NullMarked
package dev.preflight.sanity;

import org.jspecify.annotations.NullMarked;
