package dev.preflight.schedules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the text form by recursive descent.
 *
 * <pre>
 * sequence := product ('+' product)*
 * product  := factor ('*' factor)*                 a number may stand first
 * factor   := number | kind | kind '(' arguments ')' | '(' sequence ')'
 * argument := [name '='] (list | sequence | token)
 * </pre>
 */
final class SpecParser {
  private static final int MAX_DEPTH = 50;

  private final String text;
  private int at;
  private int depth;

  SpecParser(String text) {
    this.text = text;
  }

  ScheduleSpec parse() {
    ScheduleSpec spec = sequence();
    skipSpace();
    if (at < text.length()) {
      throw error("unexpected '" + text.charAt(at) + "'", "Phases are joined by + or *.", at);
    }
    Optional<String> plateau = Plateaus.problem(spec);
    if (plateau.isPresent()) {
      throw error(
          plateau.get(),
          "Write it as in warmup(5%) + plateau(peak=0.1, factor=0.5, patience=3), or as in"
              + " cosine(peak=0.1) * plateau(factor=0.5).",
          Math.max(0, text.toLowerCase(Locale.ROOT).indexOf("plateau")));
    }
    return spec;
  }

  private ScheduleSpec sequence() {
    if (++depth > MAX_DEPTH) {
      throw error("more than " + MAX_DEPTH + " schedules inside each other", "", at);
    }
    List<Value> phases = new ArrayList<>();
    do {
      phases.add(new Value.Nested(product()));
    } while (take('+'));
    depth--;
    return phases.size() == 1
        ? ((Value.Nested) phases.get(0)).spec()
        : Combinators.of(Combinators.SEQUENCE, phases);
  }

  private ScheduleSpec product() {
    skipSpace();
    int start = at;
    Optional<Value> by = Optional.empty();
    if (Value.parse(peekToken()) instanceof Value.Plain number) {
      token();
      if (!take('*')) {
        throw error(
            number + " alone is no schedule", "Write constant(peak=" + number + ").", start);
      }
      by = Optional.of(number);
    }
    List<Value> factors = new ArrayList<>();
    do {
      factors.add(new Value.Nested(factor()));
    } while (take('*'));
    ScheduleSpec product =
        factors.size() == 1
            ? ((Value.Nested) factors.get(0)).spec()
            : Combinators.of(Combinators.PRODUCT, factors);
    if (by.isEmpty()) {
      return product;
    }
    check(Combinators.SCALED.parameter("by").orElseThrow(), by.get(), start);
    return Combinators.of(Combinators.SCALED, List.of(new Value.Nested(product)))
        .with("by", by.get());
  }

  private ScheduleSpec factor() {
    skipSpace();
    if (take('(')) {
      ScheduleSpec inner = sequence();
      expect(')');
      return inner;
    }
    int start = at;
    String name = token();
    if (name.isEmpty()) {
      throw error(
          at < text.length() ? "unexpected '" + text.charAt(at) + "'" : "a schedule is missing",
          "Write a schedule, as in cosine(peak=0.1).",
          at);
    }
    Kind kind =
        Catalog.find(name)
            .orElseThrow(
                () -> error("unknown schedule '" + name + "'", Catalog.nearest(name), start));
    return new ScheduleSpec(kind, take('(') ? arguments(kind) : Map.of());
  }

  private Map<String, Value> arguments(Kind kind) {
    Map<String, Value> arguments = new LinkedHashMap<>();
    boolean named = false;
    if (take(')')) {
      return arguments;
    }
    do {
      skipSpace();
      int start = at;
      String name = token();
      Parameter parameter;
      if (!name.isEmpty() && take('=')) {
        named = true;
        parameter =
            kind.parameter(name)
                .orElseThrow(
                    () ->
                        error(
                            kind.name() + " has no parameter '" + name + "'",
                            Nearest.hint(name, kind.parameterNames()),
                            start));
      } else {
        at = start;
        if (named) {
          throw error("a value without a name stands after named ones", "Name it.", start);
        }
        parameter = positional(kind, arguments, start);
      }
      skipSpace();
      int valueStart = at;
      Value value = parameter.canonical(value(parameter.type().element()));
      check(parameter, value, valueStart);
      store(arguments, parameter, value, start);
    } while (take(','));
    expect(')');
    return arguments;
  }

