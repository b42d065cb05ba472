package dev.preflight.sanity.graph;

import dev.preflight.reports.Finding;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.check.ShortRun;
import dev.preflight.sanity.loss.Outputs;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.HostArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * G06: the units of a layer start different, or become so.
 *
 * <p>A kernel of equal columns is harmless where random neighbours break the tie, as in a
 * zero-initialised last layer; so the failure is that the columns are equal at first and still
 * equal after a few updates.
 */
public final class SymmetryCheck implements Check {

  private static final int UPDATES = 5;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "G06",
        "broken symmetry",
        "kernels that start at zero or another constant, so that all units stay identical",
        """
        Compares the units of every kernel at the initial weights and after 5 updates. Units \
        that are equal and stay equal fail: they are one unit. A zero kernel whose \
        neighbours break the tie passes.""",
        "TheDeepChecker (Ben Braiek and Khomh 2023); Goodfellow et al. 2016, section 8.4",
        Profile.QUICK);
  }

  @Override
  public Set<String> needs() {
    return Set.of("D01", "D02", "D03", "G12");
  }

  @Override
  public Seeds seeds() {
    return Seeds.ALL;
  }

  @Override
  public Finding run(Lab lab) {
    List<String> kernels =
        lab.graph().trainable().stream().filter(v -> lab.graph().shapeOf(v).size() >= 2).toList();
    if (kernels.isEmpty()) {
      return Findings.inapplicable(this, "No trainable variable has two dimensions or more.");
    }
    Trainer initial = lab.initial();
    List<String> suspects = new ArrayList<>();
    for (String kernel : kernels) {
      if (isSymmetric(initial.variable(kernel))) {
        suspects.add(kernel);
      }
    }
    if (suspects.isEmpty()) {
      return Findings.pass(
              this,
              kernels.size() == 1
                  ? "The units of the only kernel start different."
                  : Sentence.of("The units of all %s kernels start different.", kernels.size()))
          .measured(0.0)
          .unit("kernels")
          .build();
    }
    Trainer trainer = lab.bench();
    new ShortRun(lab).steps(trainer, UPDATES, ShortRun.probingRate(lab));
    List<String> stuck =
        suspects.stream().filter(kernel -> isSymmetric(trainer.variable(kernel))).toList();
    if (stuck.isEmpty()) {
      return Findings.info(
              this,
              Sentence.of(
                  "%s%s with identical units, which differ after %s updates: no harm.",
                  Sentence.some(suspects, 4), suspects.size() == 1 ? " starts" : " start", UPDATES))
          .where(Sentence.some(suspects, 8))
          .build();
    }
    HostArray value = initial.variable(stuck.get(0));
    boolean constant = Outputs.largestDifference(value, constantLike(value)) == 0;
    return Findings.fail(
            this,
            Sentence.of(
                """
                %s of %s kernels start with identical units and still have them after %s \
                updates, expected none: %s%s""",
                stuck.size(),
                kernels.size(),
                UPDATES,
                stuck.get(0),
                constant ? Sentence.of(" is %s everywhere.", value.get(0)) : "."))
        .measured((double) stuck.size())
        .expected("0")
        .unit("kernels")
        .where(Sentence.some(stuck, 8))
        .why(
            """
            Weights initialised to zero or another constant: all units compute the same and \
            get the same gradient.""")
        .fix(
            """
            Draw kernels at random: normal with deviation sqrt(2 / inputs) before a ReLU \
            (He), sqrt(1 / inputs) otherwise.""")
        .build();
  }

  private static HostArray constantLike(HostArray value) {
    float[] same = new float[value.size()];
    Arrays.fill(same, (float) value.get(0));
    return HostArray.ofFloats(same, value.shape());
  }

  /**
   * Whether every unit has the same weights, the last dimension being the units; with one unit,
   * whether all its weights are the same.
   */
  static boolean isSymmetric(HostArray kernel) {
    int[] shape = kernel.shape();
    int units = shape[shape.length - 1];
    int stride = units == 1 ? kernel.size() : units;
    if (kernel.size() < 2) {
      return false;
    }
    for (int i = 0; i < kernel.size(); i++) {
      if (kernel.get(i) != kernel.get(i - i % stride)) {
        return false;
      }
    }
    return true;
  }
}
