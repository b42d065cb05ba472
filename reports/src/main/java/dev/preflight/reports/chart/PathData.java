package dev.preflight.reports.chart;

import java.awt.Shape;
import java.awt.geom.PathIterator;

/**
 * The {@code d} attribute of an SVG path, in tenths of a unit and relative steps, which is about
 * half as long as absolute coordinates. Steps are differences of rounded positions, so that
 * rounding errors do not add up.
 */
final class PathData {
  private final StringBuilder out = new StringBuilder();
  private long x;
  private long y;
  private char last;

  /** The outline of a shape. */
  static String of(Shape shape) {
    PathData data = new PathData();
    double[] c = new double[6];
    long startX = 0;
    long startY = 0;
    for (PathIterator i = shape.getPathIterator(null); !i.isDone(); i.next()) {
      switch (i.currentSegment(c)) {
        case PathIterator.SEG_MOVETO -> {
          data.move(c[0], c[1]);
          startX = data.x;
          startY = data.y;
        }
        case PathIterator.SEG_LINETO -> data.line(c[0], c[1]);
        case PathIterator.SEG_QUADTO -> data.curve('q', c, 4);
        case PathIterator.SEG_CUBICTO -> data.curve('c', c, 6);
        default -> {
          data.out.append('z');
          data.last = 'z';
          data.x = startX;
          data.y = startY;
        }
      }
    }
    return data.out.toString();
  }

  /** A dot: a line of no length, drawn by its round ends. */
  static String dot(double x, double y) {
    PathData data = new PathData();
    data.move(x, y);
    return data.out.append("h0").toString();
  }

  private void move(double toX, double toY) {
    command('M');
    x = tenths(toX);
    y = tenths(toY);
    number(x);
    number(y);
  }

  private void line(double toX, double toY) {
    long nextX = tenths(toX);
    long nextY = tenths(toY);
    if (nextY == y) {
      if (nextX != x) {
        command('h');
        number(nextX - x);
      }
    } else if (nextX == x) {
      command('v');
      number(nextY - y);
    } else {
      command('l');
      number(nextX - x);
      number(nextY - y);
    }
    x = nextX;
    y = nextY;
  }

  private void curve(char name, double[] c, int count) {
    command(name);
    for (int i = 0; i < count; i += 2) {
      number(tenths(c[i]) - x);
      number(tenths(c[i + 1]) - y);
    }
    x = tenths(c[count - 2]);
    y = tenths(c[count - 1]);
  }

  private void command(char name) {
    if (name != last || name == 'M') {
      out.append(name);
    }
    last = name;
  }

  private void number(long tenths) {
    char before = out.length() == 0 ? 'M' : out.charAt(out.length() - 1);
    if (tenths >= 0 && Character.isDigit(before)) {
      out.append(' ');
    }
    out.append(text(tenths));
  }

  private static long tenths(double value) {
    return Math.round(value * 10);
  }

  /** A coordinate in one decimal, without zeros that say nothing. */
  static String coordinate(double value) {
    return text(tenths(value));
  }

  private static String text(long tenths) {
    String sign = tenths < 0 ? "-" : "";
    long size = Math.abs(tenths);
    String whole = size >= 10 || size == 0 ? Long.toString(size / 10) : "";
    return sign + whole + (size % 10 == 0 ? "" : "." + size % 10);
  }
}
