package dev.preflight.training.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.preflight.training.data.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line. Objects inside are joined by a slash ({@code train/loss}); NaN and
 * Infinity are read bare, as Python writes them, and as text; other texts, lists and truth values
 * are passed over.
 */
final class JsonLinesLog {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private JsonLinesLog() {}

  static void read(Path file, String text, String prefix, @Nullable String steps, LogBuilder log) {
    Rows rows = new Rows(file);
    List<String> lines = text.lines().toList();
    boolean complete = text.endsWith("\n");
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      try {
        Map<String, Double> numbers = numbers(lines.get(i));
        if (!numbers.isEmpty()) {
          rows.add(i + 1, numbers);
        }
      } catch (IOException e) {
        if (i == lines.size() - 1 && !complete) {
          log.note(file + " ends inside line " + (i + 1) + ", as while it is being written.");
          break;
        }
        throw new InputException(
            String.format(Locale.ROOT, "%s, line %d is no JSON object", file, i + 1),
            "write one object a line, such as {\"step\": 100, \"loss\": 0.5}",
            e);
      }
    }
    rows.addTo(log, prefix, steps);
  }

  private static Map<String, Double> numbers(String line) throws IOException {
    Map<String, Double> numbers = new LinkedHashMap<>();
    Deque<String> path = new ArrayDeque<>();
    try (JsonParser parser = JSON.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no object");
      }
      String field = "";
      for (int depth = 1; depth > 0; ) {
        JsonToken token = parser.nextToken();
        if (token == null) {
          throw new IOException("cut");
        }
        switch (token) {
          case FIELD_NAME -> field = parser.currentName();
          case START_OBJECT -> {
            path.addLast(field);
            depth++;
          }
          case END_OBJECT -> {
            depth--;
            path.pollLast();
          }
          case START_ARRAY -> parser.skipChildren();
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
              numbers.put(name(path, field), parser.getDoubleValue());
          case VALUE_STRING -> {
            Double number = CsvLog.number(parser.getText());
            if (number != null && !Double.isFinite(number)) {
              numbers.put(name(path, field), number);
            }
          }
          default -> {
            // A truth value or null is no point.
          }
        }
      }
      if (parser.nextToken() != null) {
        throw new IOException("more than one value");
      }
    }
    return numbers;
  }

  private static String name(Deque<String> path, String field) {
    List<String> parts = new ArrayList<>(path);
    parts.add(field);
    return String.join("/", parts);
  }
}
