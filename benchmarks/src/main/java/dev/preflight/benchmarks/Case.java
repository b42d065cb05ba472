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
import java.util.stream.Stream;

/**
 * One of the cases of the learning-rate benchmarks: a program with an optimizer.
 *
 * @param program a built-in program, or one of {@link FinderNets}
 * @param optimizer sgd, momentum or adam, with our defaults
 */
record Case(String program, Optimizer.Kind optimizer) {

  static final int BATCH = 64;

  /** Cases the rule was designed on; the others are reported. */
  private static final List<String> DESIGN =
      List.of(
          "lenet-momentum",
          "lenet-adam",
          "mlp-sgd",
          "mlp-momentum",
          "convnet-bn-adam",
          "regression-mlp-sgd");

  /** Programs whose truth was made after the finder was last changed. */
  private static final List<String> UNSEEN = List.of("tanh-mlp", "softmax", "autoencoder", "value");

  /** Those of the finder. */
  static List<Case> all() {
    List<Case> cases = new ArrayList<>(builtIn());
    cases.add(new Case("small-cnn", Optimizer.Kind.MOMENTUM));
    cases.add(new Case("small-resnet", Optimizer.Kind.MOMENTUM));
    cases.add(new Case("depthwise", Optimizer.Kind.ADAM));
    cases.add(new Case("multi-label", Optimizer.Kind.SGD));
    cases.add(new Case("tanh-mlp", Optimizer.Kind.ADAM));
    cases.add(new Case("tanh-mlp", Optimizer.Kind.SGD));
    cases.add(new Case("softmax", Optimizer.Kind.ADAM));
    cases.add(new Case("softmax", Optimizer.Kind.SGD));
    cases.add(new Case("autoencoder", Optimizer.Kind.ADAM));
    cases.add(new Case("autoencoder", Optimizer.Kind.MOMENTUM));
    cases.add(new Case("value", Optimizer.Kind.ADAM));
    cases.add(new Case("value", Optimizer.Kind.MOMENTUM));
    return cases;
  }

  private static List<Case> builtIn() {
    List<Case> cases = new ArrayList<>();
    for (String program : List.of("regression-mlp", "mlp", "convnet-bn", "lenet")) {
      for (Optimizer.Kind kind :
          List.of(Optimizer.Kind.MOMENTUM, Optimizer.Kind.ADAM, Optimizer.Kind.SGD)) {
        cases.add(new Case(program, kind));
      }
    }
    return cases;
  }

  String id() {
    return program + "-" + optimizer.id();
  }

  boolean isDesign() {
    return DESIGN.contains(id());
  }

  /** Whether the finder as it is was made without looking at it. */
  boolean isUnseen() {
    return UNSEEN.contains(program);
  }

  /** Run lengths: 300 updates, also 2,000 where they are cheap, and only that for the small CNN. */
  List<Integer> lengths() {
    if (program.equals("small-cnn")) {
      return List.of(2000);
    }
    return program.endsWith("mlp") || isUnseen() ? List.of(300, 2000) : List.of(300);
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
        Stream.concat(Programs.all(Case.class.getClassLoader()).stream(), FinderNets.all().stream())
            .filter(p -> p.name().equals(program))
            .findFirst()
            .orElseThrow();
    TrainingData data =
        program.equals("regression-mlp")
            ? built.data().orElseThrow()
            : DataSpec.open(mnist, Path.of(""));
    // One thread: as many of these processes as there are processors do more than one on all.
    return TrainingGraph.build(
        built,
        data,
        TrainingGraph.Options.defaults().withOptimizer(Optimizer.of(optimizer)).withThreads(1));
  }
}
