/**
 * SavedModels whose work sits in functions, as plain graphs: inlined, restored, their rate found.
 */
@NullMarked
package dev.preflight.training.function;

import org.jspecify.annotations.NullMarked;
