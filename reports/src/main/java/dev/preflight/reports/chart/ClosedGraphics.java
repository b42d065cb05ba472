package dev.preflight.reports.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.GraphicsConfiguration;
import java.awt.Image;
import java.awt.Paint;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.BufferedImageOp;
import java.awt.image.ImageObserver;
import java.awt.image.RenderedImage;
import java.awt.image.renderable.RenderableImage;
import java.text.AttributedCharacterIterator;
import java.util.Map;

/**
 * A canvas on which nothing can be done. {@link Graphics2D} demands 70 methods, of which JFreeChart
 * calls for our charts the few that {@link SvgGraphics} has; it is told when it calls another.
 */
@SuppressWarnings("MissingOverride") // Every method here is one.
abstract class ClosedGraphics extends Graphics2D {
  private static UnsupportedOperationException refused() {
    return new UnsupportedOperationException("a chart is drawn without this");
  }

  public void scale(double x, double y) {
    throw refused();
  }

  public void transform(AffineTransform transform) {
    throw refused();
  }

  public void rotate(double angle, double x, double y) {
    throw refused();
  }

  public void rotate(double angle) {
    throw refused();
  }

  public boolean hit(Rectangle area, Shape shape, boolean onStroke) {
    throw refused();
  }

  public Paint getPaint() {
    throw refused();
  }

  public boolean drawImage(Image image, AffineTransform transform, ImageObserver observer) {
    throw refused();
  }

  public void drawImage(BufferedImage image, BufferedImageOp operation, int x, int y) {
    throw refused();
  }

  public void drawRenderedImage(RenderedImage image, AffineTransform transform) {
    throw refused();
  }

  public void drawRenderableImage(RenderableImage image, AffineTransform transform) {
    throw refused();
  }

  public void drawString(String text, int x, int y) {
    throw refused();
  }

  public void drawString(AttributedCharacterIterator text, float x, float y) {
    throw refused();
  }

  public void drawString(AttributedCharacterIterator text, int x, int y) {
    throw refused();
  }

  public void drawGlyphVector(GlyphVector glyphs, float x, float y) {
    throw refused();
  }

  public GraphicsConfiguration getDeviceConfiguration() {
    throw refused();
  }

  public void setRenderingHints(Map<?, ?> hints) {
    throw refused();
  }

  public void addRenderingHints(Map<?, ?> hints) {
    throw refused();
  }

  public RenderingHints getRenderingHints() {
    throw refused();
  }

  public void shear(double x, double y) {
    throw refused();
  }

  public void setTransform(AffineTransform transform) {
    throw refused();
  }

  public AffineTransform getTransform() {
    throw refused();
  }

  public void setBackground(Color colour) {
    throw refused();
  }

  public Color getBackground() {
    throw refused();
  }

  public Stroke getStroke() {
    throw refused();
  }

  public FontRenderContext getFontRenderContext() {
    throw refused();
  }

  public void translate(int x, int y) {
    throw refused();
  }

  public void translate(double x, double y) {
    throw refused();
  }

  public Graphics create() {
    throw refused();
  }

  public void setColor(Color colour) {
    throw refused();
  }

  public void dispose() {
    throw refused();
  }

  public Color getColor() {
    throw refused();
  }

  public void fillRect(int x, int y, int width, int height) {
    throw refused();
  }

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
    throw refused();
  }

  public boolean drawImage(
      Image image, int x, int y, int width, int height, Color colour, ImageObserver observer) {
    throw refused();
  }

  public boolean drawImage(Image image, int x, int y, ImageObserver observer) {
    throw refused();
  }

  public boolean drawImage(
      Image image, int x, int y, int width, int height, ImageObserver observer) {
    throw refused();
  }

  public boolean drawImage(Image image, int x, int y, Color colour, ImageObserver observer) {
    throw refused();
  }

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
      Color colour,
      ImageObserver observer) {
    throw refused();
  }

  public void clipRect(int x, int y, int width, int height) {
    throw refused();
  }

  public Font getFont() {
    throw refused();
  }

  public FontMetrics getFontMetrics(Font font) {
    throw refused();
  }

  public void drawLine(int x1, int y1, int x2, int y2) {
    throw refused();
  }

  public void drawPolygon(int[] xs, int[] ys, int count) {
    throw refused();
  }

  public void fillPolygon(int[] xs, int[] ys, int count) {
    throw refused();
  }

  public Rectangle getClipBounds() {
    throw refused();
  }

  public void setPaintMode() {
    throw refused();
  }

  public void setXORMode(Color colour) {
    throw refused();
  }

  public void setFont(Font font) {
    throw refused();
  }

  public void setClip(int x, int y, int width, int height) {
    throw refused();
  }

  public void copyArea(int x, int y, int width, int height, int dx, int dy) {
    throw refused();
  }

  public void clearRect(int x, int y, int width, int height) {
    throw refused();
  }

  public void drawRoundRect(int x, int y, int width, int height, int arcX, int arcY) {
    throw refused();
  }

  public void fillRoundRect(int x, int y, int width, int height, int arcX, int arcY) {
    throw refused();
  }

  public void drawOval(int x, int y, int width, int height) {
    throw refused();
  }

  public void fillOval(int x, int y, int width, int height) {
    throw refused();
  }

  public void drawArc(int x, int y, int width, int height, int start, int arc) {
    throw refused();
  }

  public void fillArc(int x, int y, int width, int height, int start, int arc) {
    throw refused();
  }

  public void drawPolyline(int[] xs, int[] ys, int count) {
    throw refused();
  }
}
