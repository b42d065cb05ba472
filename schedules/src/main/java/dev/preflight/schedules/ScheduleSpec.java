package dev.preflight.schedules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A schedule as it is written: percentages and epochs not yet resolved against a run.
 *
 * <p>The text form: a kind with its arguments ({@code cosine(peak=0.1, end=0)}), phases one after
 * the other ({@code warmup(5%) + cosine(peak=0.1)}), products ({@code 0.5 * step(peak=0.1) *
 * cosine(peak=1)}) and parentheses. Lengths are updates ({@code 300}), percentages of the run
 * ({@code 5%}) or epochs ({@code 3ep}); rates may be percentages of the peak ({@code end=1%}). A
 * schedule may follow a metric: {@code warmup(5%) + plateau(peak=0.1, factor=0.5, patience=5)}, or
 * any other that a plateau cuts, {@code exponential-growth(peak=0.1) * plateau(factor=0.5)} (Li and
 * Arora 2020). The name of one of {@link KnownRecipe#ALL} stands for its schedule.
 *
 * <p>{@link #toString} is the same text in canonical form and {@link #parse} reads it back to an
 * equal spec; so do {@link #toMap} and {@link #fromMap} for JSON.
 *
 * @since 0.1
 */
public final class ScheduleSpec {
  private final Kind kind;
  private final Map<String, Value> arguments;

  /** Arguments are checked by whoever read them, who knows where they stood. */
  ScheduleSpec(Kind kind, Map<String, Value> arguments) {
    this.kind = kind;
    Map<String, Value> ordered = new LinkedHashMap<>();
    for (Parameter parameter : kind.parameters()) {
      Value value = arguments.get(parameter.name());
      if (value != null) {
        ordered.put(parameter.name(), value);
      }
    }
    this.arguments = Collections.unmodifiableMap(ordered);
  }

  /**
   * Reads the text form.
   *
   * @throws ScheduleSyntaxException if it cannot be read, naming the column and the nearest word
   */
  public static ScheduleSpec parse(String text) {
    return new SpecParser(KnownRecipe.find(text.strip()).map(KnownRecipe::schedule).orElse(text))
        .parse();
  }

  /**
   * Reads the JSON form: {@code {"schedule": "cosine", "peak": 0.1, "end": "1%"}}, where values are
   * numbers, strings, lists and nested specs, all of which may also be texts.
   *
   * @throws ScheduleSyntaxException if it cannot be read, naming the path and the nearest word
   */
  public static ScheduleSpec fromMap(Map<String, ?> json) {
    return SpecJson.read(json);
  }

  /** The JSON form, in maps, lists, strings and numbers only. */
  public Map<String, Object> toMap() {
    return SpecJson.write(this);
  }

  /**
   * Plans this schedule for a run.
   *
   * @throws IllegalArgumentException if a peak is missing, phases do not fit into the run, or
   *     epochs are used and the run does not know them
   */
  public PlannedSchedule resolve(Run run) {
    return new PlannedSchedule(this, run);
  }

  /** The name of its kind, such as {@code cosine} or {@code sequence}. */
  public String name() {
    return kind.name();
  }

  /**
   * The nominal peak learning rate, or empty where none is written. For exponential growth it is
   * the rate of the equivalent constant schedule, which growth exceeds.
   */
  public OptionalDouble peak() {
    return SpecScaling.peak(this);
  }

  /**
   * The same schedule with another peak learning rate: every written rate is scaled alike, so its
   * shape stays; where no peak was written, there is one now.
   *
   * @param peak the new peak, in (0, 1e6]
   */
  public ScheduleSpec withPeak(double peak) {
    return SpecScaling.withPeak(this, peak);
  }

  /**
   * Whether it follows a metric, so that its rates are known only as the run goes: see {@link
   * PlannedSchedule#multiplier}.
   */
  public boolean isAdaptive() {
    return Plateaus.ruleOf(this).isPresent();
  }

  /** The same schedule with every length, factor per update and milestone for a shorter run. */
  ScheduleSpec compressed(Run from, long updates) {
    return SpecScaling.compressed(this, from, updates);
  }

  Kind kind() {
    return kind;
  }

  Map<String, Value> arguments() {
    return arguments;
  }

  /** The schedules among its arguments, in order. */
  List<ScheduleSpec> nested() {
    return arguments.values().stream()
        .flatMap(
            value ->
                value instanceof Value.Items items ? items.values().stream() : Stream.of(value))
        .filter(Value.Nested.class::isInstance)
        .map(value -> ((Value.Nested) value).spec())
        .toList();
  }

  /** The same kind with one argument set. */
  ScheduleSpec with(String name, Value value) {
    Map<String, Value> changed = new LinkedHashMap<>(arguments);
    changed.put(name, value);
    return new ScheduleSpec(kind, changed);
  }

  Compiled compile(Run run, long offset, long length, double fallbackPeak, double neighbour) {
    return kind.compiler()
        .compile(new Arguments(kind, arguments, run, offset, length, fallbackPeak, neighbour));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScheduleSpec spec
        && spec.kind.equals(kind)
        && spec.arguments.equals(arguments);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + arguments.hashCode();
  }

  /** The canonical text, which {@link #parse} reads back to an equal spec. */
  @Override
  public String toString() {
    return SpecPrinter.print(this);
  }
}
