/** Which sampler a study takes, by name or by what it is like. */
@NullMarked
package dev.preflight.tuner.study.auto;

import org.jspecify.annotations.NullMarked;
