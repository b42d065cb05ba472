/** Gaussian processes: a model of the objective with its uncertainty, and where to look next. */
@NullMarked
package dev.preflight.tuner.study.gp;

import org.jspecify.annotations.NullMarked;
