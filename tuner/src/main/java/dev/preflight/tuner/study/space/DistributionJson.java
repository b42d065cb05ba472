package dev.preflight.tuner.study.space;

import dev.preflight.tuner.study.json.JsonText;
import dev.preflight.tuner.study.json.MalformedJsonException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Distributions in the JSON that Optuna keeps them in. */
public final class DistributionJson {

  private DistributionJson() {}

  /** The text that stands in Optuna's database. */
  public static String write(Distribution distribution) {
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    String name;
    if (distribution instanceof FloatDistribution f) {
      name = "FloatDistribution";
      attributes.put("step", f.step() == 0 ? null : f.step());
      attributes.put("low", f.low());
      attributes.put("high", f.high());
      attributes.put("log", f.log());
    } else if (distribution instanceof IntDistribution i) {
      name = "IntDistribution";
      attributes.put("log", i.log());
      attributes.put("step", i.step());
      attributes.put("low", i.low());
      attributes.put("high", i.high());
    } else {
      name = "CategoricalDistribution";
      attributes.put("choices", ((CategoricalDistribution) distribution).choices());
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("name", name);
    object.put("attributes", attributes);
    return JsonText.write(object);
  }

  /**
   * Reads such a text.
   *
   * @throws StudyException if it is none
   */
  public static Distribution read(String json) {
    try {
      if (JsonText.read(json) instanceof Map<?, ?> map
          && map.get("name") instanceof String name
          && map.get("attributes") instanceof Map<?, ?> attributes) {
        Distribution distribution = distribution(name, attributes);
        if (distribution != null) {
          return distribution;
        }
      }
    } catch (MalformedJsonException e) {
      throw unknown(json, e);
    }
    throw unknown(json, null);
  }

  private static StudyException unknown(String json, @Nullable Throwable cause) {
    String message = "no distribution of Optuna's: " + json;
    String hint = "the database is damaged, or of another version of Optuna";
    return cause == null
        ? new StudyException(message, hint)
        : new StudyException(message, hint, cause);
  }

  private static @Nullable Distribution distribution(String name, Map<?, ?> attributes) {
    boolean log = Boolean.TRUE.equals(attributes.get("log"));
    if (name.equals("CategoricalDistribution") && attributes.get("choices") instanceof List<?> c) {
      return CategoricalDistribution.of(c.toArray());
    }
    if (!(attributes.get("low") instanceof Number low)
        || !(attributes.get("high") instanceof Number high)) {
      return null;
    }
    Number step = attributes.get("step") instanceof Number given ? given : 0;
    if (name.equals("FloatDistribution")) {
      return new FloatDistribution(low.doubleValue(), high.doubleValue(), log, step.doubleValue());
    }
    return name.equals("IntDistribution")
        ? new IntDistribution(low.longValue(), high.longValue(), log, Math.max(1, step.longValue()))
        : null;
  }
}
