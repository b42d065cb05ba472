package dev.preflight.training.data.source;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The skeletons of the drawn digits: for each digit several ways people write it, each a list of
 * strokes in a box with x to the right and y down, both from 0 to 1.
 */
final class DigitShapes {
  /** Points between two control points of a curve. */
  private static final int CURVE_STEPS = 5;

  private static final Pattern SPACES = Pattern.compile(" +");

  /**
   * One line a variant, its strokes separated by bars; "-" joins the points by lines, "~" by a
   * curve through them.
   */
  private static final String[][] VARIANTS = {
    {
      "~ .5,.04 .22,.18 .1,.5 .22,.84 .5,.96 .78,.84 .9,.5 .78,.18 .5,.04",
      "~ .6,.05 .35,.12 .22,.45 .28,.82 .48,.95 .68,.82 .76,.5 .7,.2 .48,.06",
      "~ .72,.14 .45,.05 .16,.3 .14,.7 .42,.96 .78,.84 .88,.5 .78,.2 .55,.08",
    },
    {
      "- .5,.04 .5,.96",
      "- .28,.28 .55,.04 .55,.96",
      "- .28,.26 .54,.04 .54,.95 | - .28,.95 .8,.95",
      "~ .58,.04 .54,.35 .5,.65 .48,.96",
    },
    {
      "~ .14,.26 .3,.08 .55,.04 .8,.2 .78,.42 .5,.68 .12,.95 | - .12,.95 .9,.95",
      "~ .16,.24 .42,.04 .76,.16 .74,.42 .46,.72 .2,.92 .14,.8 .34,.77 .6,.92 .92,.9",
      "~ .16,.2 .5,.04 .82,.24 .62,.58 .2,.94 | ~ .2,.94 .5,.9 .88,.96",
    },
    {
      "~ .16,.16 .45,.04 .78,.18 .7,.4 .42,.48 | ~ .42,.48 .78,.55 .84,.78 .52,.96 .12,.86",
      "- .16,.06 .8,.06 .44,.42 | ~ .44,.42 .8,.5 .84,.8 .5,.96 .12,.86",
      "~ .2,.1 .55,.05 .76,.24 .4,.46 .74,.6 .78,.86 .45,.96 .14,.88",
    },
    {
      "- .28,.06 .12,.56 .9,.56 | - .68,.22 .64,.96",
      "- .66,.96 .66,.05 .1,.66 .92,.66",
      "~ .26,.08 .18,.4 .26,.54 .55,.54 .8,.46 | ~ .78,.1 .74,.5 .7,.96",
    },
    {
      "- .8,.06 .26,.06 .2,.45 | ~ .2,.45 .5,.36 .82,.55 .78,.84 .46,.96 .12,.86",
      "- .28,.08 .22,.44 | ~ .22,.44 .55,.38 .82,.62 .7,.9 .4,.97 .12,.88 | - .28,.08 .84,.06",
      "~ .84,.08 .5,.06 .28,.12 .26,.4 .56,.42 .8,.64 .66,.92 .36,.96 .14,.86",
    },
    {
      "~ .7,.05 .36,.26 .16,.6 .26,.9 .55,.96 .8,.78 .7,.56 .45,.52 .2,.68",
      "~ .56,.04 .3,.36 .18,.72 .36,.95 .66,.92 .78,.7 .58,.55 .32,.62 .2,.76",
      "~ .8,.14 .56,.05 .26,.24 .15,.62 .32,.93 .66,.93 .84,.72 .64,.52 .34,.56 .18,.7",
    },
    {
      "- .12,.08 .86,.08 .42,.96",
      "- .12,.08 .84,.08 .44,.96 | - .3,.52 .76,.48",
      "~ .12,.2 .14,.08 .45,.1 .86,.06 .66,.42 .48,.7 .4,.96",
    },
    {
      "~ .5,.48 .22,.34 .26,.1 .5,.04 .74,.1 .78,.34 .5,.48 .2,.66 .2,.88 .5,.96 .8,.88 .8,.66 .5,.48",
      "~ .78,.16 .52,.04 .26,.2 .5,.48 .8,.7 .62,.95 .28,.92 .22,.7 .5,.5 .76,.3 .78,.16",
      "~ .5,.05 .26,.18 .34,.4 .6,.44 .72,.24 .5,.05 | ~ .5,.44 .2,.62 .26,.9 .56,.96 .82,.78 .7,.52 .5,.44",
    },
    {
      "~ .8,.26 .56,.05 .25,.15 .2,.4 .45,.52 .72,.42 .8,.26 | ~ .8,.26 .78,.6 .66,.96",
      "~ .76,.2 .5,.05 .22,.22 .3,.48 .6,.48 .76,.2 | - .76,.12 .74,.96",
      "~ .8,.24 .52,.04 .2,.2 .26,.46 .58,.5 .8,.24 .84,.6 .66,.92 .28,.93",
    },
  };

