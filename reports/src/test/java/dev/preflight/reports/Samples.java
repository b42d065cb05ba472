package dev.preflight.reports;

import dev.preflight.reports.Chart.Axis;
import dev.preflight.reports.Chart.Band;
import dev.preflight.reports.Chart.Role;
import dev.preflight.reports.Chart.Style;
import dev.preflight.reports.render.Hostile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Documents as the commands make them, with invented numbers. */
public final class Samples {
  private Samples() {}

  record Suggestion(double learningRate, double low, double high, String reason) {}

  record LrResult(Suggestion suggestion, List<Double> divergedAt) {}

  static Provenance provenance(String command) {
    return new Provenance(
        "0.1.0",
        "2.18.0 (core 1.1.0, linux-x86_64)",
        "17.0.15+6",
        "Linux 6.1 amd64",
        "CPU, 2 threads",
        2,
        42L,
        "sha256:8f14e45fceea167a",
        "sha256:c9f0f895fb98ab91",
        Map.of("batchSize", 64, "optimizer", "momentum", "learningRate", 0.1, "momentum", 0.9),
        command,
        "1d48301+changes",
        "2026-11-21T09:30:00Z",
        41.7);
  }

  public static ResultDocument check() {
    List<Finding> findings =
        List.of(
            Finding.of("D01", Status.PASS, "All 10,000 inputs and labels are finite.")
                .seconds(0.12)
                .build(),
            Finding.of("D02", Status.PASS, "Inputs have mean 0.13 and standard deviation 0.31.")
                .measured(0.31)
                .expected("0.05 to 20")
                .seconds(0.08)
                .build(),
            Finding.of("D03", Status.PASS, "Labels are 0 to 9 and every class occurs.")
                .seconds(0.01)
                .build(),
            Finding.of("D05", Status.INFO, "Always predicting class 1 gives 11.3 % accuracy.")
                .measured(11.3)
                .unit("%")
                .seconds(0.01)
                .build(),
            Finding.of("D07", Status.WARN, "12 of 2,000 validation items also occur in training.")
                .measured(12.0)
                .expected("0")
                .unit("items")
                .where("validation items 17, 93, 204 and 9 more")
                .why("The set was split after augmentation or before duplicates were removed.")
                .fix("Remove exact duplicates first, then split.")
                .silence("--allow D07=\"blank images\"")
                .source("exact 64-bit hash after preprocessing")
                .seconds(0.2)
                .build(),
            Finding.of("G02", Status.FAIL, "Initial loss is 8.04, expected 2.30 (ln 10).")
                .measured(8.04)
                .expected("2.30 (ln 10)")
                .where("loss:0, batch of 64")
                .why(
                    "Logits start with standard deviation 9.8, so the last layer is initialized too large; regularization adds only 0.02.")
                .fix(
                    "Initialize dense2/kernel with variance 1/fan-in: tf.random.truncatedNormal with stddev 0.044.")
                .silence("--allow G02=\"pretrained head\"")
                .source("ln K for K balanced classes")
                .seconds(0.6)
                .build(),
            Finding.of("G06", Status.PASS, "No kernel starts constant.").seconds(0.03).build(),
            Finding.of("G08", Status.PASS, "Gradients reach all 8 variables.").seconds(0.9).build(),
            Finding.of(
                    "G12",
                    Status.ERROR,
                    "The check could not run: the training flag \"training:0\" has shape [2].")
                .where("training:0")
                .why("The flag must be a scalar boolean.")
                .seconds(0.02)
                .build(),
            Finding.of("M01", Status.PASS, "16 examples are memorised in 21 steps.")
                .measured(21.0)
                .expected("at most 1000")
                .unit("steps")
                .seconds(2.4)
                .build(),
            Finding.of(
                    "M02",
                    Status.FAIL,
                    "16 examples are not memorised in 2,000 steps: accuracy 0.31, expected at least 0.95.")
                .measured(0.31)
                .expected("at least 0.95")
                .where("optimizer momentum, learning rate 0.1")
                .why("The large initial loss makes the first updates too large.")
                .fix("Fix G02 first, then repeat; or lower the learning rate to 0.01.")
                .causedBy("G02")
                .seconds(7.9)
                .build(),
            Finding.of(
                    "M06",
                    Status.WARN,
                    "The learning rate 0.1 is within a factor of 3 of divergence at 0.23.")
                .measured(0.1)
                .expected("at most 0.077")
                .where("LR range, 100 steps")
                .why("A short sweep is optimistic; a long run diverges earlier.")
                .fix("Start with --learning-rate 0.03.")
                .seconds(3.1)
                .build(),
            Finding.of("M07", Status.SKIP, "Regularization balance was not measured.")
                .why("The program names no regularization loss.")
                .build(),
            Finding.of("R01", Status.PASS, "Loss, gradients and weights stay finite.")
                .seconds(0.0)
                .build());
    return new ResultDocument(
        ResultDocument.SCHEMA_VERSION,
        "check",
        Verdict.of(findings),
        ResultDocument.COMPLETE,
        "lenet",
        "The run is not worth starting: the loss starts at 8.04 instead of 2.30, and the model cannot memorise 16 examples.",
        List.of(
            new NextStep(
                "Lower the scale of the last layer, then check again.",
                "./preflight check lenet --set head.stddev=0.044"),
            new NextStep(
                "Look for a learning rate once the checks pass.",
                "./preflight lr-find lenet --updates 2000")),
        findings,
        List.of(memorise()),
        List.of(
            new Table(
                "variables",
                "Gradients at initialization",
                List.of(
                    Table.Column.text("Variable"),
                    Table.Column.text("Shape"),
                    Table.Column.number("Mean |gradient|"),
                    Table.Column.number("Update ratio"),
                    Table.Column.number("Zero", "%")),
                List.of(
                    row("conv1/kernel", "5x5x1x32", 0.0213, 0.0011, 0),
                    row("conv1/bias", "32", 0.114, null, 0),
                    row("conv2/kernel", "5x5x32x64", 0.0049, 0.0008, 0),
                    row("dense1/kernel", "3136x512", 0.00031, 0.0002, 12.5),
                    row("dense2/kernel", "512x10", 0.0871, 0.031, 0)))),
        Map.of("profile", "standard"),
        provenance("./preflight check lenet --batch-size 64 --seed 42"));
  }

