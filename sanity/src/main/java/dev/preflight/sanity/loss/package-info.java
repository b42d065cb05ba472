/** What a graph's loss is, found by feeding it outputs, and what its outputs look like. */
@NullMarked
package dev.preflight.sanity.loss;

import org.jspecify.annotations.NullMarked;
