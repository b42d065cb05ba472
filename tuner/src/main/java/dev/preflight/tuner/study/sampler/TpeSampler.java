package dev.preflight.tuner.study.sampler;

import dev.preflight.tuner.study.json.JsonText;
import dev.preflight.tuner.study.json.MalformedJsonException;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.StudyException;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;
import dev.preflight.tuner.study.trial.ParameterValue;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tree-structured Parzen estimator, as in Optuna 5: candidates are drawn from a density around
 * the good trials, and the one that has most of it per density around the others is tried.
 *
 * <p>The cost of a trial grows with trials times parameters: what a trial adds to the densities is
 * kept sorted and measured between calls.
 *
 * <p>Sources: Bergstra et al., "Algorithms for hyper-parameter optimization", NeurIPS 2011;
 * Watanabe, arXiv:2304.11127; several objectives: Ozaki et al., JAIR 2022.
 */
public final class TpeSampler implements Sampler {

  private final TpeOptions options;
  private final RandomSampler startup = new RandomSampler();
  private final SharedSpace space;
  private final Map<String, Column> columns = new HashMap<>();
  private final BitSet known = new BitSet();

  public TpeSampler(TpeOptions options) {
    this.options = options;
    this.space = options.group() ? SharedSpace.groups() : SharedSpace.intersection();
  }

  @Override
  public String name() {
    return "tpe";
  }

  @Override
  public synchronized Map<String, ParameterValue> joint(TrialContext trial) {
    History history = trial.history();
    if (!options.multivariate(history.directions().size()) || startsUp(history)) {
      return Map.of();
    }
    Map<String, ParameterValue> values = new LinkedHashMap<>();
    Split split = null;
    for (Map<String, Distribution> block : space.blocks(history.trials())) {
      split = split == null ? split(trial) : split;
      values.putAll(sample(trial, split, block));
    }
    return values;
  }

  @Override
  public synchronized double independent(
      TrialContext trial, String name, Distribution distribution) {
    if (startsUp(trial.history())) {
      return startup.independent(trial, name, distribution);
    }
    ParameterValue value = sample(trial, split(trial), Map.of(name, distribution)).get(name);
    if (value == null) {
      throw new IllegalStateException("no value for " + name);
    }
    return value.internal();
  }

  private boolean startsUp(History history) {
    int valued = 0;
    for (FrozenTrial trial : history.trials()) {
      if (trial.state() == TrialState.COMPLETE || trial.state() == TrialState.PRUNED) {
        valued++;
        if (valued == options.startupTrials()) {
          return false;
        }
      }
    }
    return true;
  }

  private Split split(TrialContext trial) {
    return Split.of(trial.history(), trial.number(), options.constantLiar());
  }

  private Map<String, ParameterValue> sample(
      TrialContext trial, Split split, Map<String, Distribution> block) {
    List<Column> along = new ArrayList<>();
    block.forEach((name, distribution) -> along.add(column(name, distribution)));
    List<FrozenTrial> running = remember(trial.history().trials(), block);
    boolean aging = trial.history().directions().size() == 1;
    ParzenEstimator good = new ParzenEstimator(along, having(along, split.good), aging, false);
    ParzenEstimator others = new ParzenEstimator(along, having(along, split.others), true, true);
    double[] best = best(good, others, trial.uniforms());
    for (FrozenTrial other : running) {
      along.forEach(column -> column.remove(other.number()));
    }
    Map<String, ParameterValue> values = new LinkedHashMap<>();
    int p = 0;
    for (Map.Entry<String, Distribution> entry : block.entrySet()) {
      values.put(entry.getKey(), new ParameterValue(entry.getValue(), best[p]));
      p++;
    }
    return values;
  }

  private double[] best(ParzenEstimator good, ParzenEstimator others, Uniforms uniforms) {
    double[] best = null;
    double most = Double.NEGATIVE_INFINITY;
    for (double[] candidate : good.sample(uniforms, options.candidates())) {
      double gain = good.logDensity(candidate) - others.logDensity(candidate);
      if (best == null || gain > most) {
        best = candidate;
        most = gain;
      }
    }
    return best == null ? new double[0] : best;
  }

  /** The column of a parameter; one with another range is filled anew. */
  private Column column(String name, Distribution distribution) {
    Column column = columns.get(name);
    if (column == null || !column.distribution.equals(distribution)) {
      column = new Column(distribution);
      columns.put(name, column);
      known.clear();
    }
    return column;
  }

  /**
   * Puts the trials into the columns: finished ones once, running ones until they are taken out.
   *
   * @return the running ones
   */
  private List<FrozenTrial> remember(List<FrozenTrial> trials, Map<String, Distribution> block) {
    List<FrozenTrial> running = new ArrayList<>();
    for (FrozenTrial trial : trials) {
      if (trial.state().finished()) {
        if (!known.get(trial.number())) {
          known.set(trial.number());
          trial.params().forEach((name, value) -> add(name, value, trial.number()));
        }
      } else if (trial.state() == TrialState.RUNNING && options.constantLiar()) {
        Map<String, ParameterValue> params = intended(trial, block);
        params.keySet().retainAll(block.keySet());
        params.forEach((name, value) -> add(name, value, trial.number()));
        running.add(trial);
      }
    }
    return running;
  }

  private void add(String name, ParameterValue value, int trial) {
    Column column = columns.get(name);
    if (column != null
        && column.distribution.compatibleWith(value.distribution())
        && Double.isFinite(column.scale(value.internal()))) {
      column.add(trial, value.internal());
    }
  }

  /** What a running trial has, and what Optuna says it is going to use. */
  private Map<String, ParameterValue> intended(FrozenTrial trial, Map<String, Distribution> block) {
    if (!trial.systemAttributes().containsKey(FrozenTrial.JOINT + 0)) {
      return new LinkedHashMap<>(trial.params());
    }
    StringBuilder json = new StringBuilder();
    for (int i = 0;
        trial.systemAttributes().get(FrozenTrial.JOINT + i) instanceof String part;
        i++) {
      json.append(part);
    }
    Map<String, ParameterValue> values = new LinkedHashMap<>();
    try {
      if (JsonText.read(json.toString()) instanceof Map<?, ?> map) {
        block.forEach(
            (name, distribution) -> {
              if (map.containsKey(name)) {
                double internal = distribution.internal(map.get(name));
                values.put(name, new ParameterValue(distribution, internal));
              }
            });
      }
    } catch (MalformedJsonException | StudyException e) {
      values.clear(); // Half written by another process: what the trial has is what counts.
    }
    values.putAll(trial.params());
    return values;
  }

  /** The trials that have a value in every column. */
  private static int[] having(List<Column> columns, int[] trials) {
    int[] kept = trials.clone();
    int count = kept.length;
    for (Column column : columns) {
      int having = 0;
      for (int i = 0; i < count; i++) {
        if (column.has(kept[i])) {
          kept[having] = kept[i];
          having++;
        }
      }
      count = having;
    }
    return Arrays.copyOf(kept, count);
  }
}
