/** The lectures' recipe, stage by stage, from the data to the diagnosis: one verdict. */
@NullMarked
package dev.preflight.recipe.stages;

import org.jspecify.annotations.NullMarked;
