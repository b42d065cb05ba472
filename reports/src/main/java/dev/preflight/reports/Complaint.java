package dev.preflight.reports;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns what Jackson says about a file into one line for its author and one hint. */
final class Complaint {
  private Complaint() {}

  static DocumentException about(Path file, JsonProcessingException e) {
    String path = e instanceof JsonMappingException mapping ? path(mapping) : "";
    String message = position(file, e.getLocation()) + ": " + sentence(e);
    return new DocumentException(path.isEmpty() ? message : message + " at " + path, hint(e), e);
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
      if (text.startsWith("Missing required creator property '")) {
        return "key \"" + text.split("'", 3)[1] + "\" is missing";
      }
      if (text.startsWith("No content")) {
        return "the file is empty";
      }
      return "expected " + kind(mismatch.getTargetType());
    }
    return "not JSON: " + firstLine(e.getOriginalMessage());
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
    return "";
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
