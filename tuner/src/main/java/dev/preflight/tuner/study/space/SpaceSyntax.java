package dev.preflight.tuner.study.space;

import dev.preflight.tuner.study.json.JsonText;
import dev.preflight.tuner.study.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Spaces as people write them: {@code lr=log(1e-5, 1)} on a command line, or a JSON file.
 *
 * <p>A distribution is {@code float(low, high)}, {@code float(low, high, step)}, {@code log(low,
 * high)}, {@code int(low, high)}, {@code int(low, high, step)}, {@code logint(low, high)} or {@code
 * choice(a, b, ...)}; after it may stand a condition, {@code when optimizer=sgd|momentum}. In a
 * file it is such a text, or an object with {@code type}, {@code low}, {@code high}, {@code log},
 * {@code step}, {@code choices} and {@code when}.
 */
public final class SpaceSyntax {

  /** One line about how to write a parameter, for help and errors. */
  public static final String HELP =
      "write NAME=float(0,1), log(1e-5,1), int(1,8), logint(16,512) or choice(a,b)";

  private static final Pattern PARAMETER = Pattern.compile("\\s*([^=\\s]+)\\s*=\\s*(.*)");
  private static final Pattern TEXT =
      Pattern.compile("([a-z]+)\\s*\\(([^()]*)\\)(?:\\s+when\\s+([^=\\s]+)\\s*=\\s*(.+))?");
  private static final Set<String> KEYS =
      Set.of("type", "low", "high", "log", "step", "choices", "when");

  private SpaceSyntax() {}

  /**
   * One parameter, such as {@code lr=log(1e-5, 1)}.
   *
   * @throws StudyException if it is none
   */
  public static Parameter parameter(String text) {
    Matcher matcher = PARAMETER.matcher(text);
    if (!matcher.matches()) {
      throw new StudyException("'" + text + "' is no parameter", HELP);
    }
    return parameter(matcher.group(1), matcher.group(2).strip());
  }

