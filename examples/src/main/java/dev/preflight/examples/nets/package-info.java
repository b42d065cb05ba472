/** The networks, one page each; found by name through the service loader. */
@NullMarked
package dev.preflight.examples.nets;

import org.jspecify.annotations.NullMarked;
