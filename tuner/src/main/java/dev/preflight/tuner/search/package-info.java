/** Coarse-to-fine learning-rate search: decades, a bracket, a parabola, fresh seeds. */
@NullMarked
package dev.preflight.tuner.search;

import org.jspecify.annotations.NullMarked;
