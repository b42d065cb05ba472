/** What a study's trials tell: which parameters matter, what is left to gain, what went wrong. */
@NullMarked
package dev.preflight.tuner.study.analysis;

import org.jspecify.annotations.NullMarked;
