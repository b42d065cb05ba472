package dev.preflight.reports;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A picture as data: what to draw, never how. Numbers need not be finite: a line has a gap where
 * its value is not, and runs that diverged are named in a {@link Rug}.
 *
 * @param id stable name, unique in its document; also the anchor in the HTML report
 * @param title what the chart shows
 * @param description one sentence that says what is to be seen, for readers who cannot see it
 * @param x horizontal axis
 * @param y vertical axis, of numbers or of categories
 * @param series lines and dots, drawn in this order
 * @param bands shaded areas behind the series
 * @param markers labelled vertical lines
 * @param rugs crosses along the upper edge
 */
public record Chart(
    String id,
    String title,
    String description,
    Axis x,
    Axis y,
    List<Series> series,
    List<Band> bands,
    List<Marker> markers,
    List<Rug> rugs) {

  /** Validates and copies. */
  public Chart {
    Require.id(id, "chart id");
    Require.text(title, "chart title");
    Require.present(description, "chart description");
    Require.present(x, "x axis");
    Require.present(y, "y axis");
    if (x.categories() != null) {
      throw new IllegalArgumentException("the x axis must show numbers, not categories");
    }
    series = Require.list(series, "series");
    bands = Require.list(bands, "bands");
    markers = Require.list(markers, "markers");
    rugs = Require.list(rugs, "rugs");
  }

  /**
   * Starts a chart.
   *
   * @param id stable name
   * @param title what it shows
   * @param description one sentence
   * @param x horizontal axis
   * @param y vertical axis
   * @return a builder without any content yet
   */
  public static ChartBuilder of(String id, String title, String description, Axis x, Axis y) {
    return new ChartBuilder(id, title, description, x, y);
  }

  /** The same under another id and title. */
  public Chart named(String newId, String newTitle) {
    return new Chart(newId, newTitle, description, x, y, series, bands, markers, rugs);
  }

  /**
   * One axis. An axis of categories is vertical: it has a row for each name, the first at the top,
   * and position {@code i} is the middle of row {@code i}, counted from 0.
   *
   * @param label what it shows, with the unit
   * @param log whether it is logarithmic; values that are not positive are then not drawn
   * @param min lower end, or {@code null} to choose it from the data
   * @param max upper end, or {@code null} to choose it from the data without following outliers
   * @param categories names of the rows, or {@code null} if it shows numbers
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Axis(
      String label,
      boolean log,
      @Nullable Double min,
      @Nullable Double max,
      @Nullable List<String> categories) {

    /** Validates the ends and the names, and copies these. */
    public Axis {
      Require.text(label, "axis label");
      checkEnd(label, "min", min, log);
      checkEnd(label, "max", max, log);
      if (min != null && max != null && !(min < max)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "axis \"%s\": min must be below max, were %s and %s",
                label,
                min,
                max));
      }
      if (categories != null) {
        categories = Require.list(categories, "axis categories");
        categories.forEach(name -> Require.text(name, "axis category"));
        if (categories.isEmpty() || log || min != null || max != null) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "axis \"%s\": categories must not be empty, logarithmic or have ends",
                  label));
        }
      }
    }

    /** An axis of numbers. */
    public Axis(String label, boolean log, @Nullable Double min, @Nullable Double max) {
      this(label, log, min, max, null);
    }

    private static void checkEnd(String label, String name, @Nullable Double end, boolean log) {
      if (end == null) {
        return;
      }
      if (!Double.isFinite(end) || (log && end <= 0)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "axis \"%s\": %s must be finite%s, was %s",
                label,
                name,
                log ? " and positive" : "",
                end));
      }
    }

    /** A linear axis that fits its data. */
    public static Axis linear(String label) {
      return new Axis(label, false, null, null);
    }

    /** A logarithmic axis that fits its data. */
    public static Axis log(String label) {
      return new Axis(label, true, null, null);
    }

    /** An axis with a row for each name, the first at the top. */
    public static Axis categories(String label, List<String> names) {
      return new Axis(label, false, null, null, names);
    }
  }

  /** Which colour of the palette a series takes; the renderer knows the colours. */
  public enum Role {
    /** First colour, for the one thing to look at. */
    FIRST,
    /** Second colour. */
    SECOND,
    /** Third colour. */
    THIRD,
    /** Fourth colour. */
    FOURTH,
    /** Fifth colour. */
    FIFTH,
    /** Sixth colour. */
    SIXTH,
    /** Grey, for context such as single seeds. */
    MUTED;

    private static final List<Role> COLOURS = List.of(FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH);

    /**
     * The colour for the n-th of several equals; after six they repeat.
     *
     * @param index position from 0
     * @return one of the six colours, never {@link #MUTED}
     */
    public static Role of(int index) {
      return COLOURS.get(Math.floorMod(index, COLOURS.size()));
    }
  }

  /** How a series is drawn. */
  public enum Style {
    /** A line through the points in their order. */
    LINE,
    /** Dots only. */
    DOTS,
    /** A line with a dot at each point. */
    LINE_AND_DOTS,
    /** A line that keeps each value until the next x. */
    STEP,
    /** A thin line that leaves the legend: one of many, such as one seed. */
    THIN,
    /**
     * Horizontal intervals. Each takes three points of one y: the lower end, the middle and the
     * upper end. An end that is not finite is open: the interval leaves the picture there.
     */
    INTERVAL,
    /** Horizontal bars from 0 to x, on an axis of categories, each with its value beside it. */
    BARS
  }

  /**
   * Points with a name.
   *
   * @param name what they are
   * @param role colour
   * @param style line, dots or both
   * @param x horizontal positions
   * @param y values, as many
   */
  public record Series(String name, Role role, Style style, List<Double> x, List<Double> y) {

    /** Validates and copies. */
    public Series {
      Require.text(name, "series name");
      Require.present(role, "series role");
      Require.present(style, "series style");
      x = Require.list(x, "series x");
      y = Require.list(y, "series y");
      Require.sameSize(x, "series x", y, "y");
      if (style == Style.INTERVAL && x.size() % 3 != 0) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "intervals take three points each, were %d points", x.size()));
      }
    }

    /** A series from arrays, which are copied. */
    public static Series of(String name, Role role, Style style, double[] x, double[] y) {
      return new Series(name, role, style, boxed(x), boxed(y));
    }
  }

  /**
   * A shaded area. A band that has the name of a series takes its colour. A band of two positions
   * with infinite bounds is a vertical span, such as the bracket of a suggested range, or, open to
   * one side, a wall. A band with infinite positions and constant bounds is a stripe.
   *
   * @param name what it is, such as {@code "quartiles of 5 seeds"}
   * @param x horizontal positions, ascending
   * @param low lower bounds, as many
   * @param high upper bounds, as many
   */
  public record Band(String name, List<Double> x, List<Double> low, List<Double> high) {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    /** Validates and copies. */
    public Band {
      Require.text(name, "band name");
      x = Require.list(x, "band x");
      low = Require.list(low, "band low");
      high = Require.list(high, "band high");
      Require.sameSize(x, "band x", low, "low");
      Require.sameSize(x, "band x", high, "high");
    }

    /** A band from arrays, which are copied. */
    public static Band of(String name, double[] x, double[] low, double[] high) {
      return new Band(name, boxed(x), boxed(low), boxed(high));
    }

    /**
     * A span over the whole height from {@code lowX} to {@code highX}. If one of them is infinite
     * it is a wall: what lies beyond an end and was not looked at.
     */
    public static Band span(String name, double lowX, double highX) {
      return new Band(
          name, List.of(lowX, highX), List.of(-INFINITY, -INFINITY), List.of(INFINITY, INFINITY));
    }

    /** A stripe over the whole width from {@code low} to {@code high}. */
    public static Band stripe(String name, double low, double high) {
      return new Band(name, List.of(-INFINITY, INFINITY), List.of(low, low), List.of(high, high));
    }
  }

  /**
   * A labelled vertical line; the renderer writes the value beside the label.
   *
   * @param label what is there
   * @param x where
   */
  public record Marker(String label, double x) {

    /** Validates the label. */
    public Marker {
      Require.text(label, "marker label");
    }
  }

  /**
   * Crosses at positions that have no value to draw, such as runs that diverged.
   *
   * @param name what happened there
   * @param xs where
   */
  public record Rug(String name, List<Double> xs) {

    /** Validates and copies. */
    public Rug {
      Require.text(name, "rug name");
      xs = Require.list(xs, "rug xs");
    }
  }

  private static List<Double> boxed(double[] values) {
    List<Double> list = new ArrayList<>(values.length);
    for (double value : values) {
      list.add(value);
    }
    return Collections.unmodifiableList(list);
  }
}
