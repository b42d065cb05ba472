package dev.preflight.reports.chart;

import dev.preflight.reports.text.TextWidth;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * The rows of a vertical axis of categories: how high they are, and their names beside the plot.
 */
final class ChartRows {
  /** Height of a row, with room for a name of two lines, until there are too many of them. */
  private static final double PITCH = 34;

  /** Height of a row whose name stands above what it shows. */
  private static final double STACKED_PITCH = 46;

  private static final double HIGHEST = 1700;
  private static final int SIZE = 13;
  private static final double LINE_HEIGHT = 14;

  /** Room for names; longer ones take a second line, and then lose their middle. */
  private static final double WIDEST = 210;

  /** Height of a narrow row, whose name fits on a line beside it. */
  private static final double ONE_LINE_PITCH = 24;

  /** Names that stand beside a narrow plot are no longer than this. */
  private static final double NARROW_BESIDE = 80;

  private static final int GAP = 10;
  private static final String BREAK_AFTER = " ,(-/_";

  private final List<String> names;
  private final double pitch;
  private final boolean stacked;
  private final double widest;

  /** Beside the plot where it is wide; above each row where it is narrow and names are long. */
  ChartRows(List<String> names, Size size) {
    this.names = names;
    double longest = names.stream().mapToDouble(this::width).max().orElse(0);
    this.stacked = size == Size.NARROW && longest > NARROW_BESIDE;
    this.widest = size == Size.WIDE ? WIDEST : stacked ? size.width() - 2 * GAP : NARROW_BESIDE;
    double wanted = stacked ? STACKED_PITCH : size == Size.WIDE ? PITCH : ONE_LINE_PITCH;
    this.pitch = Math.min(wanted, HIGHEST / names.size());
  }

  /** Height of all rows. */
  double height() {
    return pitch * names.size();
  }

  /** Width of the names and the gap between them and the plot. */
  double width() {
    return stacked
        ? GAP
        : GAP
            + names.stream()
                .flatMap(name -> lines(name).stream())
                .mapToDouble(this::width)
                .max()
                .orElse(0);
  }

  /** Writes the names beside the plot; where rows are too low for a line each, some of them. */
  void draw(SvgGraphics canvas, Rectangle2D area) {
    int every = (int) Math.ceil(LINE_HEIGHT / pitch);
    for (int i = 0; i < names.size(); i += every) {
      if (stacked) {
        double top = area.getMinY() + i * area.getHeight() / names.size();
        canvas.text(withoutMiddle(names.get(i)), area.getMinX(), top + SIZE, "start", "row");
        continue;
      }
      List<String> lines = lines(names.get(i));
      double middle = area.getMinY() + (i + 0.5) * area.getHeight() / names.size();
      double baseline = middle + 4.5 - (lines.size() - 1) * LINE_HEIGHT / 2;
      for (int k = 0; k < lines.size(); k++) {
        double at = baseline + k * LINE_HEIGHT;
        canvas.text(lines.get(k), area.getMinX() - GAP, at, "end", "row");
      }
    }
  }

  /** A name in one line or two. */
  List<String> lines(String name) {
    if (width(name) <= widest) {
      return List.of(name);
    }
    if (pitch < 2 * LINE_HEIGHT) {
      return List.of(withoutMiddle(name));
    }
    int fits = fitting(name);
    int end = 0;
    for (int i = fits; i > fits / 3 && end == 0; i--) {
      boolean rest = width(name.substring(i).strip()) <= widest;
      end = name.charAt(i - 1) == ' ' && rest ? i : 0;
    }
    for (int i = fits; i > fits / 3 && end == 0; i--) {
      end = BREAK_AFTER.indexOf(name.charAt(i - 1)) >= 0 ? i : 0;
    }
    end = end > 0 ? end : fits;
    return List.of(name.substring(0, end).strip(), withoutMiddle(name.substring(end).strip()));
  }

  /** What to keep free: some faces are wider than the estimate. */
  private double width(String text) {
    return 1.1 * TextWidth.of(text, SIZE);
  }

  /** How much of the start of a text fits on a line; never half of a surrogate pair. */
  private int fitting(String text) {
    int end = 0;
    while (end < text.length()) {
      int next = text.offsetByCodePoints(end, 1);
      if (width(text.substring(0, next)) > widest) {
        break;
      }
      end = next;
    }
    return end;
  }

  /** The text, or its start and its end, which is where specs differ. */
  private String withoutMiddle(String text) {
    int length = text.codePointCount(0, text.length());
    String fits = text;
    for (int left = length - 1; width(fits) > widest; left--) {
      int head = (left + 1) / 2;
      fits =
          text.substring(0, text.offsetByCodePoints(0, head)).strip()
              + "…"
              + text.substring(text.offsetByCodePoints(text.length(), head - left)).strip();
    }
    return fits;
  }
}
