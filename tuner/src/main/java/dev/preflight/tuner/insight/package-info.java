/** What a study tells people: its report, the charts, and advice in words. */
@NullMarked
package dev.preflight.tuner.insight;

import org.jspecify.annotations.NullMarked;
