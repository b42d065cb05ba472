package dev.preflight.schedules;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one kind, resolved against the run: what a {@link Kind.Compiler} asks.
 *
 * @param run the whole planned run, to which percentages and epochs refer
 * @param offset index in the run at which this schedule starts
 * @param length number of updates it is planned for, at least 1
 * @param fallbackPeak the peak where none is written; NaN if one must be written
 * @param neighbour for a warmup the value it leads to, for a cooldown the one it comes from; NaN
 *     for all others
 */
record Arguments(
    Kind kind,
    Map<String, Value> written,
    Run run,
    long offset,
    long length,
    double fallbackPeak,
    double neighbour) {

  boolean has(String name) {
    return written.containsKey(name);
  }

  private @Nullable Value find(String name) {
    Value value = written.get(name);
    return value != null ? value : parameter(name).fallback();
  }

  private Value value(String name) {
    Value value = find(name);
    if (value == null) {
      throw new IllegalArgumentException(
          kind.name() + " needs " + name + ", " + parameter(name).form());
    }
    return value;
  }

  private Parameter parameter(String name) {
    return kind.parameter(name).orElseThrow();
  }

  /** The same arguments where percentages of rates refer to a value that is not an argument. */
  Arguments withPeak(double peak) {
    return new Arguments(kind, written, run, offset, length, peak, neighbour);
  }

  /** The peak learning rate. */
  double peak() {
    Optional<Parameter> parameter =
        kind.parameters().stream().filter(p -> p.type() == Parameter.Type.PEAK).findFirst();
    String name = parameter.map(Parameter::name).orElse("peak");
    if (written.get(name) instanceof Value.Plain number) {
      return number.value();
    }
    if (Double.isNaN(fallbackPeak)) {
      throw new IllegalArgumentException(
          parameter.isPresent()
              ? kind.name() + " needs " + name + ", as in " + kind.name() + "(" + name + "=0.1)"
              : kind.name() + " has no peak, so its rates cannot be percentages");
    }
    return fallbackPeak;
  }

  /** A learning rate; percentages are of the peak. */
  double rate(String name) {
    return rate(value(name));
  }

  private double rate(Value value) {
    return value instanceof Value.Percent percent
        ? percent.percent() / 100 * peak()
        : number(value);
  }

  /** A plain number; percentages are of one. */
  double number(String name) {
    return number(value(name));
  }

  private double number(Value value) {
    if (value instanceof Value.Percent percent) {
      return percent.percent() / 100;
    }
    if (value instanceof Value.Plain number) {
      return number.value();
    }
    throw new IllegalArgumentException("not a number: " + value);
  }

  /** The word written, or empty if it is no word. */
  String word(String name) {
    return find(name) instanceof Value.Word word ? word.word() : "";
  }

  /** Whether a yes-or-no word says yes. */
  boolean yes(String name) {
    return word(name).equals("true");
  }

  /** A length in updates, rounded to the nearest whole one. */
  long updates(String name) {
    return Math.round(span(value(name), run));
  }

  /** A length in updates, not yet rounded. */
  double exactUpdates(String name) {
    return span(value(name), run);
  }

  /** A length in updates that must be at least one, because something is divided by it. */
  long atLeastOne(String name) {
    return Math.max(1, updates(name));
  }

  double[] rates(String name) {
    return items(name).stream().mapToDouble(this::rate).toArray();
  }

  double[] numbers(String name) {
    return items(name).stream().mapToDouble(this::number).toArray();
  }

  /** Positions in updates, each rounded to the nearest whole one. */
  long[] positions(String name) {
    return items(name).stream().mapToLong(item -> Math.round(span(item, run))).toArray();
  }

  private List<Value> items(String name) {
    return value(name) instanceof Value.Items items ? items.values() : List.of(value(name));
  }

  List<ScheduleSpec> schedules(String name) {
    return items(name).stream().map(item -> ((Value.Nested) item).spec()).toList();
  }

  ScheduleSpec schedule(String name) {
    return schedules(name).get(0);
  }

  /** Resolves a nested schedule that takes this one's place. */
  Compiled compile(ScheduleSpec spec) {
    return spec.compile(run, offset, length, fallbackPeak, Double.NaN);
  }

  /** A length in updates, not yet rounded. */
  static double span(Value value, Run run) {
    if (value instanceof Value.Percent percent) {
      return percent.percent() / 100 * run.updates();
    }
    if (value instanceof Value.Epochs epochs) {
      if (run.updatesPerEpoch() == 0) {
        throw new IllegalArgumentException(
            "the length "
                + value
                + " is in epochs, and the run does not say how many updates an epoch has");
      }
      return epochs.epochs() * run.updatesPerEpoch();
    }
    if (value instanceof Value.Plain number) {
      return number.value();
    }
    throw new IllegalArgumentException("not a length: " + value);
  }
}
