package dev.preflight.tuner.finder;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.training.TrainingGraph;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is said where only ramps were made: a bracket. One ramp passes every rate in a few updates,
 * so that it cannot tell which of them trains best; docs/performance.md has how often the bracket
 * holds the best rate.
 */
final class BareRamp {

  /**
   * Where the best rate lies, as factors of the ramp's rate of the lowest loss. They differ by how
   * an optimizer steps: one that scales by the gradient's size moves at full speed from the first
   * update, so that a ramp, which stays at no rate for long, ends above what a run can hold; plain
   * descent is slow to fall, and a ramp of it ends early. Read off the twelve cases of
   * docs/performance.md.
   */
  private enum Reach {
    ADAPTIVE("ada|adam|rms|ftrl|lamb|lion", 1.0 / 50, 1, 0.002),
    MOMENTUM("momentum|nesterov", 1.0 / 10, 6, 0.07),
    PLAIN("sgd|gradientdescent", 1.0 / 2, 25, 0.3),
    UNKNOWN("", 1.0 / 50, 25, 0.03);

    private final Pattern names;
    private final double low;
    private final double high;

    /** The best peak of a decaying schedule, where nothing is known but the kind of optimizer. */
    private final double usual;

    Reach(String names, double low, double high, double usual) {
      this.names = Pattern.compile(names);
      this.low = low;
      this.high = high;
      this.usual = usual;
    }

    static Reach of(String optimizer) {
      String name = optimizer.toLowerCase(Locale.ROOT);
      return Arrays.stream(values())
          .filter(reach -> reach.names.matcher(name).find())
          .findFirst()
          .orElse(UNKNOWN);
    }
  }

  /** A rate this factor below the bracket is worth a warning. */
  private static final double FAR = 10;

  private BareRamp() {}

  static FinderResult.Bracket bracket(FinderResult.Landmarks landmarks, String optimizer) {
    Reach reach = Reach.of(optimizer);
    return new FinderResult.Bracket(
        reach.low * landmarks.minimum(),
        reach.high * landmarks.minimum(),
        "read off the bare ramp (--quick), not verified by training");
  }

  /** Where to begin the search: the middle of the bracket, in log rate. */
  static double centre(FinderResult.Landmarks landmarks, String optimizer) {
    Reach reach = Reach.of(optimizer);
    return landmarks.minimum() * Math.sqrt(reach.low * reach.high);
  }

  /** What to expect of the best peak before any is seen. */
  static double usual(String optimizer) {
    return Reach.of(optimizer).usual;
  }

  static String text(FinderResult.Bracket bracket) {
    return Sentence.of("%s and %s", Numbers.rough(bracket.low()), Numbers.rough(bracket.high()));
  }

  /** A hint, whose two ends are known and whose inside is not. */
  static Finding finding(FinderResult.Bracket bracket, long planned) {
    return Finding.of(
            FinderRules.SUGGESTION,
            Status.INFO,
            Sentence.of(
                "The best rate for %d updates is expected between %s: a hint of the bare ramp",
                planned, text(bracket)))
        .expected("a rate that was verified by training")
        .unit("learning rate")
        .why("A ramp passes each rate in a few updates: it brackets the rate, and names none.")
        .fix("Run `preflight lr-find` without --quick.")
        .build();
  }

  /** Warns of the program's own rate only where the ramp itself speaks against it. */
  static Optional<Finding> ownRate(TrainingGraph graph, FinderResult result) {
    FinderResult.Bracket bracket = result.bracket();
    FinderResult.Landmarks landmarks = result.landmarks();
    double own = graph.learningRate();
    if (bracket == null || landmarks == null || Double.isNaN(own)) {
      return Optional.empty();
    }
    boolean diverges = own > bracket.high() && own > landmarks.divergence();
    boolean far = own < bracket.low() / FAR;
    String where =
        diverges
            ? Sentence.of(
                "is above the bracket, and above %s, where the ramp diverges",
                Numbers.rough(landmarks.divergence()))
            : far
                ? "is far below the bracket"
                : own < bracket.low() || own > bracket.high()
                    ? "lies near the bracket"
                    : "lies in the bracket";
    return Optional.of(
        Finding.of(
                FinderRules.OWN_RATE,
                diverges || far ? Status.WARN : Status.INFO,
                Sentence.of("The program's own rate %s %s", Numbers.rough(own), where))
            .measured(own)
            .expected(Sentence.of("between %s", text(bracket)))
            .unit("learning rate")
            .fix(diverges || far ? "Let short runs find a rate: preflight lr-find." : null)
            .build());
  }
}
