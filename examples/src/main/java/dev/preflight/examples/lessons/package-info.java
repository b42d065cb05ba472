/** Programs to try Preflight on, one lesson each. */
@NullMarked
package dev.preflight.examples.lessons;

import org.jspecify.annotations.NullMarked;
