package dev.preflight.tuner.study.storage;

import dev.preflight.tuner.study.json.JsonText;
import dev.preflight.tuner.study.json.MalformedJsonException;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.DistributionJson;
import dev.preflight.tuner.study.space.StudyException;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.ParameterValue;
import dev.preflight.tuner.study.trial.TrialState;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole study as one JSON text, which reads back to the same study. NaN and infinities stand
 * there bare, as Python writes them.
 *
 * @param study its id is of no meaning
 * @param trials by number
 */
public record StudyArchive(StudyRecord study, List<FrozenTrial> trials) {

  private static final String FORMAT = "preflight-study";
  private static final long VERSION = 1;
  private static final String HINT = "name a file that 'preflight study export' wrote";

  public StudyArchive {
    trials = List.copyOf(trials);
  }

  /** The text. */
  public String write() {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("format", FORMAT);
    object.put("version", VERSION);
    object.put("name", study.name());
    object.put("directions", study.directions().stream().map(Enum::name).toList());
    object.put("userAttributes", study.userAttributes());
    object.put("systemAttributes", study.systemAttributes());
    object.put("trials", trials.stream().map(StudyArchive::plain).toList());
    return JsonText.write(object);
  }

  /** A trial as plain JSON values. */
  public static Map<String, @Nullable Object> plain(FrozenTrial trial) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("number", (long) trial.number());
    object.put("state", trial.state().name());
    object.put("values", trial.values());
    Map<String, @Nullable Object> params = new LinkedHashMap<>();
    Map<String, @Nullable Object> distributions = new LinkedHashMap<>();
    trial
        .params()
        .forEach(
            (name, value) -> {
              params.put(name, value.value());
              distributions.put(name, JsonText.read(DistributionJson.write(value.distribution())));
            });
    object.put("params", params);
    object.put("distributions", distributions);
    Map<String, @Nullable Object> reports = new LinkedHashMap<>();
    trial.reports().forEach((step, value) -> reports.put(Long.toString(step), value));
    object.put("reports", reports);
    object.put("userAttributes", trial.userAttributes());
    object.put("systemAttributes", trial.systemAttributes());
    object.put("started", trial.started().map(LocalDateTime::toString).orElse(null));
    object.put("completed", trial.completed().map(LocalDateTime::toString).orElse(null));
    return object;
  }

  /**
   * Reads such a text.
   *
   * @throws StudyException if it is none
   */
  public static StudyArchive read(String text) {
    try {
      if (JsonText.read(text) instanceof Map<?, ?> map
          && FORMAT.equals(map.get("format"))
          && Long.valueOf(VERSION).equals(map.get("version"))) {
        return read(map);
      }
    } catch (MalformedJsonException e) {
      throw new StudyException(String.valueOf(e.getMessage()), HINT, e);
    } catch (ClassCastException | IllegalArgumentException | DateTimeParseException e) {
      throw new StudyException("a part of it is not what it should be: " + e.getMessage(), HINT, e);
    }
    throw new StudyException("it is no exported study of this version", HINT);
  }

  private static StudyArchive read(Map<?, ?> map) {
    List<Direction> directions = new ArrayList<>();
    for (Object direction : list(map, "directions")) {
      directions.add(Direction.valueOf(String.valueOf(direction)));
    }
    List<FrozenTrial> trials = new ArrayList<>();
    for (Object trial : list(map, "trials")) {
      trials.add(trial(trials.size(), (Map<?, ?>) trial));
    }
    return new StudyArchive(
        new StudyRecord(
            0,
            String.valueOf(map.get("name")),
            directions,
            object(map, "userAttributes"),
            object(map, "systemAttributes")),
        trials);
  }

  private static List<?> list(Map<?, ?> map, String key) {
    if (map.get(key) instanceof List<?> list) {
      return list;
    }
    throw new StudyException("there is no list '" + key + "'", HINT);
  }

  private static Map<String, @Nullable Object> object(Map<?, ?> map, String key) {
    if (!(map.get(key) instanceof Map<?, ?> object)) {
      throw new StudyException("there is no object '" + key + "'", HINT);
    }
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    object.forEach((name, value) -> copy.put(String.valueOf(name), value));
    return copy;
  }

  private static FrozenTrial trial(int number, Map<?, ?> map) {
    FrozenTrial.Builder trial =
        FrozenTrial.builder(number, number, TrialState.valueOf(String.valueOf(map.get("state"))));
    trial.values(list(map, "values").stream().map(StudyArchive::number).toList());
    Map<String, @Nullable Object> distributions = object(map, "distributions");
    object(map, "params")
        .forEach(
            (name, value) -> {
              Distribution distribution =
                  DistributionJson.read(JsonText.write(distributions.get(name)));
              trial.param(name, new ParameterValue(distribution, distribution.internal(value)));
            });
    object(map, "reports")
        .forEach((step, value) -> trial.report(Long.parseLong(step), number(value)));
    object(map, "userAttributes").forEach(trial::userAttribute);
    object(map, "systemAttributes").forEach(trial::systemAttribute);
    return trial.started(time(map.get("started"))).completed(time(map.get("completed"))).build();
  }

  private static double number(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw new StudyException("a value is no number: " + value, HINT);
  }

  private static @Nullable LocalDateTime time(@Nullable Object text) {
    return text == null ? null : LocalDateTime.parse(String.valueOf(text));
  }

  /**
   * Puts the study into a storage under a name of its own there.
   *
   * @throws StudyException if the storage has a study of the name
   */
  public void restore(Storage storage, String name) {
    StudyRecord made = storage.createStudy(name, study.directions());
    study
        .userAttributes()
        .forEach((key, value) -> storage.noteStudy(made.id(), Scope.USER, key, value));
    study
        .systemAttributes()
        .forEach((key, value) -> storage.noteStudy(made.id(), Scope.SYSTEM, key, value));
    trials.forEach(trial -> storage.createTrial(made.id(), trial));
  }
}
