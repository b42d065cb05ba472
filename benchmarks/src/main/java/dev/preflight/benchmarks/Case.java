package dev.preflight.benchmarks;

import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.data.source.DataSpec;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.training.program.Programs;
import dev.preflight.training.program.TrainingProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the twelve cases of the learning-rate benchmark: a program with an optimizer.
 *
 * @param program a built-in program
 * @param optimizer sgd, momentum or adam, with our defaults
 */
record Case(String program, Optimizer.Kind optimizer) {

  static final int BATCH = 64;

  /** Cases the rule was designed on; the other six are reported. */
  private static final List<String> DESIGN =
      List.of(
          "lenet-momentum",
          "lenet-adam",
          "mlp-sgd",
          "mlp-momentum",
          "convnet-bn-adam",
          "regression-mlp-sgd");

  /** All twelve, cheapest first. */
  static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    for (String program : List.of("regression-mlp", "mlp", "convnet-bn", "lenet")) {
      for (Optimizer.Kind kind :
          List.of(Optimizer.Kind.MOMENTUM, Optimizer.Kind.ADAM, Optimizer.Kind.SGD)) {
        cases.add(new Case(program, kind));
      }
    }
    return cases;
  }

  /** The six on which the search is measured. */
  static List<Case> ofSearch() {
    return all().stream().filter(one -> !one.program().endsWith("mlp")).toList();
  }

  String id() {
    return program + "-" + optimizer.id();
  }

  boolean isDesign() {
    return DESIGN.contains(id());
  }

  /** Run lengths: 300 updates, and 2,000 for the two multi-layer perceptrons. */
  List<Integer> lengths() {
    return program.endsWith("mlp") ? List.of(300, 2000) : List.of(300);
  }

  /** A rate in the middle of the useful range, where the search for the truth begins. */
  double start() {
    return switch (optimizer) {
      case ADAM -> 0.003;
      case SGD -> 0.1;
      default -> 0.03;
    };
  }

  TrainingGraph build(String mnist) {
    TrainingProgram built =
        Programs.all(Case.class.getClassLoader()).stream()
            .filter(p -> p.name().equals(program))
            .findFirst()
            .orElseThrow();
    TrainingData data =
        program.equals("regression-mlp")
            ? built.data().orElseThrow()
            : DataSpec.open(mnist, Path.of(""));
    return TrainingGraph.build(
        built, data, TrainingGraph.Options.defaults().withOptimizer(Optimizer.of(optimizer)));
  }
}
