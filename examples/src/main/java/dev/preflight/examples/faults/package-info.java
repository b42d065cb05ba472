/** Nets with a fault to choose, for tests and for seeing what a check says. */
@NullMarked
package dev.preflight.examples.faults;

import org.jspecify.annotations.NullMarked;
