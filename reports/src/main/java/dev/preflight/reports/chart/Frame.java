package dev.preflight.reports.chart;

import java.awt.geom.Rectangle2D;

/**
 * Where values are in a picture: the one place that turns them into positions, for JFreeChart's
 * plot and for what is drawn over it.
 *
 * @param x range from the left edge of the area to the right
 * @param y range from the lower edge to the upper; from the upper to the lower if it has rows
 * @param rows whether the vertical axis has rows, the first at the top
 * @param area the plot's area, in whole units
 */
record Frame(Extent x, Extent y, boolean rows, Rectangle2D area) {
  double px(double value) {
    return area.getMinX() + x.share(value) * area.getWidth();
  }

  double py(double value) {
    double share = y.share(value) * area.getHeight();
    return rows ? area.getMinY() + share : area.getMaxY() - share;
  }
}
