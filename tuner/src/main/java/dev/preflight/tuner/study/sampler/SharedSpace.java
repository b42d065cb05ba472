package dev.preflight.tuner.study.sampler;

import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.ParameterValue;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which parameters the finished trials have in common, so that they can be modelled together.
 *
 * <p>It looks at every trial once. A history with fewer trials than it has seen makes it begin
 * anew.
 */
public abstract class SharedSpace {
  private final BitSet seen = new BitSet();

  /** Blocks of parameters that can be modelled together, sorted by name, single values left out. */
  public final List<Map<String, Distribution>> blocks(List<FrozenTrial> trials) {
    List<FrozenTrial> fresh = new ArrayList<>();
    int finished = 0;
    for (FrozenTrial trial : trials) {
      if (trial.state() == TrialState.COMPLETE || trial.state() == TrialState.PRUNED) {
        finished++;
        if (!seen.get(trial.number())) {
          fresh.add(trial);
        }
      }
    }
    if (finished != seen.cardinality() + fresh.size()) {
      seen.clear();
      clear();
      return blocks(trials);
    }
    for (FrozenTrial trial : fresh) {
      seen.set(trial.number());
      add(trial.params());
    }
    List<Map<String, Distribution>> blocks = new ArrayList<>();
    for (Map<String, Distribution> block : current()) {
      Map<String, Distribution> sorted = new TreeMap<>(block);
      sorted.values().removeIf(Distribution::single);
      if (!sorted.isEmpty()) {
        blocks.add(sorted);
      }
    }
    return blocks;
  }

  abstract void clear();

  abstract void add(Map<String, ParameterValue> params);

  abstract List<Map<String, Distribution>> current();

  /** One block: what every trial has, with the same distribution. */
  public static SharedSpace intersection() {
    return new SharedSpace() {
      private Map<String, Distribution> common = new LinkedHashMap<>();
      private boolean empty = true;

      @Override
      void clear() {
        common = new LinkedHashMap<>();
        empty = true;
      }

      @Override
      void add(Map<String, ParameterValue> params) {
        if (empty) {
          params.forEach((name, value) -> common.put(name, value.distribution()));
          empty = false;
        } else {
          common
              .entrySet()
              .removeIf(
                  entry -> {
                    ParameterValue value = params.get(entry.getKey());
                    return value == null || !value.distribution().equals(entry.getValue());
                  });
        }
      }

      @Override
      List<Map<String, Distribution>> current() {
        return List.of(common);
      }
    };
  }

  /**
   * Blocks such that every trial has all of a block or nothing of it: one a branch of conditions.
   */
  public static SharedSpace groups() {
    return new SharedSpace() {
      private final List<Map<String, Distribution>> groups = new ArrayList<>();

      @Override
      void clear() {
        groups.clear();
      }

      @Override
      void add(Map<String, ParameterValue> params) {
        TreeSet<String> left = new TreeSet<>(params.keySet());
        List<Map<String, Distribution>> next = new ArrayList<>();
        for (Map<String, Distribution> group : groups) {
          Map<String, Distribution> inside = new TreeMap<>(group);
          inside.keySet().retainAll(left);
          Map<String, Distribution> outside = new TreeMap<>(group);
          outside.keySet().removeAll(inside.keySet());
          next.add(inside);
          next.add(outside);
          left.removeAll(group.keySet());
        }
        Map<String, Distribution> rest = new TreeMap<>();
        params.forEach(
            (name, value) -> {
              if (left.contains(name)) {
                rest.put(name, value.distribution());
              }
            });
        next.add(rest);
        next.removeIf(Map::isEmpty);
        groups.clear();
        groups.addAll(next);
      }

      @Override
      List<Map<String, Distribution>> current() {
        return groups;
      }
    };
  }
}