  /** Per digit, per variant, the strokes as x, y pairs of their control points. */
  private static final List<List<List<Stroke>>> SHAPES = parse();

  private DigitShapes() {}

  /**
   * A stroke of the pen.
   *
   * @param curved whether a curve or straight lines join the points
   * @param points control points, x and y in turn, in the unit box
   */
  @SuppressWarnings("ArrayRecordComponent") // private to the drawing of digits, never compared
  record Stroke(boolean curved, double[] points) {}

  static int variants(int digit) {
    return SHAPES.get(digit).size();
  }

  static List<Stroke> strokes(int digit, int variant) {
    return SHAPES.get(digit).get(variant);
  }

  /** The corner points of a stroke through the given control points, x and y in turn. */
  static double[] trace(boolean curved, double[] points) {
    if (!curved) {
      return points;
    }
    int count = points.length / 2;
    double[] line = new double[((count - 1) * CURVE_STEPS + 1) * 2];
    int at = 0;
    for (int i = 0; i + 1 < count; i++) {
      for (int step = 0; step < CURVE_STEPS; step++) {
        double t = (double) step / CURVE_STEPS;
        line[at++] = spline(points, i, 0, t);
        line[at++] = spline(points, i, 1, t);
      }
    }
    line[at++] = points[points.length - 2];
    line[at] = points[points.length - 1];
    return line;
  }

  /** Uniform Catmull-Rom spline: passes through the points, end points doubled. */
  private static double spline(double[] points, int i, int axis, double t) {
    int last = points.length / 2 - 1;
    double p0 = points[2 * Math.max(0, i - 1) + axis];
    double p1 = points[2 * i + axis];
    double p2 = points[2 * (i + 1) + axis];
    double p3 = points[2 * Math.min(last, i + 2) + axis];
    return p1
        + 0.5 * t * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)));
  }

  private static List<List<List<Stroke>>> parse() {
    List<List<List<Stroke>>> digits = new ArrayList<>();
    for (String[] variants : VARIANTS) {
      List<List<Stroke>> parsed = new ArrayList<>();
      for (String variant : variants) {
        List<Stroke> strokes = new ArrayList<>();
        for (String stroke : variant.split("\\|", -1)) {
          strokes.add(stroke(stroke.strip()));
        }
        parsed.add(List.copyOf(strokes));
      }
      digits.add(List.copyOf(parsed));
    }
    return List.copyOf(digits);
  }

  private static Stroke stroke(String text) {
    String[] words = SPACES.split(text, -1);
    double[] points = new double[(words.length - 1) * 2];
    for (int i = 1; i < words.length; i++) {
      int comma = words[i].indexOf(',');
      points[2 * i - 2] = Double.parseDouble(words[i].substring(0, comma));
      points[2 * i - 1] = Double.parseDouble(words[i].substring(comma + 1));
    }
    return new Stroke(words[0].equals("~"), points);
  }
}