  private static List<Object> row(Object... cells) {
    return Arrays.asList(cells);
  }

  private static Chart memorise() {
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

  public static ResultDocument lrFind() {
    List<Finding> findings =
        List.of(
            Finding.of(
                    "LR1", Status.PASS, "5 of 5 seeds agree on the minimum within a factor of 1.3.")
                .measured(1.3)
                .expected("at most 2")
                .seconds(8.2)
                .build(),
            Finding.of("LR2", Status.PASS, "The state after the search equals the state before it.")
                .seconds(0.1)
                .build());
    return new ResultDocument(
        ResultDocument.SCHEMA_VERSION,
        "lr-find",
        Verdict.of(findings),
        ResultDocument.COMPLETE,
        "lenet",
        "Train 2,000 updates with a peak rate of 6.3e-2 (linear decay) or 2.9e-2 (constant); divergence starts at 0.31.",
        List.of(
            new NextStep(
                "Train with the suggested peak.",
                "./preflight schedules lenet --learning-rate 6.3e-2 --updates 2000")),
        findings,
        List.of(rangeTest(5), verification()),
        List.of(
            new Table(
                "landmarks",
                "Landmarks of the range test",
                List.of(
                    Table.Column.text("Landmark"),
                    Table.Column.number("Learning rate"),
                    Table.Column.number("Loss")),
                List.of(
                    row("onset", 1.1e-3, 2.27),
                    row("steepest", 8.4e-3, 1.12),
                    row("minimum", 0.11, 0.29),
                    row("divergence", 0.31, 1.9)))),
        new LrResult(
            new Suggestion(
                0.063, 0.021, 0.066, "best of 4 verified rates, extrapolated to 2000 updates"),
            List.of(0.52, Double.POSITIVE_INFINITY, Double.NaN)),
        provenance("./preflight lr-find lenet --updates 2000 --seed 42"));
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

  private static Chart verification() {
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

  /** Every way to draw that the other samples do not show. */
  public static ResultDocument charts() {
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
    ResultDocument d = small();
    return new ResultDocument(
        1,
        d.kind(),
        d.verdict(),
        d.status(),
        d.program(),
        d.summary(),
        List.of(),
        List.of(),
        List.of(forest(), many.build(), dotted.build()),
        List.of(),
        null,
        d.provenance());
  }

  /** A document with one of everything. */
  public static ResultDocument small() {
    double[] xs = {1, 2, 3, 4};
    Chart chart =
        Chart.of(
                "loss",
                "Loss",
                "The loss falls from 2.0 to 0.5.",
                Axis.linear("Step"),
                Axis.linear("Loss"))
            .series(
                "run", Role.FIRST, Style.LINE_AND_DOTS, xs, new double[] {2, 1, Double.NaN, 0.5})
            .band(
                Band.of(
                    "run",
                    xs,
                    new double[] {1.9, 0.9, 0.7, 0.4},
                    new double[] {2.1, 1.1, 0.9, 0.6}))
            .span("good", 2, 3)
            .marker("best", 4)
            .rug("diverged", List.of(1.5))
            .build();
    return new ResultDocument(
        1,
        "check",
        Verdict.WARN,
        ResultDocument.COMPLETE,
        "mlp",
        "One thing deserves a look.",
        List.of(new NextStep("Look at the learning rate.", "./preflight lr-find mlp")),
        List.of(
            Finding.of("M06", Status.WARN, "The learning rate is close to divergence.")
                .measured(0.1)
                .expected("at most 0.077")
                .unit("per update")
                .where("step 80")
                .why("The sweep is short.")
                .fix("Halve it.")
                .silence("--allow M06")
                .source("https://arxiv.org/abs/1506.01186")
                .seconds(1.5)
                .build(),
            Finding.of("D01", Status.PASS, "All values are finite.").build()),
        List.of(chart),
        List.of(
            new Table(
                "t",
                "Numbers",
                List.of(Table.Column.text("Name"), Table.Column.number("Value", "s")),
                List.of(row("a", 1), row("b", Double.POSITIVE_INFINITY), row("c", null)))),
        new LrResult(new Suggestion(0.03, 0.01, 0.1, "steepest"), List.of(Double.NaN)),
        provenance("./preflight check mlp"));
  }

  /** A document whose every string tries to break out of its place. */
  public static ResultDocument hostile() {
    String evil = Hostile.TEXT;
    Finding finding =
        Finding.of("X1", Status.FAIL, evil)
            .measured(Double.NaN)
            .expected(evil)
            .unit(evil)
            .where(evil)
            .why(evil)
            .fix(evil)
            .silence(evil)
            .source("javascript:alert(1)")
            .seconds(0)
            .build();
    double[] xs = {1, 2, 3};
    Chart chart =
        Chart.of("x", evil, evil, Axis.linear(evil), Axis.linear(evil))
            .series(evil, Role.FIRST, Style.LINE, xs, xs)
            .marker(evil, 2)
            .span(evil, 1, 2)
            .rug(evil, List.of(1.5))
            .build();
    return new ResultDocument(
        1,
        "check",
        Verdict.FAIL,
        ResultDocument.INTERRUPTED,
        evil,
        evil,
        List.of(new NextStep(evil, evil)),
        List.of(
            finding,
            Finding.of("X2", Status.SKIP, evil).why(evil).build(),
            Finding.of("X3", Status.PASS, evil).build()),
        List.of(chart),
        List.of(
            new Table(
                "t",
                evil,
                List.of(Table.Column.text(evil), Table.Column.number("n", evil)),
                List.of(row(evil, Double.NaN), row(evil, null)))),
        Map.of(evil, evil),
        new Provenance(
            evil,
            evil,
            evil,
            evil,
            evil,
            0,
            0,
            evil,
            evil,
            Map.of(evil, List.of(evil)),
            evil,
            evil,
            "2026-11-21T09:30:00Z",
            0));
  }
}
