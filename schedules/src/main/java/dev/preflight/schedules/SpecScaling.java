package dev.preflight.schedules;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;

/** The same schedule with another peak or another length: rewriting of specs. */
final class SpecScaling {
  private SpecScaling() {}

  static OptionalDouble peak(ScheduleSpec spec) {
    if (spec.kind().equals(Combinators.PRODUCT)) {
      // Factors after the first have a peak of one unless they say otherwise.
      List<ScheduleSpec> factors = spec.nested();
      OptionalDouble first = peak(factors.get(0));
      double others =
          factors.stream().skip(1).mapToDouble(f -> peak(f).orElse(1)).reduce(1, (a, b) -> a * b);
      return first.isPresent() ? OptionalDouble.of(first.getAsDouble() * others) : first;
    }
    OptionalDouble peak = largest(spec, SpecScaling::bearsPeak);
    if (peak.isEmpty() && spec.nested().isEmpty() && !Phases.isEdge(spec)) {
      // Some libraries' schedules lead from one rate to another and call neither the peak.
      peak = largest(spec, parameter -> parameter.type() == Parameter.Type.RATE && !hasPeak(spec));
    }
    if (peak.isPresent() && spec.kind().equals(Combinators.SCALED)) {
      return OptionalDouble.of(peak.getAsDouble() * scale(spec));
    }
    return peak;
  }

  private static boolean bearsPeak(Parameter parameter) {
    return parameter.type() == Parameter.Type.PEAK
        || parameter.type() == Parameter.Type.RATES
        || parameter.type().element() == Parameter.Type.SCHEDULE;
  }

  private static boolean hasPeak(ScheduleSpec spec) {
    return spec.kind().parameters().stream().anyMatch(SpecScaling::bearsPeak);
  }

  /** The largest rate above zero among the written arguments of such parameters. */
  private static OptionalDouble largest(ScheduleSpec spec, Predicate<Parameter> which) {
    return spec.kind().parameters().stream()
        .filter(which)
        .map(parameter -> spec.arguments().get(parameter.name()))
        .filter(Objects::nonNull)
        .flatMapToDouble(SpecScaling::peaksOf)
        .filter(rate -> rate > 0)
        .max();
  }

  private static DoubleStream peaksOf(Value value) {
    if (value instanceof Value.Plain number) {
      return DoubleStream.of(number.value());
    }
    if (value instanceof Value.Nested nested) {
      return peak(nested.spec()).stream();
    }
    if (value instanceof Value.Items items) {
      return items.values().stream().flatMapToDouble(SpecScaling::peaksOf);
    }
    return DoubleStream.empty();
  }

  private static double scale(ScheduleSpec scaled) {
    return scaled.arguments().get("by") instanceof Value.Plain by ? by.value() : 1;
  }

  static ScheduleSpec withPeak(ScheduleSpec spec, double newPeak) {
    if (!(newPeak > 0 && newPeak <= Defaults.LARGEST_RATE)) {
      throw new IllegalArgumentException("peak must be in (0, 1e6], was " + newPeak);
    }
    return rescale(spec, peak(spec).orElse(newPeak), newPeak);
  }

  /** The peak itself becomes the new one exactly; everything else keeps its ratio to it. */
  private static ScheduleSpec rescale(ScheduleSpec spec, double oldPeak, double newPeak) {
    if (spec.kind().equals(Combinators.SCALED) && scale(spec) > 0) {
      ScheduleSpec inner = spec.nested().get(0);
      return spec.with(
          "schedule",
          new Value.Nested(rescale(inner, oldPeak / scale(spec), newPeak / scale(spec))));
    }
    if (spec.kind().equals(Combinators.PRODUCT)) {
      List<ScheduleSpec> factors = spec.nested();
      ScheduleSpec first = factors.get(0);
      double others = oldPeak / peak(first).orElse(oldPeak);
      List<Value> changed =
          new ArrayList<>(
              List.of(new Value.Nested(rescale(first, oldPeak / others, newPeak / others))));
      factors.stream().skip(1).map(Value.Nested::new).forEach(changed::add);
      return spec.with(Combinators.PARTS, new Value.Items(changed));
    }
    Map<String, Value> changed = new LinkedHashMap<>();
    for (Parameter parameter : spec.kind().parameters()) {
      Value value = spec.arguments().get(parameter.name());
      if (value != null) {
        changed.put(parameter.name(), rescale(parameter.type().element(), value, oldPeak, newPeak));
      } else if (parameter.type() == Parameter.Type.PEAK) {
        changed.put(parameter.name(), new Value.Plain(newPeak));
      }
    }
    return new ScheduleSpec(spec.kind(), changed);
  }

  private static Value rescale(Parameter.Type type, Value value, double oldPeak, double newPeak) {
    if (value instanceof Value.Nested nested) {
      return new Value.Nested(rescale(nested.spec(), oldPeak, newPeak));
    }
    if (value instanceof Value.Items items) {
      return new Value.Items(
          items.values().stream().map(v -> rescale(type, v, oldPeak, newPeak)).toList());
    }
    if ((type == Parameter.Type.PEAK || type == Parameter.Type.RATE)
        && value instanceof Value.Plain number) {
      double rate = number.value();
      return new Value.Plain(rate == oldPeak ? newPeak : rounded(rate / oldPeak * newPeak));
    }
    return value;
  }

  static ScheduleSpec compressed(ScheduleSpec spec, Run from, long updates) {
    Map<String, Value> changed = new LinkedHashMap<>();
    for (Parameter parameter : spec.kind().parameters()) {
      Value value = spec.arguments().get(parameter.name());
      if (value != null) {
        Parameter.Type type = parameter.type().element();
        // What is repeated is planned for one period, so its lengths are shares of the period.
        boolean inPeriod =
            type == Parameter.Type.SCHEDULE && spec.kind().equals(Combinators.REPEATED);
        Run own = inPeriod ? from.withUpdates(period(spec, from)) : from;
        long ownUpdates =
            Math.max(1, Math.round((double) own.updates() / from.updates() * updates));
        changed.put(parameter.name(), compressed(type, value, own, ownUpdates));
      }
    }
    return new ScheduleSpec(spec.kind(), changed);
  }

  private static long period(ScheduleSpec repeated, Run run) {
    Value every = repeated.arguments().get("every");
    return every == null ? run.updates() : Math.max(1, Math.round(Arguments.span(every, run)));
  }

  private static Value compressed(Parameter.Type type, Value value, Run from, long updates) {
    if (value instanceof Value.Nested nested) {
      return new Value.Nested(compressed(nested.spec(), from, updates));
    }
    if (value instanceof Value.Items items) {
      return new Value.Items(
          items.values().stream().map(item -> compressed(type, item, from, updates)).toList());
    }
    if (type == Parameter.Type.SPAN
        && !(value instanceof Value.Percent)
        && !(value instanceof Value.Word)) {
      double share = Arguments.span(value, from) / from.updates();
      // A milestone after the end of the run cannot be a percentage of it.
      return share <= 1
          ? new Value.Percent(rounded(100 * share))
          : new Value.Plain(Math.rint(share * updates));
    }
    if (type == Parameter.Type.PER_UPDATE && value instanceof Value.Plain factor) {
      return new Value.Plain(Math.pow(factor.value(), (double) from.updates() / updates));
    }
    return value;
  }

  /** Fourteen digits: exact enough for any use, and 5% does not become 5.000000000000001%. */
  private static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(14)).doubleValue();
  }
}
