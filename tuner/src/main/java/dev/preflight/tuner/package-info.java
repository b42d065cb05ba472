/** Learning-rate finder, searches and comparisons. */
@NullMarked
package dev.preflight.tuner;

import org.jspecify.annotations.NullMarked;
