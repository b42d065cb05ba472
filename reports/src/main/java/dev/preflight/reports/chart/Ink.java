package dev.preflight.reports.chart;

import java.awt.Paint;
import java.awt.PaintContext;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.ColorModel;

/**
 * A paint that is a role: JFreeChart passes it on, the SVG gets the class, and the page's style
 * sheet says how the class looks in light, in dark and on paper.
 *
 * @param cssClass the class, or several with a space between them
 */
record Ink(String cssClass) implements Paint {

  @Override
  public int getTransparency() {
    return OPAQUE;
  }

  @Override
  public PaintContext createContext(
      ColorModel model,
      Rectangle device,
      Rectangle2D user,
      AffineTransform transform,
      RenderingHints hints) {
    throw new UnsupportedOperationException("a role has no pixels");
  }
}
