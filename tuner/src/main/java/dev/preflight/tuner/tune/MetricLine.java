package dev.preflight.tuner.tune;

import dev.preflight.tuner.study.json.JsonText;
import dev.preflight.tuner.study.json.MalformedJsonException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds a metric in a line of output: {@code step=3 loss=0.5}, {@code loss: 0.5}, or a JSON object.
 */
final class MetricLine {
  private static final String NUMBER =
      "([-+]?(?:\\d+\\.?\\d*(?:[eE][-+]?\\d+)?|\\.\\d+(?:[eE][-+]?\\d+)?|[nN]a[nN]|[iI]nf(?:inity)?))";
  private static final Pattern STEP =
      Pattern.compile("(?<![\\w.])(?:step|update|iteration|iter|epoch)[\"']?\\s*[=: ]\\s*(\\d+)");
  private static final String[] STEPS = {"step", "update", "iteration", "iter", "epoch"};

  private final String metric;
  private final Pattern value;

  MetricLine(String metric) {
    this.metric = metric;
    this.value =
        Pattern.compile(
            "(?<![\\w.])" + Pattern.quote(metric) + "[\"']?\\s*[=:]\\s*" + NUMBER + "(?![\\w])");
  }

  /**
   * A metric that was told.
   *
   * @param step empty if the line has none
   */
  record Told(OptionalLong step, double value) {}

  /** What the line tells of the metric; empty if nothing. */
  Optional<Told> read(String line) {
    String text = line.strip();
    if (text.startsWith("{")) {
      Optional<Told> json = json(text);
      if (json.isPresent()) {
        return json;
      }
    }
    Matcher matcher = value.matcher(text);
    String last = null;
    while (matcher.find()) {
      last = matcher.group(1);
    }
    if (last == null) {
      return Optional.empty();
    }
    Matcher step = STEP.matcher(text);
    return Optional.of(
        new Told(
            step.find() ? OptionalLong.of(Long.parseLong(step.group(1))) : OptionalLong.empty(),
            number(last)));
  }

  private Optional<Told> json(String text) {
    try {
      if (JsonText.read(text) instanceof Map<?, ?> map) {
        OptionalDouble found = number(map.get(metric));
        if (found.isPresent()) {
          return Optional.of(new Told(step(map), found.getAsDouble()));
        }
      }
    } catch (MalformedJsonException e) {
      return Optional.empty(); // A line that only begins like an object.
    }
    return Optional.empty();
  }

  private static OptionalDouble number(@Nullable Object value) {
    if (value instanceof Number number) {
      return OptionalDouble.of(number.doubleValue());
    }
    return OptionalDouble.empty();
  }

  private static OptionalLong step(Map<?, ?> map) {
    for (String key : STEPS) {
      if (map.get(key) instanceof Long step && step >= 0) {
        return OptionalLong.of(step);
      }
    }
    return OptionalLong.empty();
  }

  private static double number(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.endsWith("nan")) {
      return Double.NaN;
    }
    if (lower.contains("inf")) {
      return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return Double.parseDouble(text);
  }
}
