package dev.preflight.reports.chart;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Composite;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.GraphicsConfiguration;
import java.awt.Image;
import java.awt.Polygon;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.BufferedImageOp;
import java.awt.image.ImageObserver;
import java.awt.image.RenderedImage;
import java.awt.image.renderable.RenderableImage;
import java.text.AttributedCharacterIterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of {@link Graphics2D} that {@link SvgGraphics} does not need: conveniences lead to its
 * few methods, and whatever has no place in our SVG throws {@link UnsupportedOperationException}.
 */
abstract class ClosedGraphics extends Graphics2D {
  private static UnsupportedOperationException refused(String what) {
    return new UnsupportedOperationException("a chart does not draw " + what);
  }

  @Override
  public void drawString(String text, int x, int y) {
    drawString(text, (float) x, (float) y);
  }

  @Override
  public void drawLine(int x1, int y1, int x2, int y2) {
    draw(new Line2D.Double(x1, y1, x2, y2));
  }

  @Override
  public void fillRect(int x, int y, int width, int height) {
    fill(new Rectangle(x, y, width, height));
  }

  @Override
  public void drawOval(int x, int y, int width, int height) {
    draw(new Ellipse2D.Double(x, y, width, height));
  }

  @Override
  public void fillOval(int x, int y, int width, int height) {
    fill(new Ellipse2D.Double(x, y, width, height));
  }

  @Override
  public void drawPolygon(int[] xs, int[] ys, int count) {
    draw(new Polygon(xs, ys, count));
  }

  @Override
  public void fillPolygon(int[] xs, int[] ys, int count) {
    fill(new Polygon(xs, ys, count));
  }

  @Override
  public void drawPolyline(int[] xs, int[] ys, int count) {
    for (int i = 1; i < count; i++) {
      drawLine(xs[i - 1], ys[i - 1], xs[i], ys[i]);
    }
  }

  @Override
  public void clipRect(int x, int y, int width, int height) {
    clip(new Rectangle(x, y, width, height));
  }

  @Override
  public void setClip(int x, int y, int width, int height) {
    setClip(new Rectangle(x, y, width, height));
  }

  @Override
  public @Nullable Rectangle getClipBounds() {
    Shape clip = getClip();
    return clip == null ? null : clip.getBounds();
  }

  @Override
  public void translate(int x, int y) {
    translate((double) x, (double) y);
  }

  @Override
  public void translate(double x, double y) {
    transform(AffineTransform.getTranslateInstance(x, y));
  }

  @Override
  public void scale(double x, double y) {
    transform(AffineTransform.getScaleInstance(x, y));
  }

  @Override
  public void rotate(double angle) {
    throw refused("rotated things");
  }

  @Override
  public void rotate(double angle, double x, double y) {
    throw refused("rotated things");
  }

  @Override
  public void shear(double x, double y) {
    throw refused("sheared things");
  }

  @Override
  public boolean hit(Rectangle area, Shape shape, boolean onStroke) {
    return shape.intersects((Rectangle2D) area);
  }

  @Override
  public Stroke getStroke() {
    return new BasicStroke(1);
  }

  @Override
  public Composite getComposite() {
    return AlphaComposite.SrcOver;
  }

  @Override
  public Color getBackground() {
    return Color.WHITE;
  }

  @Override
  public void setBackground(Color ignored) {
    // The page has a background; the picture has none.
  }

  @Override
  public FontRenderContext getFontRenderContext() {
    return new FontRenderContext(null, true, true);
  }

  @Override
  public void setRenderingHint(RenderingHints.Key key, Object value) {
    // Browsers choose how to smooth.
  }

  @Override
  public @Nullable Object getRenderingHint(RenderingHints.Key key) {
    return null;
  }

  @Override
  public void setRenderingHints(Map<?, ?> values) {
    // Browsers choose how to smooth.
  }

  @Override
  public void addRenderingHints(Map<?, ?> values) {
    // Browsers choose how to smooth.
  }

  @Override
  public RenderingHints getRenderingHints() {
    return new RenderingHints(null);
  }

  @Override
  public void setPaintMode() {
    // The only mode there is.
  }

  @Override
  public void dispose() {
    // Nothing to give back.
  }

  @Override
  public Graphics create() {
    throw refused("on copies of its canvas");
  }

  @Override
  public GraphicsConfiguration getDeviceConfiguration() {
    throw refused("on a device");
  }

  @Override
  public void setXORMode(Color colour) {
    throw refused("by exclusive or");
  }

  @Override
  public void copyArea(int x, int y, int width, int height, int dx, int dy) {
    throw refused("copies of areas");
  }

  @Override
  public void clearRect(int x, int y, int width, int height) {
    throw refused("holes");
  }

  @Override
  public void drawRoundRect(int x, int y, int width, int height, int arcX, int arcY) {
    throw refused("rounded rectangles");
  }

  @Override
  public void fillRoundRect(int x, int y, int width, int height, int arcX, int arcY) {
    throw refused("rounded rectangles");
  }

  @Override
  public void drawArc(int x, int y, int width, int height, int start, int arc) {
    throw refused("arcs");
  }

  @Override
  public void fillArc(int x, int y, int width, int height, int start, int arc) {
    throw refused("arcs");
  }

  @Override
  public void drawString(AttributedCharacterIterator text, int x, int y) {
    throw refused("attributed text");
  }

  @Override
  public void drawString(AttributedCharacterIterator text, float x, float y) {
    throw refused("attributed text");
  }

  @Override
  public void drawGlyphVector(GlyphVector glyphs, float x, float y) {
    throw refused("glyph outlines");
  }

  @Override
  public boolean drawImage(Image image, AffineTransform t, ImageObserver observer) {
    throw refused("images");
  }

  @Override
  public void drawImage(BufferedImage image, BufferedImageOp operation, int x, int y) {
    throw refused("images");
  }

  @Override
  public void drawRenderedImage(RenderedImage image, AffineTransform t) {
    throw refused("images");
  }

  @Override
  public void drawRenderableImage(RenderableImage image, AffineTransform t) {
    throw refused("images");
  }

  @Override
  public boolean drawImage(Image image, int x, int y, ImageObserver observer) {
    throw refused("images");
  }

  @Override
  public boolean drawImage(Image image, int x, int y, int w, int h, ImageObserver observer) {
    throw refused("images");
  }

  @Override
  public boolean drawImage(Image image, int x, int y, Color back, ImageObserver observer) {
    throw refused("images");
  }

  @Override
  public boolean drawImage(
      Image image, int x, int y, int w, int h, Color back, ImageObserver observer) {
    throw refused("images");
  }

  @Override
  public boolean drawImage(
      Image image,
      int dx1,
      int dy1,
      int dx2,
      int dy2,
      int sx1,
      int sy1,
      int sx2,
      int sy2,
      ImageObserver observer) {
    throw refused("images");
  }

  @Override
  public boolean drawImage(
      Image image,
      int dx1,
      int dy1,
      int dx2,
      int dy2,
      int sx1,
      int sy1,
      int sx2,
      int sy2,
      Color back,
      ImageObserver observer) {
    throw refused("images");
  }
}
