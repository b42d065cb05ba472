/** Something to beat: a constant, logistic or linear regression, and the built-in nets. */
@NullMarked
package dev.preflight.recipe.baseline;

import org.jspecify.annotations.NullMarked;
