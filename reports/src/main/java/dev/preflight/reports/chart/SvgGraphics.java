package dev.preflight.reports.chart;

import dev.preflight.reports.text.Xml;
import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Composite;
import java.awt.Paint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Rectangle2D;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is drawn on it as SVG: lines and areas as paths, text as text, every {@link Ink} as
 * its class. What a chart never does is refused by {@link ClosedGraphics}.
 */
final class SvgGraphics extends ClosedGraphics {
  /** Classes whose shapes are small and round, and written as a point each. */
  static final String DOT = "d";

  private final String clipId;
  private final StringBuilder body = new StringBuilder();
  private Paint paint = Color.BLACK;
  private @Nullable Shape clip;
  private @Nullable Rectangle2D clipWritten;
  private boolean clipping;
  private String openStroke = "";

  /**
   * A picture without anything on it.
   *
   * @param clipId id for the clip path, unique in the page
   */
  SvgGraphics(String clipId) {
    this.clipId = clipId;
  }

  /** The elements drawn so far. */
  String elements() {
    closePath();
    setClipping(false);
    String defs =
        clipWritten == null
            ? ""
            : String.format(
                Locale.ROOT,
                "<clipPath id=\"%s\"><path d=\"%s\"/></clipPath>\n",
                clipId,
                PathData.of(clipWritten));
    return defs + body;
  }

  @Override
  public void draw(Shape shape) {
    path(cssClass(), PathData.of(shape));
  }

  @Override
  public void fill(Shape shape) {
    String cssClass = cssClass();
    if (cssClass.startsWith(DOT + " ")) {
      Rectangle2D box = shape.getBounds2D();
      path(cssClass, PathData.dot(box.getCenterX(), box.getCenterY()));
    } else {
      path("fill " + cssClass, PathData.of(shape));
    }
  }

  /** Adjacent shapes of one class share a path; for a grid that is most of the bytes. */
  private void path(String cssClass, String data) {
    if (data.isEmpty()) {
      return;
    }
    setClipping(clip != null);
    if (!cssClass.equals(openStroke)) {
      closePath();
      body.append("<path class=\"").append(cssClass).append("\" d=\"");
      openStroke = cssClass;
    }
    body.append(data);
  }

  private void closePath() {
    if (!openStroke.isEmpty()) {
      body.append("\"/>\n");
      openStroke = "";
    }
  }

  private void setClipping(boolean wanted) {
    if (wanted == clipping) {
      return;
    }
    closePath();
    if (wanted) {
      body.append("<g clip-path=\"url(#").append(clipId).append(")\">\n");
    } else {
      body.append("</g>\n");
    }
    clipping = wanted;
  }

  @Override
  public void drawString(String text, float x, float y) {
    text(text, x, y, "start", cssClass());
  }

  /**
   * Writes a text.
   *
   * @param anchor {@code start}, {@code middle} or {@code end}: which part of it is at x
   * @param cssClass its role
   */
  void text(String text, double x, double y, String anchor, String cssClass) {
    if (text.isEmpty()) {
      return;
    }
    closePath();
    setClipping(false);
    body.append("<text class=\"").append(cssClass).append("\" x=\"");
    body.append(PathData.coordinate(x)).append("\" y=\"");
    body.append(PathData.coordinate(y)).append('"');
    if (!anchor.equals("start")) {
      body.append(" text-anchor=\"").append(anchor).append('"');
    }
    body.append('>').append(Xml.escape(text)).append("</text>\n");
  }

  private String cssClass() {
    if (paint instanceof Ink ink) {
      return ink.cssClass();
    }
    throw new IllegalStateException("a chart draws with roles only, not with " + paint);
  }

  @Override
  public void setPaint(Paint wanted) {
    paint = wanted;
  }

  /** One clip is enough: the plot's. Everything drawn under any clip is cut to that rectangle. */
  @Override
  public void clip(@Nullable Shape shape) {
    setClip(shape);
  }

  @Override
  public void setClip(@Nullable Shape shape) {
    clip = shape;
    if (shape != null && clipWritten == null) {
      clipWritten = shape.getBounds2D();
    }
  }

  @Override
  public @Nullable Shape getClip() {
    return clip;
  }

  @Override
  public void setStroke(Stroke ignored) {
    // Widths and dashes belong to the class.
  }

  @Override
  public Composite getComposite() {
    return AlphaComposite.SrcOver;
  }

  @Override
  public void setComposite(Composite ignored) {
    // Opacity belongs to the class.
  }

  @Override
  public @Nullable Object getRenderingHint(RenderingHints.Key key) {
    return null;
  }

  @Override
  public void setRenderingHint(RenderingHints.Key key, @Nullable Object value) {
    // Browsers choose how to smooth.
  }
}
