package dev.preflight.schedules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the canonical text of a spec: operators where they say everything, else a call. */
final class SpecPrinter {
  private SpecPrinter() {}

  static String print(ScheduleSpec spec) {
    if (isSequence(spec)) {
      return spec.nested().stream()
          .map(phase -> isSequence(phase) ? "(" + phase + ")" : phase.toString())
          .collect(Collectors.joining(" + "));
    }
    if (isProduct(spec)) {
      return spec.nested().stream()
          .map(factor -> isOperator(factor) ? "(" + factor + ")" : factor.toString())
          .collect(Collectors.joining(" * "));
    }
    if (isScaled(spec)) {
      ScheduleSpec inner = spec.nested().get(0);
      String text = isSequence(inner) || isScaled(inner) ? "(" + inner + ")" : inner.toString();
      return spec.arguments().get("by") + " * " + text;
    }
    return call(spec);
  }

  private static String call(ScheduleSpec spec) {
    List<String> arguments = new ArrayList<>();
    boolean leading = true; // a nested schedule and a length need no name while they come first
    for (Parameter parameter : spec.kind().parameters()) {
      Value value = spec.arguments().get(parameter.name());
      boolean plain =
          parameter.type().element() == Parameter.Type.SCHEDULE
              || (parameter.name().equals(Kind.LENGTH) && arguments.isEmpty());
      if (value == null) {
        leading = false;
      } else if (value instanceof Value.Items items
          && parameter.type() == Parameter.Type.SCHEDULES) {
        items.values().forEach(item -> arguments.add(item.toString()));
      } else if (leading && plain) {
        arguments.add(value.toString());
      } else {
        leading = false;
        arguments.add(parameter.name() + "=" + value);
      }
    }
    return spec.name() + "(" + String.join(", ", arguments) + ")";
  }

  private static boolean isOperator(ScheduleSpec spec) {
    return isSequence(spec) || isProduct(spec) || isScaled(spec);
  }

  private static boolean isSequence(ScheduleSpec spec) {
    return spec.kind().equals(Combinators.SEQUENCE) && hasOnlySeveral(spec);
  }

  private static boolean isProduct(ScheduleSpec spec) {
    return spec.kind().equals(Combinators.PRODUCT) && hasOnlySeveral(spec);
  }

  private static boolean isScaled(ScheduleSpec spec) {
    return spec.kind().equals(Combinators.SCALED)
        && spec.arguments().keySet().equals(Set.of("schedule", "by"));
  }

  /** An operator can show neither a length nor a single operand. */
  private static boolean hasOnlySeveral(ScheduleSpec spec) {
    return spec.arguments().size() == 1 && spec.nested().size() > 1;
  }
}
