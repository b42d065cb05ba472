package dev.preflight.reports.chart;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.TickType;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;

/**
 * JFreeChart axes with a fixed range and our own ticks. The library's log axis draws its labels as
 * glyph outlines, and its search for a tick unit need not end.
 */
final class PlainAxis {
  private PlainAxis() {}

  /**
   * An axis without a title.
   *
   * @param extent what it shows
   * @param horizontal whether it lies below the plot
   * @param font for the labels
   * @param ink roles
   */
  static ValueAxis of(Extent extent, boolean horizontal, Font font, Ink ink) {
    int room = horizontal ? 10 : 6;
    List<Ticks.Tick> ticks =
        extent.log()
            ? Ticks.log(extent.low(), extent.high(), room)
            : Ticks.linear(extent.low(), extent.high(), room);
    List<NumberTick> drawn = new ArrayList<>();
    for (Ticks.Tick tick : ticks) {
      drawn.add(
          new NumberTick(
              tick.label().isEmpty() ? TickType.MINOR : TickType.MAJOR,
              tick.value(),
              tick.label(),
              horizontal ? TextAnchor.TOP_CENTER : TextAnchor.CENTER_RIGHT,
              TextAnchor.CENTER,
              0));
    }
    ValueAxis axis = extent.log() ? new Log(drawn) : new Linear(drawn);
    axis.setRange(extent.low(), extent.high());
    axis.setTickLabelFont(font);
    axis.setTickLabelPaint(ink.of("tick"));
    axis.setTickMarkPaint(ink.of("axis"));
    axis.setTickMarkStroke(new BasicStroke(1));
    axis.setTickMarkOutsideLength(horizontal ? 4 : 0);
    axis.setMinorTickMarkOutsideLength(horizontal ? 2 : 0);
    axis.setTickLabelInsets(
        horizontal ? new RectangleInsets(3, 0, 0, 0) : new RectangleInsets(0, 0, 0, 6));
    axis.setAxisLineVisible(horizontal);
    axis.setAxisLinePaint(ink.of("axis"));
    return axis;
  }

  /** A vertical axis without ticks, the lowest number at the top; its rows are named elsewhere. */
  static ValueAxis rows(Extent extent) {
    ValueAxis axis = new Linear(List.of());
    axis.setInverted(true);
    axis.setRange(extent.low(), extent.high());
    axis.setAxisLineVisible(false);
    return axis;
  }

  private static final class Linear extends NumberAxis {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // JFreeChart's axes are serializable; ours are never serialized.
    private final List<NumberTick> ticks;

    Linear(List<NumberTick> ticks) {
      this.ticks = ticks;
    }

    @Override
    @SuppressWarnings("rawtypes") // JFreeChart's signature.
    public List refreshTicks(
        Graphics2D g2, AxisState state, Rectangle2D dataArea, RectangleEdge edge) {
      return ticks;
    }
  }

  private static final class Log extends LogAxis {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // JFreeChart's axes are serializable; ours are never serialized.
    private final List<NumberTick> ticks;

    Log(List<NumberTick> ticks) {
      this.ticks = ticks;
      setSmallestValue(Double.MIN_NORMAL);
    }

    @Override
    @SuppressWarnings("rawtypes") // JFreeChart's signature.
    public List refreshTicks(
        Graphics2D g2, AxisState state, Rectangle2D dataArea, RectangleEdge edge) {
      return ticks;
    }
  }
}
