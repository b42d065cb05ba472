/** The engine that trains, judges, remembers and resumes runs. */
@NullMarked
package dev.preflight.tuner.runs;

import org.jspecify.annotations.NullMarked;
