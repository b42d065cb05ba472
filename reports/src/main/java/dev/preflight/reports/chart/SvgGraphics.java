package dev.preflight.reports.chart;

import dev.preflight.reports.text.Xml;
import java.awt.Color;
import java.awt.Composite;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Paint;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is drawn on it as SVG: lines and areas as paths, text as text, every colour as the
 * class that {@link Ink} knows it by. What a chart never draws, such as pictures, is refused by
 * {@link ClosedGraphics}.
 */
final class SvgGraphics extends ClosedGraphics {
  /** Classes whose shapes are small and round, and written as a point each. */
  static final String DOT = "d";

  private final Ink ink;
  private final String clipId;
  private final StringBuilder body = new StringBuilder();
  private final AffineTransform transform = new AffineTransform();
  private FixedFont font;
  private Color colour = Color.BLACK;
  private @Nullable Shape clip;
  private @Nullable Rectangle2D clipWritten;
  private boolean clipping;
  private String openStroke = "";

  /**
   * A picture without anything on it.
   *
   * @param ink what the colours mean
   * @param font for text that sets no font of ours
   * @param clipId id for the clip path, unique in the page
   */
  SvgGraphics(Ink ink, FixedFont font, String clipId) {
    this.ink = ink;
    this.font = font;
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
                PathData.of(clipWritten, new AffineTransform()));
    return defs + body;
  }

  @Override
  public void draw(Shape shape) {
    path(ink.cssClass(colour), PathData.of(shape, transform));
  }

  @Override
  public void fill(Shape shape) {
    String cssClass = ink.cssClass(colour);
    if (cssClass.startsWith(DOT + " ")) {
      Rectangle2D box = transform.createTransformedShape(shape).getBounds2D();
      path(cssClass, PathData.dot(box.getCenterX(), box.getCenterY()));
    } else {
      path("fill " + cssClass, PathData.of(shape, transform));
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
    text(text, x, y, "start", ink.cssClass(colour));
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
    body.append(PathData.coordinate(x + transform.getTranslateX())).append("\" y=\"");
    body.append(PathData.coordinate(y + transform.getTranslateY())).append('"');
    if (!anchor.equals("start")) {
      body.append(" text-anchor=\"").append(anchor).append('"');
    }
    body.append('>').append(Xml.escape(text)).append("</text>\n");
  }

  @Override
  public void setPaint(Paint paint) {
    if (paint instanceof Color c) {
      colour = c;
    }
  }

  @Override
  public Paint getPaint() {
    return colour;
  }

  @Override
  public void setColor(Color c) {
    colour = c;
  }

  @Override
  public Color getColor() {
    return colour;
  }

  @Override
  public void setFont(Font wanted) {
    if (wanted instanceof FixedFont fixed) {
      font = fixed;
    }
  }

  @Override
  public Font getFont() {
    return font;
  }

  @Override
  public FontMetrics getFontMetrics(Font wanted) {
    return wanted instanceof FixedFont fixed ? fixed.metrics() : font.metrics();
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
  public AffineTransform getTransform() {
    return new AffineTransform(transform);
  }

  @Override
  public void setTransform(AffineTransform t) {
    transform.setTransform(t);
  }

  @Override
  public void transform(AffineTransform t) {
    transform.concatenate(t);
  }

  @Override
  public void setStroke(Stroke ignored) {
    // Widths and dashes belong to the class.
  }

  @Override
  public void setComposite(Composite ignored) {
    // Opacity belongs to the class.
  }
}
