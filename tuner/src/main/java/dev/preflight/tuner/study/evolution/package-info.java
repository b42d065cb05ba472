/** Samplers that breed: points that did well, changed. */
@NullMarked
package dev.preflight.tuner.study.evolution;

import org.jspecify.annotations.NullMarked;