  private static Parameter parameter(String name, String text) {
    String place = "parameter '" + name + "'";
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new StudyException(place + ": '" + text + "' is no distribution", HELP);
    }
    try {
      Parameter plain =
          Parameter.of(name, distribution(matcher.group(1), split(matcher.group(2), ",")));
      String other = matcher.group(3);
      return other == null
          ? plain
          : plain.when(new Condition(other, scalars(split(matcher.group(4), "\\|"))));
    } catch (StudyException e) {
      throw e.in(place);
    }
  }

  private static List<String> split(String text, String separator) {
    return text.isBlank()
        ? List.of()
        : Stream.of(text.split(separator, -1)).map(String::strip).toList();
  }

  private static Distribution distribution(String kind, List<String> arguments) {
    boolean steps = kind.equals("float") || kind.equals("int");
    return switch (kind) {
      case "choice" -> new CategoricalDistribution(scalars(arguments));
      case "float", "log" -> {
        List<Double> n = count(kind, arguments, steps).stream().map(SpaceSyntax::real).toList();
        yield new FloatDistribution(
            n.get(0), n.get(1), kind.equals("log"), n.size() > 2 ? positive(n.get(2)) : 0);
      }
      case "int", "logint" -> {
        List<Long> n = count(kind, arguments, steps).stream().map(SpaceSyntax::whole).toList();
        yield new IntDistribution(
            n.get(0), n.get(1), kind.equals("logint"), n.size() > 2 ? n.get(2) : 1);
      }
      default -> throw new StudyException("'" + kind + "' is no kind of distribution", HELP);
    };
  }

  private static double positive(double step) {
    if (!(step > 0)) {
      throw new StudyException("the step is " + step, "give a positive number, or leave it out");
    }
    return step;
  }

  private static List<String> count(String kind, List<String> arguments, boolean steps) {
    if (arguments.size() == 2 || (steps && arguments.size() == 3)) {
      return arguments;
    }
    throw new StudyException(
        String.format(Locale.ROOT, "%s has %d arguments", kind, arguments.size()),
        steps ? "give it low, high and perhaps a step" : "give it low and high");
  }

  private static double real(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new StudyException("'" + text + "' is no number", "write one like 1e-3", e);
    }
  }

  private static long whole(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new StudyException("'" + text + "' is no whole number", "write one like 16", e);
    }
  }

  private static List<@Nullable Object> scalars(List<String> texts) {
    List<@Nullable Object> scalars = new ArrayList<>();
    for (String text : texts) {
      if (text.isEmpty()) {
        throw new StudyException("a choice is empty", "name it between the commas");
      }
      scalars.add(scalar(text));
    }
    return scalars;
  }

  /** What JSON would make of the text, or the text itself. */
  static @Nullable Object scalar(String text) {
    try {
      Object value = JsonText.read(text);
      return value instanceof Map || value instanceof List ? text : value;
    } catch (MalformedJsonException e) {
      return text;
    }
  }

  /**
   * A whole space from JSON: an object with a parameter an entry.
   *
   * @throws StudyException if it is none
   */
  public static SearchSpace space(String json) {
    Object read;
    try {
      read = JsonText.read(json);
    } catch (MalformedJsonException e) {
      throw new StudyException(String.valueOf(e.getMessage()), "it must be a JSON object", e);
    }
    if (!(read instanceof Map<?, ?> map)) {
      throw new StudyException("it is no JSON object", "write {\"lr\": \"log(1e-5, 1)\"}");
    }
    List<Parameter> parameters = new ArrayList<>();
    map.forEach((name, value) -> parameters.add(parameterOf(String.valueOf(name), value)));
    if (parameters.isEmpty()) {
      throw new StudyException("it declares no parameter", "write {\"lr\": \"log(1e-5, 1)\"}");
    }
    return SearchSpace.of(parameters);
  }

  private static Parameter parameterOf(String name, @Nullable Object value) {
    if (value instanceof String text) {
      return parameter(name, text.strip());
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw new StudyException("parameter '" + name + "' is neither text nor object", HELP);
    }
    try {
      return new Parameter(name, object(map), condition(map.get("when")));
    } catch (StudyException e) {
      throw e.in("parameter '" + name + "'");
    }
  }

  private static Distribution object(Map<?, ?> map) {
    Set<String> unknown = new TreeSet<>();
    map.keySet().forEach(key -> unknown.add(String.valueOf(key)));
    unknown.removeAll(KEYS);
    if (!unknown.isEmpty()) {
      throw new StudyException(
          "unknown key '" + unknown.iterator().next() + "'",
          "known are " + String.join(", ", new TreeSet<>(KEYS)));
    }
    String type = String.valueOf(map.get("type"));
    boolean log = Boolean.TRUE.equals(map.get("log"));
    return switch (type) {
      case "categorical" -> {
        if (!(map.get("choices") instanceof List<?> choices)) {
          throw new StudyException("there are no 'choices'", "give a list of them");
        }
        yield CategoricalDistribution.of(choices.toArray());
      }
      case "float" ->
          new FloatDistribution(
              number(map, "low").doubleValue(),
              number(map, "high").doubleValue(),
              log,
              map.get("step") == null ? 0 : positive(number(map, "step").doubleValue()));
      case "int" ->
          new IntDistribution(
              whole(map, "low"),
              whole(map, "high"),
              log,
              map.get("step") == null ? 1 : whole(map, "step"));
      default ->
          throw new StudyException(
              "the type is " + type, "give \"float\", \"int\" or \"categorical\"");
    };
  }

  private static Number number(Map<?, ?> map, String key) {
    if (map.get(key) instanceof Number number) {
      return number;
    }
    throw new StudyException("'" + key + "' is no number", "give one");
  }

  private static long whole(Map<?, ?> map, String key) {
    Number number = number(map, key);
    if (number.doubleValue() != Math.rint(number.doubleValue())) {
      throw new StudyException("'" + key + "' is " + number, "give a whole number");
    }
    return number.longValue();
  }

  private static Optional<Condition> condition(@Nullable Object when) {
    if (when == null) {
      return Optional.empty();
    }
    if (when instanceof Map<?, ?> map && map.size() == 1) {
      Map.Entry<?, ?> entry = map.entrySet().iterator().next();
      List<@Nullable Object> values = new ArrayList<>();
      if (entry.getValue() instanceof List<?> list) {
        values.addAll(list);
      } else {
        values.add(entry.getValue());
      }
      return Optional.of(new Condition(String.valueOf(entry.getKey()), values));
    }
    throw new StudyException(
        "'when' names no parameter", "write \"when\": {\"optimizer\": [\"sgd\", \"momentum\"]}");
  }
}
