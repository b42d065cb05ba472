package dev.preflight.reports;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

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
    return ResultDocument.of(
            "check",
            "lenet",
            "The run is not worth starting: the loss starts at 8.04 instead of 2.30, and the model cannot memorise 16 examples.",
            provenance("./preflight check lenet --batch-size 64 --seed 42"))
        .next(
            List.of(
                new NextStep(
                    "Lower the scale of the last layer, then check again.",
                    "./preflight check lenet --set head.stddev=0.044"),
                new NextStep(
                    "Look for a learning rate once the checks pass.",
                    "./preflight lr-find lenet --updates 2000")))
        .findings(findings)
        .charts(List.of(SampleCharts.memorise()))
        .tables(
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
                        row("dense2/kernel", "512x10", 0.0871, 0.031, 0)))))
        .result(Map.of("profile", "standard"))
        .build();
  }

  private static List<Object> row(Object... cells) {
    return Arrays.asList(cells);
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
    return ResultDocument.of(
            "lr-find",
            "lenet",
            "Train 2,000 updates with a peak rate of 6.3e-2 (linear decay) or 2.9e-2 (constant); divergence starts at 0.31.",
            provenance("./preflight lr-find lenet --updates 2000 --seed 42"))
        .next(
            List.of(
                new NextStep(
                    "Train with the suggested peak.",
                    "./preflight schedules lenet --learning-rate 6.3e-2 --updates 2000")))
        .findings(findings)
        .charts(List.of(SampleCharts.rangeTest(5), SampleCharts.verification()))
        .tables(
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
                        row("divergence", 0.31, 1.9)))))
        .result(
            new LrResult(
                new Suggestion(
                    0.063, 0.021, 0.066, "best of 4 verified rates, extrapolated to 2000 updates"),
                List.of(0.52, Double.POSITIVE_INFINITY, Double.NaN)))
        .build();
  }

  /** Every way to draw that the other samples do not show. */
  public static ResultDocument charts() {
    return small()
        .with()
        .next(List.of())
        .findings(List.of())
        .charts(SampleCharts.others())
        .tables(List.of())
        .result(null)
        .build();
  }

  /** A document with one of everything. */
  public static ResultDocument small() {
    return ResultDocument.of(
            "check", "mlp", "One thing deserves a look.", provenance("./preflight check mlp"))
        .next(List.of(new NextStep("Look at the learning rate.", "./preflight lr-find mlp")))
        .findings(
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
                Finding.of("D01", Status.PASS, "All values are finite.").build()))
        .charts(List.of(SampleCharts.small()))
        .tables(
            List.of(
                new Table(
                    "t",
                    "Numbers",
                    List.of(Table.Column.text("Name"), Table.Column.number("Value", "s")),
                    List.of(row("a", 1), row("b", Double.POSITIVE_INFINITY), row("c", null)))))
        .result(new LrResult(new Suggestion(0.03, 0.01, 0.1, "steepest"), List.of(Double.NaN)))
        .build();
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
    Provenance provenance =
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
            0);
    return ResultDocument.of("check", evil, evil, provenance)
        .status(ResultDocument.Ending.INTERRUPTED)
        .next(List.of(new NextStep(evil, evil)))
        .findings(
            List.of(
                finding,
                Finding.of("X2", Status.SKIP, evil).why(evil).build(),
                Finding.of("X3", Status.PASS, evil).build()))
        .charts(List.of(SampleCharts.hostile(evil)))
        .tables(
            List.of(
                new Table(
                    "t",
                    evil,
                    List.of(Table.Column.text(evil), Table.Column.number("n", evil)),
                    List.of(row(evil, Double.NaN), row(evil, null)))))
        .result(Map.of(evil, evil))
        .build();
  }
}
