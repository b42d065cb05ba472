/**
 * Studies: trials that are asked for and told, one after another or side by side, as in Optuna.
 *
 * <p>Begin at {@link dev.preflight.tuner.study.Study}.
 */
@NullMarked
package dev.preflight.tuner.study;

import org.jspecify.annotations.NullMarked;
