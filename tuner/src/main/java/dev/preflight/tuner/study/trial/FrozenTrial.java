package dev.preflight.tuner.study.trial;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A trial as it stood at one moment: its parameters, its reports, and what it came to. */
public final class FrozenTrial {

  /** System attribute: the number of the trial that goes on with this one. */
  public static final String CONTINUED = "preflight:continued by";

  /** System attribute: the number of the trial that this one goes on with. */
  public static final String CONTINUES = "preflight:continues";

  /**
   * System attributes, numbered from 0, in which a running trial tells other processes what it is
   * going to use.
   */
  public static final String JOINT = "tpe:relative_params:";

  private static final String CONSTRAINT = "constraints:";
  private static final String CONSTRAINTS = "constraints";

  private final long id;
  private final int number;
  private final TrialState state;
  private final List<Double> values;
  private final double value;
  private final Map<String, ParameterValue> params;
  private final NavigableMap<Long, Double> reports;
  private final Map<String, @Nullable Object> userAttributes;
  private final Map<String, @Nullable Object> systemAttributes;
  private final @Nullable LocalDateTime started;
  private final @Nullable LocalDateTime completed;
  private final double violation;

  private FrozenTrial(Builder builder) {
    id = builder.id;
    number = builder.number;
    state = builder.state;
    values = builder.values;
    value = values.isEmpty() ? Double.NaN : values.get(0);
    params = copy(builder.params);
    reports =
        builder.reports.isEmpty()
            ? Collections.emptyNavigableMap()
            : Collections.unmodifiableNavigableMap(new TreeMap<>(builder.reports));
    userAttributes = copy(builder.userAttributes);
    systemAttributes = copy(builder.systemAttributes);
    started = builder.started;
    completed = builder.completed;
    violation = systemAttributes.isEmpty() ? 0 : violation(systemAttributes);
  }

  private static <V extends @Nullable Object> Map<String, V> copy(Map<String, V> map) {
    return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** A trial of which nothing is known yet. */
  public static Builder builder(long id, int number, TrialState state) {
    return new Builder(id, number, state);
  }

  /** The storage's own key, unique among all its studies. */
  public long id() {
    return id;
  }

  /** Place in the study, from 0. */
  public int number() {
    return number;
  }

  public TrialState state() {
    return state;
  }

  /** One value an objective, none of them NaN; empty if there are none. */
  public List<Double> values() {
    return values;
  }

  /** The value of the first objective; NaN if there is none. */
  public double value() {
    return value;
  }

  /** In the order in which they were asked for. */
  public Map<String, ParameterValue> params() {
    return params;
  }

  /** Reported values by step; they may be NaN or infinite. */
  public NavigableMap<Long, Double> reports() {
    return reports;
  }

  /** What the user noted, as plain JSON values. */
  public Map<String, @Nullable Object> userAttributes() {
    return userAttributes;
  }

  /** What Optuna, samplers and Preflight noted, as plain JSON values. */
  public Map<String, @Nullable Object> systemAttributes() {
    return systemAttributes;
  }

  /** Local time; empty while it waits. */
  public Optional<LocalDateTime> started() {
    return Optional.ofNullable(started);
  }

  /** Local time; empty until it is finished. */
  public Optional<LocalDateTime> completed() {
    return Optional.ofNullable(completed);
  }

  /** By how much it breaks its constraints: the sum of those above 0; 0 if it is feasible. */
  public double violation() {
    return violation;
  }

  /** Why it failed, where that is known. */
  public Optional<Failure> failure() {
    return Failure.of(systemAttributes.get(Failure.ATTRIBUTE));
  }

  /** Whether another trial has gone on with this one, which then counts in its place. */
  public boolean continued() {
    return systemAttributes.containsKey(CONTINUED);
  }

  /** Constraints by name: one above 0 is broken. */
  public Map<String, Double> constraints() {
    Map<String, Double> found = new LinkedHashMap<>();
    systemAttributes.forEach(
        (key, value) -> {
          if (key.startsWith(CONSTRAINT) && value instanceof Number number) {
            found.put(key.substring(CONSTRAINT.length()), number.doubleValue());
          }
        });
    return found;
  }

  /** The system attribute that holds the constraint of this name. */
  public static String constraintAttribute(String name) {
    return CONSTRAINT + name;
  }

  /** Optuna before 5 keeps them as one list. */
  private static double violation(Map<String, @Nullable Object> attributes) {
    double sum = 0;
    for (Map.Entry<String, @Nullable Object> entry : attributes.entrySet()) {
      if (entry.getKey().startsWith(CONSTRAINT) && entry.getValue() instanceof Number number) {
        sum += Math.max(0, number.doubleValue());
      } else if (entry.getKey().equals(CONSTRAINTS) && entry.getValue() instanceof List<?> list) {
        for (Object value : list) {
          sum += value instanceof Number number ? Math.max(0, number.doubleValue()) : 0;
        }
      }
    }
    return sum;
  }

  /** The same trial, to be changed. */
  public Builder toBuilder() {
    Builder builder = new Builder(id, number, state);
    builder.values = values;
    builder.params.putAll(params);
    builder.reports.putAll(reports);
    builder.userAttributes.putAll(userAttributes);
    builder.systemAttributes.putAll(systemAttributes);
    builder.started = started;
    builder.completed = completed;
    return builder;
  }

  @Override
  public String toString() {
    return "trial " + number + " " + state + " " + values + " " + params;
  }

  /** Gathers what is known of a trial. */
  public static final class Builder {
    private long id;
    private int number;
    private TrialState state;
    private List<Double> values = List.of();
    private final Map<String, ParameterValue> params = new LinkedHashMap<>();
    private final NavigableMap<Long, Double> reports = new TreeMap<>();
    private final Map<String, @Nullable Object> userAttributes = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> systemAttributes = new LinkedHashMap<>();
    private @Nullable LocalDateTime started;
    private @Nullable LocalDateTime completed;

    private Builder(long id, int number, TrialState state) {
      this.id = id;
      this.number = number;
      this.state = state;
    }

    /** Where a storage puts it. */
    public Builder place(long newId, int newNumber) {
      id = newId;
      number = newNumber;
      return this;
    }

    public Builder state(TrialState now) {
      state = now;
      return this;
    }

    public Builder values(List<Double> now) {
      values = List.copyOf(now);
      return this;
    }

    public Builder param(String name, ParameterValue value) {
      params.put(name, value);
      return this;
    }

    public Builder report(long step, double value) {
      reports.put(step, value);
      return this;
    }

    /** A report, unless there is one for the step already. */
    public Builder reportFirst(long step, double value) {
      reports.putIfAbsent(step, value);
      return this;
    }

    public Builder userAttribute(String key, @Nullable Object value) {
      userAttributes.put(key, value);
      return this;
    }

    public Builder systemAttribute(String key, @Nullable Object value) {
      systemAttributes.put(key, value);
      return this;
    }

    /** When it was begun, to the microsecond, which is what a database keeps. */
    public Builder started(@Nullable LocalDateTime time) {
      started = time == null ? null : time.truncatedTo(ChronoUnit.MICROS);
      return this;
    }

    /** When it ended, to the microsecond. */
    public Builder completed(@Nullable LocalDateTime time) {
      completed = time == null ? null : time.truncatedTo(ChronoUnit.MICROS);
      return this;
    }

    public FrozenTrial build() {
      return new FrozenTrial(this);
    }
  }
}
