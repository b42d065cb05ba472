package dev.preflight.reports.chart;

/** How large a chart is drawn, in the units of its texts, which are 12 high. */
public enum Size {
  /** Across a page. */
  WIDE(760, 340, 10, 6),
  /** Two across a page, or across a telephone. */
  NARROW(340, 230, 4, 5);

  private final int width;
  private final int height;
  private final int xTicks;
  private final int yTicks;

  Size(int width, int height, int xTicks, int yTicks) {
    this.width = width;
    this.height = height;
    this.xTicks = xTicks;
    this.yTicks = yTicks;
  }

  /** Width of the drawing. */
  public int width() {
    return width;
  }

  /** Height, unless there are rows, which take what they need. */
  int height() {
    return height;
  }

  /** About how many labels fit below. */
  int xTicks() {
    return xTicks;
  }

  /** About how many labels fit beside. */
  int yTicks() {
    return yTicks;
  }

  /** Width that points are thinned for. */
  double plotWidth() {
    return width - 120;
  }

  /** Height that points are thinned for. */
  double plotHeight() {
    return height - 80;
  }
}
