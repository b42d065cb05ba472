package dev.preflight.schedules;

import java.util.List;
import java.util.Optional;

/** The kind whose rate is cut when a metric stops to improve, and where in a spec it may stand. */
final class Plateaus {

  static final Kind PLATEAU =
      new Kind(
          "plateau",
          List.of("reduce-on-plateau"),
          List.of(
              Parameter.peak("peak", "max", "lr", "learning-rate", "max-lr"),
              Parameter.number("factor", 0, 1, Value.format(ReduceOnPlateau.FACTOR)),
              Parameter.number("patience", 1, 1e9, Value.format(ReduceOnPlateau.PATIENCE)),
              Parameter.number("threshold", 0, 1e299, Value.format(ReduceOnPlateau.THRESHOLD)),
              Parameter.number("cooldown", 0, 1e9, "0"),
              Parameter.number("minimum", 0, 1, "0"),
              Parameter.word("mode", "relative", "relative", "absolute")),
          arguments -> Compiled.of(Curve.constant(arguments.peak())),
          List.of(
              "A plateau cuts the rate at the patience-th check in a row without improvement, and"
                  + " counts no check of a warmup; its minimum is a share of the peak. Its rates here are those before"
                  + " cuts."));

  static final List<Kind> ALL = List.of(PLATEAU);

  private Plateaus() {}

  /**
   * The rule that cuts a schedule, from rate 1; empty where none does.
   *
   * @throws IllegalArgumentException if its numbers are none of a rule's
   */
  static Optional<ReduceOnPlateau> ruleOf(ScheduleSpec spec) {
    return seat(spec).map(Plateaus::rule);
  }

  /** What is wrong with the plateaus of a spec; empty where there are none, or nothing is. */
  static Optional<String> problem(ScheduleSpec spec) {
    Optional<ScheduleSpec> seat = seat(spec);
    if (count(spec) > (seat.isPresent() ? 1 : 0)) {
      return Optional.of(
          "a plateau follows a metric to the end of the run, so it stands last, and once");
    }
    try {
      seat.ifPresent(Plateaus::rule);
    } catch (IllegalArgumentException e) {
      return Optional.of("plateau: " + e.getMessage());
    }
    return cutsOther(spec) && seat.flatMap(s -> written(s, "peak")).isPresent()
        ? Optional.of("a plateau that cuts another schedule has no peak of its own")
        : Optional.empty();
  }

  private static boolean cutsOther(ScheduleSpec spec) {
    List<ScheduleSpec> inner = spec.nested();
    return spec.kind().equals(Combinators.PRODUCT)
        || (carries(spec) && !inner.isEmpty() && cutsOther(inner.get(inner.size() - 1)));
  }

  /** Where a plateau may stand: alone, or at the end of these. */
  private static Optional<ScheduleSpec> seat(ScheduleSpec spec) {
    if (spec.kind().equals(PLATEAU)) {
      return Optional.of(spec);
    }
    List<ScheduleSpec> inner = spec.nested();
    return carries(spec) && !inner.isEmpty() ? seat(inner.get(inner.size() - 1)) : Optional.empty();
  }

  private static boolean carries(ScheduleSpec spec) {
    return spec.kind().equals(Combinators.SEQUENCE)
        || spec.kind().equals(Combinators.PRODUCT)
        || spec.kind().equals(Combinators.SCALED);
  }

  private static int count(ScheduleSpec spec) {
    return (spec.kind().equals(PLATEAU) ? 1 : 0)
        + spec.nested().stream().mapToInt(Plateaus::count).sum();
  }

  private static ReduceOnPlateau rule(ScheduleSpec plateau) {
    return ReduceOnPlateau.of(1, Goal.MINIMIZE)
        .withFactor(number(plateau, "factor"), number(plateau, "minimum"))
        .withPatience(whole(plateau, "patience"))
        .withCooldown(whole(plateau, "cooldown"))
        .withThreshold(
            number(plateau, "threshold"),
            written(plateau, "mode").stream().noneMatch(v -> v.toString().equals("absolute")));
  }

  private static int whole(ScheduleSpec plateau, String name) {
    double number = number(plateau, name);
    if (number != Math.rint(number)) {
      throw new IllegalArgumentException(name + " counts checks: a whole number, not " + number);
    }
    return (int) number;
  }

  private static double number(ScheduleSpec plateau, String name) {
    Value value =
        written(plateau, name)
            .or(() -> PLATEAU.parameter(name).map(Parameter::fallback))
            .orElseThrow();
    return ((Value.Plain) value).value();
  }

  private static Optional<Value> written(ScheduleSpec spec, String name) {
    return Optional.ofNullable(spec.arguments().get(name));
  }
}
