package dev.preflight.reports.chart;

import dev.preflight.reports.Chart.Style;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Thins points to what a picture can show. Lines keep the least and the largest value of every
 * column of pixels, so that a spike survives; dots keep one per square.
 */
final class Decimation {
  private final Extent x;
  private final Extent y;
  private final double columns;
  private final double rows;

  /**
   * A decimation for one picture.
   *
   * @param x horizontal range
   * @param y vertical range
   * @param columns width in columns, each of which keeps at most two points of a line
   * @param rows height in the same unit
   */
  Decimation(Extent x, Extent y, double columns, double rows) {
    this.x = x;
    this.y = y;
    this.columns = columns;
    this.rows = rows;
  }

  /** A point to draw; a gap in the line where {@code y} is NaN. */
  record Point(double x, double y) {
    boolean gap() {
      return Double.isNaN(y);
    }
  }

  /**
   * The points to draw for one series, clipped a little outside the picture; none of intervals,
   * which {@link ChartMarks} draws whole.
   */
  List<Point> thin(Style style, List<Double> xs, List<Double> ys) {
    if (style == Style.INTERVAL || style == Style.BARS) {
      return List.of();
    }
    List<Point> points = points(style, xs, ys);
    return style == Style.DOTS ? dots(points) : line(points);
  }

  /**
   * Every n-th point of one bound of a band, clipped. A position at which either bound is NaN is a
   * gap in both, so that both bounds keep the same positions.
   */
  List<Point> evenly(List<Double> xs, List<Double> ys, List<Double> others) {
    int step = (int) Math.max(1, Math.ceil(xs.size() / columns));
    List<Point> kept = new ArrayList<>();
    for (int i = 0; i < xs.size(); i++) {
      boolean gap = Double.isNaN(ys.get(i)) || Double.isNaN(others.get(i));
      if (x.holds(xs.get(i)) && (gap || i % step == 0 || i == xs.size() - 1)) {
        kept.add(new Point(xs.get(i), gap ? Double.NaN : clipped(ys.get(i))));
      }
    }
    return kept;
  }

  private List<Point> points(Style style, List<Double> xs, List<Double> ys) {
    List<Point> points = new ArrayList<>(xs.size());
    double held = Double.NaN;
    for (int i = 0; i < xs.size(); i++) {
      double px = xs.get(i);
      double py = ys.get(i);
      boolean drawable = Extent.drawable(px, x.log()) && Extent.drawable(py, y.log());
      boolean infinite = Extent.drawable(px, x.log()) && py > y.high();
      if (style == Style.STEP && !Double.isNaN(held) && Extent.drawable(px, x.log())) {
        points.add(new Point(px, held));
      }
      held = drawable || infinite ? clipped(py) : Double.NaN;
      points.add(new Point(px, infinite || drawable ? held : Double.NaN));
    }
    return points;
  }

  /** Just outside the picture, so that a line leaves it but its coordinates stay small. */
  private double clipped(double value) {
    if (y.holds(value)) {
      return value;
    }
    boolean above = value > y.high();
    if (y.log()) {
      double factor = Math.pow(y.high() / y.low(), 0.05);
      return above ? y.high() * factor : y.low() / factor;
    }
    double margin = 0.05 * (y.high() - y.low());
    return above ? y.high() + margin : y.low() - margin;
  }

  private List<Point> line(List<Point> points) {
    List<Point> kept = new ArrayList<>();
    Bucket bucket = new Bucket(kept);
    for (Point point : points) {
      if (point.gap()) {
        bucket.flush();
        if (!kept.isEmpty() && !kept.get(kept.size() - 1).gap()) {
          kept.add(new Point(kept.get(kept.size() - 1).x(), Double.NaN));
        }
      } else if (x.holds(point.x())) {
        bucket.add(point, (long) Math.floor(x.share(point.x()) * columns));
      }
    }
    bucket.flush();
    return kept;
  }

  private List<Point> dots(List<Point> points) {
    Set<List<Long>> seen = new HashSet<>();
    List<Point> kept = new ArrayList<>();
    for (Point point : points) {
      if (!point.gap() && x.holds(point.x()) && y.holds(point.y())) {
        long column = (long) Math.floor(x.share(point.x()) * columns);
        long row = (long) Math.floor(y.share(point.y()) * rows);
        if (seen.add(List.of(column, row))) {
          kept.add(point);
        }
      }
    }
    return kept;
  }

  /** The points of one column, of which the least and the largest are kept in their order. */
  private static final class Bucket {
    private final List<Point> out;
    private final List<Point> in = new ArrayList<>();
    private long column = Long.MIN_VALUE;

    Bucket(List<Point> out) {
      this.out = out;
    }

    void add(Point point, long at) {
      if (at != column) {
        flush();
        column = at;
      }
      in.add(point);
    }

    void flush() {
      if (in.isEmpty()) {
        return;
      }
      int least = 0;
      int largest = 0;
      for (int i = 1; i < in.size(); i++) {
        least = in.get(i).y() < in.get(least).y() ? i : least;
        largest = in.get(i).y() > in.get(largest).y() ? i : largest;
      }
      out.add(in.get(Math.min(least, largest)));
      if (least != largest) {
        out.add(in.get(Math.max(least, largest)));
      }
      in.clear();
      column = Long.MIN_VALUE;
    }
  }

  /** How many points of a series lie above the picture. */
  static long above(Extent y, List<Double> ys) {
    return ys.stream().filter(v -> v > y.high()).count();
  }
}
