/** Draws a chart of the result document as SVG. */
@NullMarked
package dev.preflight.reports.chart;

import org.jspecify.annotations.NullMarked;
