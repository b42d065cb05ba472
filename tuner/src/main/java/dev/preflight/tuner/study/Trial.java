package dev.preflight.tuner.study;

import dev.preflight.tuner.study.sampler.TrialContext;
import dev.preflight.tuner.study.space.CategoricalDistribution;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.FloatDistribution;
import dev.preflight.tuner.study.space.IntDistribution;
import dev.preflight.tuner.study.space.StudyException;
import dev.preflight.tuner.study.storage.Scope;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.ParameterValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A trial that runs: what an objective asks for its parameters and tells its progress. */
public final class Trial {
  private final Study study;
  private final long id;
  private final int number;
  private final TrialContext context;
  private final Map<String, ParameterValue> joint;
  private final Map<String, @Nullable Object> fixed;
  private final Map<String, ParameterValue> params;
  private final NavigableMap<Long, Double> reports = new TreeMap<>();
  private final OptionalInt continues;

  Trial(
      Study study,
      FrozenTrial begun,
      TrialContext context,
      Map<String, ParameterValue> joint,
      Map<String, @Nullable Object> fixed) {
    this.study = study;
    this.id = begun.id();
    this.number = begun.number();
    this.context = context;
    this.joint = joint;
    this.fixed = fixed;
    this.params = new LinkedHashMap<>(begun.params());
    this.reports.putAll(begun.reports());
    this.continues =
        begun.systemAttributes().get(FrozenTrial.CONTINUES) instanceof Number before
            ? OptionalInt.of(before.intValue())
            : OptionalInt.empty();
  }

  long id() {
    return id;
  }

  /** Place in the study, from 0. */
  public int number() {
    return number;
  }

  /** A real number from {@code low} to {@code high}. */
  public double suggestFloat(String name, double low, double high) {
    return number(suggest(name, FloatDistribution.uniform(low, high))).doubleValue();
  }

  /** A real number from {@code low} to {@code high}, orders of magnitude alike. */
  public double suggestLog(String name, double low, double high) {
    return number(suggest(name, FloatDistribution.log(low, high))).doubleValue();
  }

  /** A whole number from {@code low} to {@code high}. */
  public long suggestInt(String name, long low, long high) {
    return number(suggest(name, IntDistribution.uniform(low, high))).longValue();
  }

  /** One of some choices. */
  public @Nullable Object suggestChoice(String name, @Nullable Object... choices) {
    return suggest(name, CategoricalDistribution.of(choices));
  }

  private static Number number(@Nullable Object value) {
    if (value instanceof Number number) {
      return number;
    }
    throw new IllegalStateException("no number: " + value);
  }

  /**
   * The value of a parameter; asked again for the same name, the same one.
   *
   * @return a {@link Double}, a {@link Long} or a choice
   * @throws StudyException if the trial has another kind of parameter under the name, or was given
   *     a value that is not one of the distribution
   */
  public @Nullable Object suggest(String name, Distribution distribution) {
    ParameterValue value = params.get(name);
    if (value == null) {
      value = choose(name, distribution);
      params.put(name, value);
      study.storage().setParams(id, Map.of(name, value));
    } else if (!value.distribution().compatibleWith(distribution)) {
      throw new StudyException(
          "parameter '"
              + name
              + "' was "
              + value.distribution()
              + " before and is "
              + distribution
              + " now",
          "give it another name");
    }
    return value.value();
  }

  /** The value of a parameter, which is not kept yet. */
  ParameterValue choose(String name, Distribution distribution) {
    study.checkCompatible(name, distribution);
    if (fixed.containsKey(name)) {
      try {
        return new ParameterValue(distribution, distribution.internal(fixed.get(name)));
      } catch (StudyException e) {
        throw e.in("parameter '" + name + "' of trial " + number);
      }
    }
    if (distribution.single()) {
      return new ParameterValue(distribution, Spaces.only(distribution));
    }
    ParameterValue together = joint.get(name);
    if (together != null
        && together.distribution().compatibleWith(distribution)
        && distribution.contains(together.internal())) {
      return new ParameterValue(distribution, together.internal());
    }
    return new ParameterValue(
        distribution, study.options().sampler().independent(context, name, distribution));
  }

  void keep(Map<String, ParameterValue> values) {
    params.putAll(values);
    study.storage().setParams(id, values);
  }

  /** The parameters so far, by name, in the external form. */
  public Map<String, @Nullable Object> params() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    params.forEach((name, value) -> values.put(name, value.value()));
    return Collections.unmodifiableMap(values);
  }

  /**
   * Tells how the trial is doing.
   *
   * @param step at least 0, such as updates made; a second report for a step is ignored
   * @param value of the only objective; NaN and infinities are kept
   */
  public void report(long step, double value) {
    if (step < 0) {
      throw new IllegalArgumentException("the step must be at least 0, was " + step);
    }
    if (study.options().directions().size() > 1) {
      throw new IllegalStateException("reports are for studies of one objective");
    }
    if (reports.putIfAbsent(step, value) == null) {
      study.storage().report(id, step, value);
    }
  }

  /** Whether the trial is better given up, by its latest report. */
  public boolean shouldPrune() {
    return !reports.isEmpty() && study.prunes(this);
  }

  /**
   * The trial that this one goes on with: its parameters and reports are this one's already, and
   * the objective may begin at the state that it ended in. Empty for most.
   */
  public OptionalInt continues() {
    return continues;
  }

  /**
   * The last step that was reported, by the trial that this one goes on with at first; -1 if none.
   */
  public long lastStep() {
    return reports.isEmpty() ? -1 : reports.lastKey();
  }

  /** The latest report; NaN if there is none. */
  double lastReport() {
    Map.Entry<Long, Double> last = reports.lastEntry();
    return last == null ? Double.NaN : last.getValue();
  }

  /** Notes something about the trial: a plain JSON value. */
  public void setUserAttribute(String key, @Nullable Object value) {
    study.storage().noteTrial(id, Scope.USER, key, value);
  }

  /**
   * Says how far a constraint is kept.
   *
   * @param value at most 0 if it is; not NaN
   */
  public void setConstraint(String name, double value) {
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("constraint '" + name + "' is NaN");
    }
    study.storage().noteTrial(id, Scope.SYSTEM, FrozenTrial.constraintAttribute(name), value);
  }
}
