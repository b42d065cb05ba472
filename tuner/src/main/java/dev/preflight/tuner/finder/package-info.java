/** The learning-rate finder: a range test, and short runs that say what it means. */
@NullMarked
package dev.preflight.tuner.finder;

import org.jspecify.annotations.NullMarked;
