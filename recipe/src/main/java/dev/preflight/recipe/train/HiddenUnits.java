package dev.preflight.recipe.train;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Rule;
import dev.preflight.reports.Skip;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.training.Trainer;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.Dataset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Whether the hidden units of a trained net still do something. */
final class HiddenUnits {

  static final Rule DEAD =
      new Rule(
          "R07",
          "dead units",
          "hidden units that are zero whatever the net sees, and so never learn again",
          """
          At the best checkpoint, the units of every hidden ReLU (channels of a convolution) that \
          are zero on all of up to 2,000 training items. More than half of a layer warns, more than \
          90 % fails. A unit that answers to 1 item in 400 is missed by chance with less than 1 %. \
          With fewer than 500 items only living units prove something.""",
          "Lu et al. (2019), Dying ReLU and Initialization; SageMaker Debugger DeadRelu");

  static final Rule SATURATED =
      new Rule(
          "R08",
          "saturated units",
          "hidden tanh or sigmoid units that stand at the end of their range, where no gradient passes",
          """
          At the best checkpoint, the share of values of every hidden tanh beyond 0.99 in size, of \
          every hidden sigmoid outside 0.01 to 0.99, over up to 2,000 training items. More than \
          half of a layer warns, more than 80 % fails. Gates (what is multiplied with something) \
          and outputs are left out.""",
          "Glorot and Bengio (2010); SageMaker Debugger SaturatedActivation");

  /** Of healthy small ReLU nets, 3 of 712 have a layer beyond it. */
  static final double MANY_DEAD = 0.5;

  private static final double MOST_DEAD = 0.9;
  private static final double MUCH_SATURATED = 0.5;
  private static final double MOST_SATURATED = 0.8;
  private static final int FEWEST = 500;

  private HiddenUnits() {}

  /** Findings of a net that has such units; none of one that has not. */
  static List<Finding> of(TrainingGraph graph, Trainer trainer, Dataset sample) {
    return of(Activations.of(graph, trainer, sample));
  }

  static List<Finding> of(List<Activations> layers) {
    List<Finding> findings = new ArrayList<>();
    List<Activations> rectifiers = layers.stream().filter(Activations::rectifies).toList();
    if (!rectifiers.isEmpty()) {
      findings.add(dead(rectifiers));
    }
    List<Activations> squashes =
        layers.stream().filter(Predicate.not(Activations::rectifies)).toList();
    if (!squashes.isEmpty()) {
      findings.add(saturated(squashes));
    }
    return findings;
  }

  private static Activations worst(List<Activations> layers, ToDoubleFunction<Activations> by) {
    return layers.stream().max(Comparator.comparingDouble(by)).orElseThrow();
  }

  private static Finding dead(List<Activations> layers) {
    Activations worst = worst(layers, Activations::deadShare);
    double share = worst.deadShare();
    Status status = share > MOST_DEAD ? Status.FAIL : share > MANY_DEAD ? Status.WARN : Status.PASS;
    String told =
        Sentence.of(
            "%,d of %,d units of %s are zero on all of %,d items",
            worst.dead(), worst.units(), worst.name(), worst.items());
    if (status != Status.PASS && worst.items() < FEWEST) {
      return Finding.of(DEAD, Status.SKIP, told)
          .measured(share)
          .where(worst.name())
          .skipped(Skip.UNMEASURED)
          .why(Sentence.of("On fewer than %,d items a unit may be zero by chance.", FEWEST))
          .fix("Give more training items.")
          .build();
    }
    return judged(DEAD, status, told, share, MANY_DEAD, worst)
        .unit("share of the units")
        .why(
            status == Status.PASS
                ? null
                : "A rate that was too high once, or biases or weights drawn too far below zero.")
        .fix(
            status == Status.PASS
                ? null
                : "Lower the peak rate or warm up; He initialization with zero biases; leaky ReLU.")
        .build();
  }

  private static Finding saturated(List<Activations> layers) {
    Activations worst = worst(layers, Activations::saturatedShare);
    double share = worst.saturatedShare();
    Status status =
        share > MOST_SATURATED ? Status.FAIL : share > MUCH_SATURATED ? Status.WARN : Status.PASS;
    String told =
        Sentence.of(
            "%s of the values of %s (%s) are at an end of its range",
            Numbers.percent(share), worst.name(), worst.kind());
    return judged(SATURATED, status, told, share, MUCH_SATURATED, worst)
        .unit("share of the values")
        .why(status == Status.PASS ? null : "Inputs or weights are too large for it.")
        .fix(
            status == Status.PASS
                ? null
                : "Scale the data, use Glorot initialization, lower the rate, or normalize before it.")
        .build();
  }

  private static Finding.Builder judged(
      Rule rule, Status status, String told, double share, double limit, Activations worst) {
    return Finding.of(rule, status, told)
        .measured(share)
        .expected("at most " + Numbers.percent(limit))
        .where(worst.name());
  }
}
