/** Coarse-to-fine learning-rate search, and the runs that can be resumed behind it. */
@NullMarked
package dev.preflight.tuner.search;

import org.jspecify.annotations.NullMarked;
