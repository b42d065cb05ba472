/** What is different between results of the same command. */
@NullMarked
package dev.preflight.reports.compare;

import org.jspecify.annotations.NullMarked;
