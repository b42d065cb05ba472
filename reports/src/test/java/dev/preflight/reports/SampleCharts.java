package dev.preflight.reports;

import dev.preflight.reports.Chart.Axis;
import dev.preflight.reports.Chart.Band;
import dev.preflight.reports.Chart.Role;
import dev.preflight.reports.Chart.Style;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Charts as the commands make them, with invented numbers. */
public final class SampleCharts {
  private SampleCharts() {}

  public static Chart memorise() {
    double[] step = new double[200];
    double[] ours = new double[200];
    double[] users = new double[200];
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      step[i] = i * 10;
      ours[i] = 8.04 * Math.exp(-i / 4.0) + 0.002;
      users[i] = 2.3 + 5.7 * Math.exp(-i / 20.0) + 0.15 * random.nextGaussian();
    }
    return Chart.of(
            "memorise",
            "Memorising one batch",
            "With Preflight's Adam the loss falls to 0.002 within 300 steps; with the program's own optimizer it stays near 2.3.",
            Axis.linear("Step"),
            Axis.log("Loss"))
        .series("program's own optimizer", Role.FIRST, Style.LINE, step, users)
        .series("Preflight's Adam", Role.SECOND, Style.LINE, step, ours)
        .build();
  }

  public static Chart rangeTest(int seeds) {
    int n = 300;
    double[] lr = new double[n];
    for (int i = 0; i < n; i++) {
      lr[i] = Math.pow(10, -6 + 7.0 * i / (n - 1));
    }
    double[][] losses = new double[seeds][n];
    List<Double> diverged = new ArrayList<>();
    ChartBuilder chart =
        Chart.of(
            "range-test",
            "Loss during the learning-rate range test",
            "The median loss of 5 seeds falls from 2.30 to 0.29 at 1.1e-1 and diverges after 3.1e-1; suggested are rates between 2.1e-2 and 6.6e-2.",
            Axis.log("Learning rate"),
            Axis.linear("Training loss"));
    chart.span("suggested range", 2.1e-2, 6.6e-2);
    for (int s = 0; s < seeds; s++) {
      Random random = new Random(s);
      double walk = 0;
      boolean dead = false;
      for (int i = 0; i < n; i++) {
        walk = 0.9 * walk + 0.04 * random.nextGaussian();
        double fall = 2.3 - 2.0 / (1 + Math.exp(-(Math.log10(lr[i]) + 2.1 - 0.05 * s) * 3));
        double rise = Math.exp((Math.log10(lr[i]) + 0.45 - 0.03 * s) * 9);
        double loss = Math.max(0.02, fall + rise + walk * (0.3 + 0.4 * fall));
        if (lr[i] > 0.5 && !dead && (loss > 400 + 200 * s)) {
          dead = true;
          diverged.add(lr[i]);
        }
        losses[s][i] = dead ? Double.NaN : loss;
      }
      chart.series("seed " + s, Role.MUTED, Style.THIN, lr, losses[s]);
    }
    double[] median = new double[n];
    double[] low = new double[n];
    double[] high = new double[n];
    for (int i = 0; i < n; i++) {
      double[] at = new double[seeds];
      for (int s = 0; s < seeds; s++) {
        at[s] = losses[s][i];
      }
      Arrays.sort(at);
      median[i] = at[seeds / 2];
      low[i] = at[seeds / 4];
      high[i] = at[(3 * seeds) / 4];
    }
    return chart
        .band(Band.of("median of " + seeds + " seeds", lr, low, high))
        .series("median of " + seeds + " seeds", Role.FIRST, Style.LINE, lr, median)
        .marker("onset", 1.1e-3)
        .marker("steepest", 8.4e-3)
        .marker("minimum", 0.11)
        .marker("divergence", 0.31)
        .rug("seed became non-finite", diverged)
        .build();
  }

  public static Chart verification() {
    double[] rates = {3e-3, 1e-2, 3e-2, 6.3e-2, 0.12, 0.25};
    return Chart.of(
            "verification",
            "Final loss of short verification runs",
            "After 50, 100 and 200 updates the best rate falls from 0.12 to 0.063.",
            Axis.log("Peak learning rate"),
            Axis.log("Final loss"))
        .series(
            "50 updates",
            Role.THIRD,
            Style.LINE_AND_DOTS,
            rates,
            new double[] {1.9, 1.1, 0.61, 0.45, 0.41, 1.6})
        .series(
            "100 updates",
            Role.SECOND,
            Style.LINE_AND_DOTS,
            rates,
            new double[] {1.4, 0.7, 0.36, 0.29, 0.31, 2.1})
        .series(
            "200 updates",
            Role.FIRST,
            Style.LINE_AND_DOTS,
            rates,
            new double[] {0.9, 0.42, 0.2, 0.155, 0.22, Double.NaN})
        .marker("suggested peak", 6.3e-2)
        .rug("run diverged", List.of(0.25, 0.5))
        .build();
  }

  /** Differences to a reference: better, the reference itself, a tie, and one open to the right. */
  public static Chart forest() {
    double infinity = Double.POSITIVE_INFINITY;
    return Chart.of(
            "forest",
            "Difference to linear",
            "Rex is better than linear, wsd ties, constant is worse.",
            Axis.linear("difference in loss"),
            Axis.categories("schedule", List.of("rex", "linear (reference)", "wsd", "constant")))
        .series("linear", Role.SECOND, Style.DOTS, new double[] {0}, new double[] {1})
        .series(
            "mean and interval",
            Role.FIRST,
            Style.INTERVAL,
            new double[] {-0.03, -0.02, -0.01, -0.01, 0.005, 0.02, 0.05, 0.06, infinity},
            new double[] {0, 0, 0, 2, 2, 2, 3, 3, 3})
        .stripe("tie with linear", 1.5, 2.5)
        .marker("linear", 0)
        .build();
  }

  /** Differences, and more lines than there are colours, without dots and with them. */
  public static List<Chart> others() {
    double[] x = new double[60];
    Arrays.setAll(x, i -> i);
    ChartBuilder many =
        Chart.of("many", "Fourteen lines", "Colours repeat.", Axis.linear("x"), Axis.linear("y"));
    ChartBuilder dotted =
        Chart.of("dotted", "With dots", "Colours repeat.", Axis.linear("x"), Axis.log("y"))
            .span("not tried", Double.NEGATIVE_INFINITY, 3)
            .span("not tried", 57, Double.POSITIVE_INFINITY)
            .span("good", 20, 30);
    for (int i = 0; i < 14; i++) {
      double height = i;
      double[] y = Arrays.stream(x).map(v -> height + 5 * Math.sin(v / 10 + height)).toArray();
      double[] sparse = Arrays.stream(x).filter(v -> v % 5 == 3).toArray();
      many.series("line " + i, Role.of(i), Style.LINE, x, y);
      dotted.series(
          "line " + i,
          Role.of(i),
          Style.LINE_AND_DOTS,
          sparse,
          Arrays.stream(sparse).map(v -> Math.exp(height / 4 + Math.cos(v / 9))).toArray());
    }
    return List.of(forest(), many.build(), dotted.build());
  }

  /** One of everything a chart can hold. */
  public static Chart small() {
    double[] xs = {1, 2, 3, 4};
    return Chart.of(
            "loss",
            "Loss",
            "The loss falls from 2.0 to 0.5.",
            Axis.linear("Step"),
            Axis.linear("Loss"))
        .series("run", Role.FIRST, Style.LINE_AND_DOTS, xs, new double[] {2, 1, Double.NaN, 0.5})
        .band(
            Band.of(
                "run", xs, new double[] {1.9, 0.9, 0.7, 0.4}, new double[] {2.1, 1.1, 0.9, 0.6}))
        .span("good", 2, 3)
        .marker("best", 4)
        .rug("diverged", List.of(1.5))
        .build();
  }

  /** A chart whose every string is hostile. */
  public static Chart hostile(String evil) {
    double[] xs = {1, 2, 3};
    return Chart.of("x", evil, evil, Axis.linear(evil), Axis.linear(evil))
        .series(evil, Role.FIRST, Style.LINE, xs, xs)
        .marker(evil, 2)
        .span(evil, 1, 2)
        .rug(evil, List.of(1.5))
        .build();
  }
}
