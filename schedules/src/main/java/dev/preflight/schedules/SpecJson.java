package dev.preflight.schedules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JSON form of a spec, as plain maps, lists, strings and numbers. */
final class SpecJson {
  /** The key under which a spec's kind stands. */
  static final String KIND = "schedule";

  /** The key of a combinator's inner schedule, whose parameter is also called "schedule". */
  private static final String INNER = "of";

  private SpecJson() {}

  static Map<String, Object> write(ScheduleSpec spec) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(KIND, spec.name());
    spec.arguments().forEach((name, value) -> json.put(keyOf(name), plain(value)));
    return json;
  }

  private static String keyOf(String parameter) {
    return parameter.equals(KIND) ? INNER : parameter;
  }

  private static Object plain(Value value) {
    if (value instanceof Value.Plain number) {
      return number.value();
    }
    if (value instanceof Value.Nested nested) {
      return write(nested.spec());
    }
    if (value instanceof Value.Items items) {
      return items.values().stream().map(SpecJson::plain).toList();
    }
    return value.toString();
  }

  static ScheduleSpec read(Map<?, ?> json) {
    ScheduleSpec spec = read(json, "$");
    Plateaus.problem(spec)
        .ifPresent(
            problem -> {
              throw error(problem, "", "$");
            });
    return spec;
  }

  private static ScheduleSpec read(Map<?, ?> json, String path) {
    if (!(json.get(KIND) instanceof String name)) {
      throw error("the entry '" + KIND + "' is missing", "It names the kind.", path);
    }
    Kind kind =
        Catalog.find(name)
            .orElseThrow(
                () -> error("unknown schedule '" + name + "'", Catalog.nearest(name), path));
    Map<String, Value> arguments = new LinkedHashMap<>();
    json.forEach(
        (key, raw) -> {
          if (!KIND.equals(key)) {
            String place = path + "." + key;
            Parameter parameter = parameter(kind, String.valueOf(key), place);
            Value value = parameter.canonical(value(raw, parameter.type().element(), place));
            Optional<String> objection = parameter.objection(value);
            if (objection.isPresent()) {
              throw error(objection.get(), "", place);
            }
            if (arguments.put(parameter.name(), value) != null) {
              throw error(parameter.name() + " is given twice", "", place);
            }
          }
        });
    return new ScheduleSpec(kind, arguments);
  }

  private static Parameter parameter(Kind kind, String key, String place) {
    return kind.parameter(key.equals(INNER) && kind.parameter(KIND).isPresent() ? KIND : key)
        .orElseThrow(
            () ->
                error(
                    kind.name() + " has no parameter '" + key + "'",
                    Nearest.hint(key, kind.parameterNames()),
                    place));
  }

  private static Value value(Object raw, Parameter.Type element, String place) {
    if (raw instanceof Number number && Double.isFinite(number.doubleValue())) {
      return new Value.Plain(number.doubleValue() + 0.0);
    }
    if (raw instanceof Boolean yes) {
      return new Value.Word(yes.toString());
    }
    if (raw instanceof Map<?, ?> nested) {
      return new Value.Nested(read(nested, place));
    }
    if (raw instanceof String text) {
      return element == Parameter.Type.SCHEDULE
          ? new Value.Nested(ScheduleSpec.parse(text))
          : Value.parse(text.strip());
    }
    if (raw instanceof List<?> list) {
      List<Value> items = new ArrayList<>();
      for (Object item : list) {
        items.add(value(item, element, place + "[" + items.size() + "]"));
      }
      return new Value.Items(items);
    }
    throw error("a value must be a number, a string, a list or a map, was " + raw, "", place);
  }

  private static ScheduleSyntaxException error(String problem, String hint, String path) {
    return ScheduleSyntaxException.inJson(problem, hint, path);
  }
}
