package dev.preflight.sanity.graph;

import dev.preflight.reports.Finding;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.check.Text;
import java.util.List;
import java.util.Set;

/**
 * G13: there is a non-linearity between layers.
 *
 * <p>Two exact tests. If the whole network is affine in its inputs, f(a + b) - f(a) - f(b) + f(0)
 * is 0 for all inputs. If only the end of it is (pooling is not affine), the outputs are affine in
 * each of two kernels but not in both together, which holds for two layers with nothing between
 * them and for no other arrangement.
 */
public final class AffineCheck implements Check {

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "G13",
        "non-linearity",
        "activations left out, so that layers collapse into one",
        Profile.QUICK);
  }

  @Override
  public Set<String> needs() {
    return Set.of("D01", "D02", "D03", "G06", "G08", "G12");
  }

  @Override
  public Finding run(Lab lab) {
    if (!lab.namesOutputs()) {
      return Findings.skip(
          this,
          "The program names no logits.",
          "Name the tensor of the outputs as \"logits\", before the softmax.");
    }
    List<String> kernels =
        lab.graph().trainable().stream().filter(v -> lab.graph().shapeOf(v).size() >= 2).toList();
    if (kernels.size() < 2) {
      return Findings.pass(
              this, "The model has one kernel or none: there is nothing that could collapse.")
          .measured((double) kernels.size())
          .unit("kernels")
          .build();
    }
    double inputs = Affinity.inInputs(lab);
    if (inputs < Affinity.AFFINE) {
      return Findings.fail(
              this,
              "The network is affine although it has "
                  + kernels.size()
                  + " kernels: f(a + b) - f(a) - f(b) + f(0) is "
                  + Text.of(inputs)
                  + " of its outputs, expected above "
                  + Text.of(Affinity.AFFINE)
                  + ". There is no activation between its layers.")
          .measured(inputs)
          .expected("above " + Text.of(Affinity.AFFINE))
          .where(Text.some(kernels, 6))
          .why("Activations were left out or set to linear; all layers together are one.")
          .fix("Put tf.nn.relu (or another activation) after every hidden layer.")
          .source("DeepCrime ARM; " + Findings.CATALOGUE + ", G13")
          .build();
    }
    Affinity.Collapse collapse = Affinity.collapse(lab, kernels);
    if (collapse != null) {
      String title =
          "There is no activation between "
              + collapse.first()
              + " and "
              + collapse.second()
              + ": the outputs are affine in each (second difference "
              + Text.of(collapse.single())
              + " of the first) and bilinear in both ("
              + Text.of(collapse.joint())
              + "), so the two layers are one.";
      return collapse.bottleneck()
          ? Findings.info(this, title + " Their inner width makes it a low-rank layer.")
              .measured(collapse.single())
              .build()
          : Findings.fail(this, title)
              .measured(collapse.single())
              .expected("above " + Text.of(Affinity.AFFINE))
              .where(collapse.first() + ", " + collapse.second())
              .why("An activation was left out or set to linear.")
              .fix("Put tf.nn.relu (or another activation) after every hidden layer.")
              .source("DeepCrime ARM; " + Findings.CATALOGUE + ", G13")
              .build();
    }
    if (Double.isNaN(inputs)) {
      return Findings.pass(this, "No two layers collapse into one.").build();
    }
    return Findings.pass(
            this,
            "The network is not affine: f(a + b) - f(a) - f(b) + f(0) is "
                + Text.of(inputs)
                + " of its outputs, and no two layers collapse into one.")
        .measured(inputs)
        .expected("above " + Text.of(Affinity.AFFINE))
        .build();
  }
}
