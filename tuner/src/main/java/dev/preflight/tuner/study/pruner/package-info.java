/** How trials that come to nothing are given up early. */
@NullMarked
package dev.preflight.tuner.study.pruner;

import org.jspecify.annotations.NullMarked;
