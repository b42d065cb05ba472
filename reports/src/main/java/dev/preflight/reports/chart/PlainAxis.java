package dev.preflight.reports.chart;

import dev.preflight.reports.text.TextWidth;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.TickType;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;
import org.jspecify.annotations.Nullable;

/**
 * An axis of JFreeChart's plot that decides nothing: {@link Extent} chose the range, {@link Ticks}
 * the ticks, {@link ChartLabels} keeps the room, and {@link Frame} says what is where. The
 * library's own axes measure the host's fonts, and their search for a tick unit need not end.
 */
final class PlainAxis extends NumberAxis {
  /** Room below the plot for the labels of the horizontal axis. */
  static final int BELOW = 15;

  private static final long serialVersionUID = 1L;
  private static final int GAP = 6;
  private static final int MARK = 4;

  /** Where a label is, from the edge or from its tick to its baseline. */
  private static final float BASELINE = 14.6f;

  private static final float MIDDLE = 3.6f;
  private static final int BESIDE = 2;

  private final transient Frame frame;
  private final transient List<Ticks.Tick> ticks;

  /**
   * An axis without a title.
   *
   * @param frame what is where
   * @param range what it shows
   * @param ticks where it is labelled, possibly nowhere
   */
  PlainAxis(Frame frame, Extent range, List<Ticks.Tick> ticks) {
    this.frame = frame;
    this.ticks = ticks;
    setRange(range.low(), range.high());
  }

  /** Room beside the plot for the labels of a vertical axis. */
  static double beside(List<Ticks.Tick> ticks) {
    return ticks.stream().mapToDouble(tick -> width(tick) + GAP).max().orElse(0);
  }

  private static float width(Ticks.Tick tick) {
    return Math.round(TextWidth.of(tick.label(), ChartLabels.SIZE));
  }

  @Override
  public AxisSpace reserveSpace(
      Graphics2D g2, Plot plot, Rectangle2D all, RectangleEdge edge, @Nullable AxisSpace space) {
    return space == null ? new AxisSpace() : space;
  }

  @Override
  public double valueToJava2D(double value, Rectangle2D area, RectangleEdge edge) {
    return RectangleEdge.isTopOrBottom(edge) ? frame.px(value) : frame.py(value);
  }

  @Override
  public AxisState draw(
      Graphics2D g2,
      double cursor,
      Rectangle2D all,
      Rectangle2D area,
      RectangleEdge edge,
      @Nullable PlotRenderingInfo info) {
    if (RectangleEdge.isTopOrBottom(edge)) {
      below(g2, (float) cursor);
    } else {
      beside(g2, (float) cursor);
    }
    AxisState state = new AxisState(cursor);
    state.setTicks(ticks.stream().map(PlainAxis::gridLine).toList());
    return state;
  }

  private void below(Graphics2D g2, float edge) {
    line(g2, frame.area().getMinX(), edge, frame.area().getMaxX(), edge);
    for (Ticks.Tick tick : ticks) {
      float at = (float) frame.px(tick.value());
      text(g2, tick, at - width(tick) / 2, edge + BASELINE);
      line(g2, at, edge + MARK, at, edge);
    }
  }

  private void beside(Graphics2D g2, float edge) {
    for (Ticks.Tick tick : ticks) {
      float at = (float) frame.py(tick.value());
      text(g2, tick, edge - BESIDE - width(tick), at + MIDDLE);
      // The grid's line is the mark.
      line(g2, edge, at, edge, at);
    }
  }

  private static void text(Graphics2D g2, Ticks.Tick tick, float x, float y) {
    g2.setPaint(new Ink("tick"));
    g2.drawString(tick.label(), x, y);
  }

  private static void line(Graphics2D g2, double x1, double y1, double x2, double y2) {
    g2.setPaint(new Ink("axis"));
    g2.draw(new Line2D.Double(x1, y1, x2, y2));
  }

  private static NumberTick gridLine(Ticks.Tick tick) {
    return new NumberTick(
        TickType.MAJOR, tick.value(), tick.label(), TextAnchor.CENTER, TextAnchor.CENTER, 0);
  }
}
