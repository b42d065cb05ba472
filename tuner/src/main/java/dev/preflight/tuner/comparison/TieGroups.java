package dev.preflight.tuner.comparison;

import dev.preflight.tuner.runs.Sample;
import dev.preflight.tuner.search.PairedDifference;
import java.util.ArrayList;
import java.util.List;

/**
 * Groups of schedules that cannot be told apart.
 *
 * <p>The best one leads the first group; with it are all whose paired difference to it is not
 * significant at {@link #LEVEL} after Holm's correction over all compared to it. The best of the
 * rest leads the next. Student's test, since Wilcoxon's cannot be significant with five pairs. A
 * schedule that lost more runs than the leader is not in its group.
 */
final class TieGroups {

  /** Chance of any false difference within one group's comparisons. */
  static final double LEVEL = 0.05;

  private TieGroups() {}

  /**
   * The group of each sample, from 0.
   *
   * @param ranked losses by seed, best first, all of the same seeds
   */
  static int[] of(List<Sample> ranked) {
    int[] groups = new int[ranked.size()];
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < groups.length; i++) {
      left.add(i);
    }
    for (int group = 0; !left.isEmpty(); group++) {
      int leader = left.remove(0);
      groups[leader] = group;
      double[] adjusted =
          Holm.adjusted(
              left.stream().mapToDouble(i -> pValue(ranked.get(leader), ranked.get(i))).toArray());
      List<Integer> rest = new ArrayList<>();
      for (int k = 0; k < adjusted.length; k++) {
        if (adjusted[k] < LEVEL) {
          rest.add(left.get(k));
        } else {
          groups[left.get(k)] = group;
        }
      }
      left = rest;
    }
    return groups;
  }

  private static double pValue(Sample leader, Sample other) {
    return other.failed() > leader.failed()
        ? 0
        : PairedDifference.of(other.values(), leader.values()).pValue();
  }

  /** A letter for a group: A for the first. */
  static String letter(int group) {
    return String.valueOf((char) ('A' + Math.min(group, 25)));
  }
}
