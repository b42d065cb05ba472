/** Learning-rate and momentum schedules: pure functions of the update index. */
@NullMarked
package dev.preflight.schedules;

import org.jspecify.annotations.NullMarked;
