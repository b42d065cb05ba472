/** What a schedule looks like, before anything is trained. */
@NullMarked
package dev.preflight.tuner.schedule;

import org.jspecify.annotations.NullMarked;
