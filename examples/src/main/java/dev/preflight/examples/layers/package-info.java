/** The vocabulary that the nets are written in. */
@NullMarked
package dev.preflight.examples.layers;

import org.jspecify.annotations.NullMarked;
