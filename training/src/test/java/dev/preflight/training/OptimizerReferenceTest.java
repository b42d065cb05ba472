package dev.preflight.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.preflight.training.data.Batch;
import dev.preflight.training.data.TrainingData;
import dev.preflight.training.optimizer.Optimizer;
import dev.preflight.training.optimizer.StepSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/** Our optimizers against torch.optim (optimizers.py) and against the papers' update rules. */
class OptimizerReferenceTest {

  private static final TrainingData DATA = TestPrograms.numbers(4);
  private static final Batch BATCH = TestPrograms.batch(DATA, 0, 4);

  record Line(double rate, double momentum, List<Double> weights) {}

  static Map<String, List<Line>> golden() {
    Map<String, List<Line>> cases = new LinkedHashMap<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                OptimizerReferenceTest.class.getResourceAsStream("optimizers.csv"),
                StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] cells = line.split(",", -1);
        double[] numbers =
            Arrays.stream(cells, 2, cells.length).mapToDouble(Double::parseDouble).toArray();
        cases
            .computeIfAbsent(cells[0], k -> new ArrayList<>())
            .add(new Line(numbers[0], numbers[1], Arrays.stream(numbers, 2, 11).boxed().toList()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cases;
  }

  static Stream<String> cases() {
    return golden().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyStepIsThatOfTorch(String name) {
    List<Line> lines = golden().get(name);
    assertThat(lines).hasSizeGreaterThanOrEqualTo(20);

    for (boolean resource : new boolean[] {false, true}) {
      follow(name, new Quadratic<>(TFloat64.class, resource), lines, 1e-9);
      follow(name, new Quadratic<>(TFloat32.class, resource), lines, 2e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyStepIsThatOfThePaper(String name) {
    Optimizer optimizer = optimizer(name);
    double[] weights =
        DoubleStream.concat(Arrays.stream(Quadratic.W0), DoubleStream.of(0, 0, 0)).toArray();
    PaperRule rule = new PaperRule(optimizer, weights.length);
    List<Line> lines = new ArrayList<>();
    for (Line line : golden().get(name)) {
      // Unlike torch, the first-moment decay of Adam changes too.
      double momentum =
          optimizer.momentum() > 0 ? optimizer.momentum() - 0.1 * (lines.size() % 3) : 0;
      weights = rule.step(weights, line.rate(), momentum);
      lines.add(new Line(line.rate(), momentum, Arrays.stream(weights).boxed().toList()));
    }

    for (boolean resource : new boolean[] {false, true}) {
      follow(name, new Quadratic<>(TFloat64.class, resource), lines, 1e-9);
    }
  }

  private static Optimizer optimizer(String name) {
    Optimizer optimizer = Optimizer.of(name.replace("-cycled", ""));
    return optimizer.kind() == Optimizer.Kind.ADAMW
        ? optimizer.withWeightDecay(0.1)
        : optimizer.kind() == Optimizer.Kind.RMSPROP ? optimizer.withMomentum(0.9) : optimizer;
  }

  private static void follow(
      String name, Quadratic<?> problem, List<Line> lines, double tolerance) {
    TrainingGraph.Options options = TrainingGraph.Options.defaults().withOptimizer(optimizer(name));
    try (TrainingGraph graph = TrainingGraph.build(problem.program(), DATA, options);
        Trainer trainer = graph.open(1)) {
      for (int step = 0; step < lines.size(); step++) {
        Line line = lines.get(step);
        trainer.step(BATCH, StepSettings.of(line.rate()).withMomentum(line.momentum()));
        double[] weights =
            DoubleStream.concat(
                    Arrays.stream(trainer.variable("w").toDoubles()),
                    Arrays.stream(trainer.variable("b").toDoubles()))
                .toArray();
        assertThat(weights)
            .as("%s after step %d of %s", name, step + 1, problem)
            .usingComparatorWithPrecision(tolerance)
            .containsExactly(line.weights().stream().mapToDouble(v -> v).toArray());
      }
      assertThat(trainer.updates()).isEqualTo(lines.size());
      assertThat(graph.takesMomentum()).isEqualTo(optimizer(name).momentum() > 0);
    }
  }

  /** The update rules as the papers print them, number by number. */
  private static final class PaperRule {
    private final Optimizer o;
    private final double[] first;
    private final double[] second;
    private int t;
    private double betaProduct = 1;

    PaperRule(Optimizer optimizer, int size) {
      this.o = optimizer;
      this.first = new double[size];
      this.second = new double[size];
    }

    double[] step(double[] weights, double rate, double momentum) {
      t++;
      betaProduct *= momentum;
      double[] next = new double[weights.length];
      for (int i = 0; i < weights.length; i++) {
        boolean kernel = i < 6;
        double g =
            kernel
                ? Quadratic.C[i] * (weights[i] - Quadratic.A[i])
                : Quadratic.D[i - 6] * (weights[i] - Quadratic.B[i - 6]);
        double decayed = kernel ? weights[i] * (1 - rate * o.weightDecay()) : weights[i];
        next[i] = decayed - update(i, g, rate, momentum);
      }
      return next;
    }

    private double update(int i, double g, double rate, double momentum) {
      return switch (o.kind()) {
        case SGD -> rate * g;
        case MOMENTUM -> {
          first[i] = momentum * first[i] + g;
          yield rate * first[i];
        }
        case NESTEROV -> {
          first[i] = momentum * first[i] + g;
          yield rate * (g + momentum * first[i]);
        }
        case ADAGRAD -> {
          second[i] += g * g;
          yield rate * g / (Math.sqrt(second[i]) + o.epsilon());
        }
        case ADADELTA -> {
          // first holds E[dx^2], second E[g^2].
          second[i] = o.decay() * second[i] + (1 - o.decay()) * g * g;
          double dx = Math.sqrt(first[i] + o.epsilon()) / Math.sqrt(second[i] + o.epsilon()) * g;
          first[i] = o.decay() * first[i] + (1 - o.decay()) * dx * dx;
          yield rate * dx;
        }
        case RMSPROP -> {
          second[i] = o.decay() * second[i] + (1 - o.decay()) * g * g;
          first[i] = momentum * first[i] + g / (Math.sqrt(second[i]) + o.epsilon());
          yield rate * first[i];
        }
        case ADAM, ADAMW -> {
          first[i] = momentum * first[i] + (1 - momentum) * g;
          second[i] = o.decay() * second[i] + (1 - o.decay()) * g * g;
          double mean = first[i] / (1 - betaProduct);
          double square = second[i] / (1 - Math.pow(o.decay(), t));
          yield rate * mean / (Math.sqrt(square) + o.epsilon());
        }
      };
    }
  }

  @Test
  void rateZero_movesNothing() {
    for (String name : Optimizer.names()) {
      TrainingGraph.Options options =
          TrainingGraph.Options.defaults().withOptimizer(Optimizer.of(name).withWeightDecay(0.1));
      try (TrainingGraph graph =
              TrainingGraph.build(new Quadratic<>(TFloat32.class, false).program(), DATA, options);
          Trainer trainer = graph.open(1)) {
        trainer.step(BATCH, StepSettings.of(0));

        assertThat(trainer.variable("w").toDoubles())
            .as(name)
            .usingComparatorWithPrecision(1e-7)
            .containsExactly(Quadratic.W0);
      }
    }
  }

  @Test
  void gradientNorm_isThatOfAllGradientsTogether() {
    double expected = 0;
    for (int i = 0; i < 6; i++) {
      expected += Math.pow(Quadratic.C[i] * (Quadratic.W0[i] - Quadratic.A[i]), 2);
    }
    for (int i = 0; i < 3; i++) {
      expected += Math.pow(Quadratic.D[i] * Quadratic.B[i], 2);
    }
    try (TrainingGraph graph =
            TrainingGraph.build(
                new Quadratic<>(TFloat64.class, true).program(),
                DATA,
                TrainingGraph.Options.defaults());
        Trainer trainer = graph.open(1)) {
      assertThat(trainer.stepWithNorm(BATCH, StepSettings.of(0.1)).gradientNorm())
          .isCloseTo(Math.sqrt(expected), within(1e-12));
    }
  }
}
