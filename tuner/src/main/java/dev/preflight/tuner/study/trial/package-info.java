/** Trials as they are remembered, and the history that samplers and pruners look at. */
@NullMarked
package dev.preflight.tuner.study.trial;

import org.jspecify.annotations.NullMarked;