  private Parameter positional(Kind kind, Map<String, Value> taken, int start) {
    return kind.parameters().stream()
        .filter(p -> !taken.containsKey(p.name()) || p.type() == Parameter.Type.SCHEDULES)
        .findFirst()
        .orElseThrow(
            () ->
                error(
                    kind.name() + " takes " + kind.parameters().size() + " values at most",
                    "",
                    start));
  }

  private void store(Map<String, Value> arguments, Parameter parameter, Value value, int start) {
    if (parameter.type() != Parameter.Type.SCHEDULES) {
      if (arguments.put(parameter.name(), value) != null) {
        throw error(parameter.name() + " is given twice", "", start);
      }
      return;
    }
    List<Value> all = new ArrayList<>();
    if (arguments.get(parameter.name()) instanceof Value.Items before) {
      all.addAll(before.values());
    }
    if (value instanceof Value.Items more) {
      all.addAll(more.values());
    } else {
      all.add(value);
    }
    arguments.put(parameter.name(), new Value.Items(all));
  }

  private Value value(Parameter.Type element) {
    int start = at;
    if (take('[')) {
      List<Value> items = new ArrayList<>();
      if (!take(']')) {
        do {
          items.add(value(element));
        } while (take(','));
        expect(']');
      }
      return new Value.Items(items);
    }
    if (element == Parameter.Type.SCHEDULE) {
      return new Value.Nested(sequence());
    }
    if (take('\'')) {
      return quoted('\'');
    }
    if (take('"')) {
      return quoted('"');
    }
    String token = token();
    if (token.isEmpty()) {
      throw error("a value is missing", "", start);
    }
    return Value.parse(token);
  }

  /** A word in quotes, as it is copied from Python. */
  private Value quoted(char quote) {
    Value word = new Value.Word(token());
    expect(quote);
    return word;
  }

  private void check(Parameter parameter, Value value, int start) {
    boolean one = parameter.type() == Parameter.Type.SCHEDULES && value instanceof Value.Nested;
    Value checked = one ? new Value.Items(List.of(value)) : value;
    Optional<String> objection = parameter.objection(checked);
    if (objection.isPresent()) {
      String hint =
          value instanceof Value.Word word && !parameter.words().isEmpty()
              ? Nearest.hint(word.word(), parameter.words())
              : "";
      throw error(objection.get(), hint, start);
    }
  }

  private String peekToken() {
    int before = at;
    String token = token();
    at = before;
    return token;
  }

  /** A maximal run of characters of names and numbers; a plus belongs to it inside an exponent. */
  private String token() {
    skipSpace();
    int start = at;
    while (at < text.length() && isTokenPart(start)) {
      at++;
    }
    return text.substring(start, at);
  }

  private boolean isTokenPart(int start) {
    char c = text.charAt(at);
    if (c == '+') {
      return text.substring(start, at).matches("-?[0-9.]+[eE]")
          && at + 1 < text.length()
          && Character.isDigit(text.charAt(at + 1));
    }
    return Character.isLetterOrDigit(c) || "._-/%".indexOf(c) >= 0;
  }

  private boolean take(char expected) {
    skipSpace();
    if (at < text.length() && text.charAt(at) == expected) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char expected) {
    if (!take(expected)) {
      throw error(
          at < text.length()
              ? "expected '" + expected + "' but found '" + text.charAt(at) + "'"
              : "the closing '" + expected + "' is missing",
          "",
          at);
    }
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private ScheduleSyntaxException error(String problem, String hint, int column) {
    return ScheduleSyntaxException.inText(problem, hint, text, column);
  }
}
