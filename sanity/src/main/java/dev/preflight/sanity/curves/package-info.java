/** Checks of training curves: R. */
@NullMarked
package dev.preflight.sanity.curves;

import org.jspecify.annotations.NullMarked;
