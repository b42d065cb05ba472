/** What training runs have logged, by anybody: TensorBoard event files, CSV and JSON lines. */
@NullMarked
package dev.preflight.training.events;

import org.jspecify.annotations.NullMarked;
