package dev.preflight.training.optimizer;

import dev.preflight.training.data.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * An optimizer of ours with its constants, to be built into a graph; the learning rate, the
 * momentum and the weight decay are fed anew with every update.
 *
 * @param kind the update rule
 * @param learningRate the rate used where none is given, in (0, 1000]
 * @param momentum momentum, or the first-moment decay of the Adam family, in [0, 1)
 * @param decay second-moment decay: rho of Adadelta and RMSProp, beta2 of the Adam family
 * @param epsilon added to the denominator, as in the paper of each rule
 * @param weightDecay decoupled weight decay of kernels, in [0, 1]; the weight shrinks by the factor
 *     {@code 1 - learningRate * weightDecay} with each update
 */
public record Optimizer(
    Kind kind,
    double learningRate,
    double momentum,
    double decay,
    double epsilon,
    double weightDecay) {

  /** The update rules. */
  public enum Kind {
    /** w -= lr * g. */
    SGD(0.05, 0, 0, 0, 0),
    /** v = m * v + g; w -= lr * v (Polyak 1964). */
    MOMENTUM(0.01, 0.9, 0, 0, 0),
    /** v = m * v + g; w -= lr * (g + m * v) (Nesterov 1983, in the form of Sutskever 2013). */
    NESTEROV(0.01, 0.9, 0, 0, 0),
    /** a += g^2; w -= lr * g / (sqrt(a) + eps) (Duchi, Hazan and Singer 2011). */
    ADAGRAD(0.01, 0, 0, 1e-10, 0),
    /** Zeiler 2012, equation 14; the paper's form has learning rate 1. */
    ADADELTA(1.0, 0, 0.9, 1e-6, 0),
    /** a = d * a + (1 - d) * g^2; w -= lr * g / (sqrt(a) + eps) (Tieleman and Hinton 2012). */
    RMSPROP(0.001, 0, 0.99, 1e-8, 0),
    /** Kingma and Ba 2015, algorithm 1: epsilon added after the bias correction. */
    ADAM(0.001, 0.9, 0.999, 1e-8, 0),
    /** Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2). */
    ADAMW(0.001, 0.9, 0.999, 1e-8, 0.01);

    private final double learningRate;
    private final double momentum;
    private final double decay;
    private final double epsilon;
    private final double weightDecay;

    Kind(double learningRate, double momentum, double decay, double epsilon, double weightDecay) {
      this.learningRate = learningRate;
      this.momentum = momentum;
      this.decay = decay;
      this.epsilon = epsilon;
      this.weightDecay = weightDecay;
    }

    /** The name users write: lower case. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Checks the ranges.
   *
   * @throws InputException naming the number that is outside
   */
  public Optimizer {
    boolean rate = learningRate > 0 && learningRate <= 1000;
    require(rate, "learning rate", "(0, 1000]", learningRate, kind, kind.learningRate);
    require(momentum >= 0 && momentum < 1, "momentum", "[0, 1)", momentum, kind, kind.momentum);
    require(decay >= 0 && decay < 1, "decay", "[0, 1)", decay, kind, kind.decay);
    require(epsilon >= 0 && epsilon <= 1, "epsilon", "[0, 1]", epsilon, kind, kind.epsilon);
    boolean shrinks = weightDecay >= 0 && weightDecay <= 1;
    require(shrinks, "weight decay", "[0, 1]", weightDecay, kind, kind.weightDecay);
  }

  private static void require(
      boolean holds, String name, String range, double value, Kind kind, double usual) {
    if (!holds) {
      throw new InputException(
          name + " must be in " + range + ", was " + value,
          "give a number of that range; the default of " + kind.id() + " is " + usual);
    }
  }

  /** The optimizer of this kind with its defaults. */
  public static Optimizer of(Kind kind) {
    return new Optimizer(
        kind, kind.learningRate, kind.momentum, kind.decay, kind.epsilon, kind.weightDecay);
  }

  /**
   * The optimizer called {@code name} (see {@link #names}) with its defaults.
   *
   * @throws InputException naming the nearest known ones
   */
  public static Optimizer of(String name) {
    for (Kind kind : Kind.values()) {
      if (kind.id().equals(name.toLowerCase(Locale.ROOT))) {
        return of(kind);
      }
    }
    InputException unknown = InputException.unknown("optimizer", name, names());
    throw new InputException(
        "unknown optimizer '" + name + "'",
        unknown.hint() + " All: " + String.join(", ", names()) + ".");
  }

  /** The names of all optimizers. */
  public static List<String> names() {
    return Arrays.stream(Kind.values()).map(Kind::id).toList();
  }

  /** The same with another learning rate. */
  public Optimizer withLearningRate(double value) {
    return new Optimizer(kind, value, momentum, decay, epsilon, weightDecay);
  }

  /** The same with another momentum. */
  public Optimizer withMomentum(double value) {
    return new Optimizer(kind, learningRate, value, decay, epsilon, weightDecay);
  }

  /** The same with another weight decay. */
  public Optimizer withWeightDecay(double value) {
    return new Optimizer(kind, learningRate, momentum, decay, epsilon, value);
  }

  @Override
  public String toString() {
    return kind.id();
  }
}
