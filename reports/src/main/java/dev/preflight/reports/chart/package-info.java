/**
 * Draws a chart of the result document as SVG; {@link dev.preflight.reports.chart.ChartSvg} is the
 * front door, and only the renderers open it.
 *
 * <p>Our code chooses ranges ({@code Extent}), ticks ({@code Ticks}), margins ({@code ChartLabels})
 * and positions ({@code Frame}); JFreeChart draws plot, grid, bands and series with them on {@code
 * SvgGraphics}. No font and no colour of the host is asked for, so the same chart gives the same
 * bytes everywhere.
 */
@NullMarked
package dev.preflight.reports.chart;

import org.jspecify.annotations.NullMarked;
