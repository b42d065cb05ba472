package dev.preflight.tuner.insight;

import dev.preflight.reports.Suggestion;
import dev.preflight.reports.text.Sentence;
import dev.preflight.tuner.study.json.JsonText;
import dev.preflight.tuner.study.trial.FrozenTrial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of the best trial, to copy: exact, so that they give the same trial again. */
final class BestConfiguration {

  private BestConfiguration() {}

  static Suggestion of(FrozenTrial trial) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    trial.params().forEach((name, value) -> values.put(name, value.value()));
    return new Suggestion(
        "best parameters",
        null,
        null,
        null,
        Sentence.of("trial %d", trial.number()),
        List.of(
            new Suggestion.Snippet("JSON", JsonText.write(values)),
            new Suggestion.Snippet("Java", java(values)),
            new Suggestion.Snippet("Python", python(values))));
  }

  private static String java(Map<String, @Nullable Object> values) {
    List<String> entries = new ArrayList<>();
    values.forEach(
        (name, value) ->
            entries.add(
                "Map.entry("
                    + JsonText.write(name)
                    + ", "
                    + (value instanceof Long n ? n + "L" : JsonText.write(value))
                    + ")"));
    return "Map<String, Object> params = Map.ofEntries(" + String.join(", ", entries) + ");";
  }

  private static String python(Map<String, @Nullable Object> values) {
    List<String> entries = new ArrayList<>();
    values.forEach((name, value) -> entries.add(JsonText.write(name) + ": " + python(value)));
    return "params = {" + String.join(", ", entries) + "}";
  }

  private static String python(@Nullable Object value) {
    if (value == null) {
      return "None";
    }
    if (value instanceof Boolean truth) {
      return truth ? "True" : "False";
    }
    return JsonText.write(value);
  }
}
