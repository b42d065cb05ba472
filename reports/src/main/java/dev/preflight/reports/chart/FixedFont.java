package dev.preflight.reports.chart;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.font.FontRenderContext;
import java.awt.font.LineMetrics;
import java.awt.geom.Rectangle2D;

/**
 * A font that answers from a table of its own and never looks at the host's fonts. So a picture has
 * the same bytes everywhere, and a container without any font can draw it.
 */
public final class FixedFont extends Font {
  private static final long serialVersionUID = 1L;

  private static final double ASCENT = 0.80;
  private static final double DESCENT = 0.20;

  /** Narrow characters, as a share of the size; what is not listed is {@link #USUAL} wide. */
  private static final String NARROW = " .,:;'|!ijlI()[]ft/-";

  private static final String WIDE = "mwMW%@—";
  private static final double USUAL = 0.6;

  public FixedFont(int size) {
    super(Font.SANS_SERIF, Font.PLAIN, size);
  }

  /**
   * Width of a text in the picture's units; an estimate for sans-serif faces, a little generous.
   */
  public double width(String text) {
    return text.codePoints().mapToDouble(FixedFont::advance).sum() * getSize();
  }

  private static double advance(int c) {
    if (c > 0x2E80) {
      return 1;
    }
    return NARROW.indexOf(c) >= 0 ? 0.36 : WIDE.indexOf(c) >= 0 ? 0.92 : USUAL;
  }

  private Rectangle2D bounds(String text) {
    return new Rectangle2D.Double(
        0, -ASCENT * getSize(), width(text), (ASCENT + DESCENT) * getSize());
  }

  @Override
  public LineMetrics getLineMetrics(String text, FontRenderContext context) {
    return new Line(text.length());
  }

  @Override
  public Rectangle2D getStringBounds(String text, FontRenderContext context) {
    return bounds(text);
  }

  FontMetrics metrics() {
    return new Metrics(this);
  }

  private static final class Metrics extends FontMetrics {
    private static final long serialVersionUID = 1L;

    private final FixedFont fixed;

    Metrics(FixedFont font) {
      super(font);
      this.fixed = font;
    }

    @Override
    public int getAscent() {
      return (int) Math.round(ASCENT * fixed.getSize());
    }

    @Override
    public int getDescent() {
      return (int) Math.round(DESCENT * fixed.getSize());
    }

    @Override
    public int getLeading() {
      return 0;
    }

    @Override
    public int stringWidth(String text) {
      return (int) Math.round(fixed.width(text));
    }

    @Override
    public int charWidth(char c) {
      return stringWidth(String.valueOf(c));
    }

    @Override
    public Rectangle2D getStringBounds(String text, Graphics context) {
      return fixed.bounds(text);
    }
  }

  private final class Line extends LineMetrics {
    private final int length;

    Line(int length) {
      this.length = length;
    }

    @Override
    public int getNumChars() {
      return length;
    }

    @Override
    public float getAscent() {
      return (float) ASCENT * getSize();
    }

    @Override
    public float getDescent() {
      return (float) DESCENT * getSize();
    }

    @Override
    public float getLeading() {
      return 0;
    }

    @Override
    public float getHeight() {
      return getSize();
    }

    @Override
    public int getBaselineIndex() {
      return Font.ROMAN_BASELINE;
    }

    @Override
    public float[] getBaselineOffsets() {
      return new float[3];
    }

    @Override
    public float getStrikethroughOffset() {
      return -0.3f * getSize();
    }

    @Override
    public float getStrikethroughThickness() {
      return 1;
    }

    @Override
    public float getUnderlineOffset() {
      return 1;
    }

    @Override
    public float getUnderlineThickness() {
      return 1;
    }
  }
}
