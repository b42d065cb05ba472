package dev.preflight.sanity.graph;

import dev.preflight.reports.Finding;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Profile;
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
        """
        Tests f(a + b) - f(a) - f(b) + f(0) = 0, which holds for affine nets only; and for \
        pairs of kernels whether the outputs are affine in each of two but not in both, \
        which holds for two layers with nothing between them. Either fails.""",
        "DeepCrime ARM, remove activation (Humbatova et al. 2021); derived",
        Profile.QUICK);
  }

  @Override
  public Set<String> needs() {
    return Set.of("D01", "D02", "D03", "G06", "G08", "G12");
  }

  @Override
  public Finding run(Lab lab) {
    if (!lab.namesOutputs()) {
      return Findings.unmeasured(
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
              Sentence.of(
                  """
                  The network is affine although it has %s kernels: f(a + b) - f(a) - f(b) + f(0) \
                  is %s of its outputs, expected above %s. There is no activation between its \
                  layers.""",
                  kernels.size(), inputs, Affinity.AFFINE))
          .measured(inputs)
          .expected(Sentence.of("above %s", Affinity.AFFINE))
          .where(Sentence.some(kernels, 6))
          .why("Activations were left out or set to linear; all layers together are one.")
          .fix("Put tf.nn.relu (or another activation) after every hidden layer.")
          .build();
    }
    Affinity.Collapse collapse = Affinity.collapse(lab, kernels);
    if (collapse != null) {
      String title =
          Sentence.of(
              """
              There is no activation between %s and %s: the outputs are affine in each \
              (second difference %s of the first) and bilinear in both (%s), so the two \
              layers are one.""",
              collapse.first(), collapse.second(), collapse.single(), collapse.joint());
      return collapse.bottleneck()
          ? Findings.info(
                  this, Sentence.of("%s Their inner width makes it a low-rank layer.", title))
              .measured(collapse.single())
              .build()
          : Findings.fail(this, title)
              .measured(collapse.single())
              .expected(Sentence.of("above %s", Affinity.AFFINE))
              .where(Sentence.of("%s, %s", collapse.first(), collapse.second()))
              .why("An activation was left out or set to linear.")
              .fix("Put tf.nn.relu (or another activation) after every hidden layer.")
              .build();
    }
    if (Double.isNaN(inputs)) {
      return Findings.pass(this, "No two layers collapse into one.").build();
    }
    return Findings.pass(
            this,
            Sentence.of(
                """
                The network is not affine: f(a + b) - f(a) - f(b) + f(0) is %s of its outputs, \
                and no two layers collapse into one.""",
                inputs))
        .measured(inputs)
        .expected(Sentence.of("above %s", Affinity.AFFINE))
        .build();
  }
}
