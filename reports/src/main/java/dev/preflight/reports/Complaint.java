package dev.preflight.reports;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns what Jackson says about a file into one line for its author and one hint. */
final class Complaint {
  private static final Pattern CHARACTER =
      Pattern.compile("Unexpected character \\('(.)' \\(code .*\\)\\): ?(.*)");

  private Complaint() {}

  static DocumentException about(Path file, Class<?> type, JsonProcessingException e) {
    Optional<String> missing = missing(e);
    if (missing.isPresent()) {
      return missing(file, type, missing.get(), (MismatchedInputException) e);
    }
    String path = e instanceof JsonMappingException mapping ? path(mapping) : "";
    String message = position(file, e.getLocation()) + ": " + sentence(e);
    return new DocumentException(path.isEmpty() ? message : message + " at " + path, hint(e), e);
  }

  /** The key that the record lacks. */
  private static Optional<String> missing(JsonProcessingException e) {
    if (!(e instanceof MismatchedInputException mismatch)) {
      return Optional.empty();
    }
    String text = firstLine(mismatch.getOriginalMessage());
    return text.startsWith("Missing required creator property '")
        ? Optional.of(text.split("'", 3)[1])
        : Optional.empty();
  }

  /** A key that is missing is often there, misspelt. */
  private static DocumentException missing(
      Path file, Class<?> type, String key, MismatchedInputException e) {
    String path = path(e);
    String inside = path.equals(key) || path.isEmpty() ? "" : " at " + path;
    if (type == ResultDocument.class && key.equals("schemaVersion")) {
      return new DocumentException(
          file + ": is no result of Preflight, for it has no schemaVersion",
          "name a result.json that a command wrote, such as preflight-out/check-lenet/result.json",
          e);
    }
    List<String> known =
        !type.isRecord()
            ? List.of()
            : Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    Optional<String> near =
        inside.isEmpty()
            ? Nearest.word(key, Json.keys(file).stream().filter(k -> !known.contains(k)).toList())
            : Optional.empty();
    return new DocumentException(
        position(file, e.getLocation()) + ": key \"" + key + "\" is missing" + inside,
        near.map(word -> "\"" + word + "\" stands there: did you mean \"" + key + "\"?")
            .orElse("add it"),
        e);
  }

  private static String position(Path file, @Nullable JsonLocation at) {
    return at == null || at.getLineNr() < 1
        ? file.toString()
        : file + ":" + at.getLineNr() + ":" + at.getColumnNr();
  }

  /** The JSON path, such as {@code findings[2].title}. */
  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.length() == 0 ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }

  private static String sentence(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "unknown key \"" + unknown.getPropertyName() + '"';
    }
    if (e instanceof ValueInstantiationException invalid && invalid.getCause() != null) {
      return String.valueOf(invalid.getCause().getMessage());
    }
    if (e instanceof InvalidFormatException format) {
      return "\"" + format.getValue() + "\" is not " + kind(format.getTargetType());
    }
    if (e instanceof MismatchedInputException mismatch) {
      String text = firstLine(mismatch.getOriginalMessage());
      if (text.startsWith("No content")) {
        return "the file is empty";
      }
      return "expected " + kind(mismatch.getTargetType());
    }
    return "not JSON: " + syntax(firstLine(e.getOriginalMessage())).what();
  }

  /** What is wrong with the text, and what to do about it. */
  private record Syntax(String what, String remedy) {}

  private static Syntax syntax(String jackson) {
    if (jackson.startsWith("Unexpected end-of-input")) {
      return new Syntax("it ends too early", "close what is open: a }, a ] or a quote");
    }
    if (jackson.startsWith("Unrecognized token '")) {
      String word = jackson.split("'", 3)[1];
      return new Syntax(
          "'" + word + "' is no JSON value", "write text in double quotes: \"" + word + "\"");
    }
    Matcher character = CHARACTER.matcher(jackson);
    if (!character.matches()) {
      return new Syntax(jackson, "");
    }
    String sign = character.group(1);
    String wanted = character.group(2);
    if ("}]".contains(sign) && (wanted.contains("field name") || wanted.contains("value"))) {
      return new Syntax("a comma before '" + sign + "'", "remove the comma");
    }
    if (sign.equals("'")) {
      return new Syntax("a single quote", "write text in double quotes");
    }
    return new Syntax(
        "'" + sign + "' is not expected here",
        wanted.contains("comma") ? "a comma may be missing before it" : "look at what precedes it");
  }

  private static String hint(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      Collection<Object> known = unknown.getKnownPropertyIds();
      List<String> names =
          known == null ? List.of() : known.stream().map(Objects::toString).sorted().toList();
      return Nearest.hint(unknown.getPropertyName(), names);
    }
    if (e instanceof InvalidFormatException format && format.getTargetType().isEnum()) {
      return Nearest.hint(String.valueOf(format.getValue()), constants(format.getTargetType()));
    }
    return e instanceof JsonMappingException
        ? ""
        : syntax(firstLine(e.getOriginalMessage())).remedy();
  }

  private static String kind(@Nullable Class<?> type) {
    if (type == null) {
      return "a different value";
    }
    if (type.isEnum()) {
      return "one of " + constants(type).stream().collect(Collectors.joining(", "));
    }
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return "a whole number";
    }
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (type == String.class) {
      return "a string";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    return Collection.class.isAssignableFrom(type) ? "an array" : "an object";
  }

  private static List<String> constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static String firstLine(@Nullable String text) {
    return text == null ? "unreadable" : text.lines().findFirst().orElse("unreadable");
  }
}
