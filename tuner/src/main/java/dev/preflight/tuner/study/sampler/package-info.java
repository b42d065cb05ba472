/** How the parameters of the next trial are chosen. */
@NullMarked
package dev.preflight.tuner.study.sampler;

import org.jspecify.annotations.NullMarked;
