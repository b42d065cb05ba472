/** Programs that show a fault and its catch. */
@NullMarked
package dev.preflight.examples;

import org.jspecify.annotations.NullMarked;
