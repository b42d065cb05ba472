/** One training run to its end: validated, watched, kept, and gone on with where it was stopped. */
@NullMarked
package dev.preflight.recipe.train;

import org.jspecify.annotations.NullMarked;
