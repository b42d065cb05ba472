package dev.preflight.tuner.study.analysis;

import dev.preflight.tuner.study.sampler.Draws;
import dev.preflight.tuner.study.space.CategoricalDistribution;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.trial.Failure;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.ParameterValue;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.commons.math3.distribution.HypergeometricDistribution;

/**
 * Where trials fail: one value, or one side of a value, of one parameter.
 *
 * <p>It is told if at least nine of ten failures lie there and half of the trials there or more
 * fail, and chance would do so in one study of a thousand (Fisher's exact test, one-sided, for each
 * cut that was tried, by Bonferroni).
 *
 * @param parameter its name
 * @param distribution of it
 * @param side where
 * @param value the first value of that side that failed, in the internal form
 * @param failures how many failed there
 * @param inside how many trials there are there
 * @param all how many failed anywhere
 */
public record FailureRegion(
    String parameter,
    Distribution distribution,
    Side side,
    double value,
    int failures,
    int inside,
    int all) {

  /** Which values. */
  public enum Side {
    ABOVE,
    BELOW,
    AT
  }

  private static final int LEAST = 3;
  private static final double MOST_OF_THEM = 0.9;
  private static final double HALF = 0.5;
  private static final double CHANCE = 1e-3;

  /** Cuts that are tried along a parameter. */
  private static final int MOST_CUTS = 64;

  private record Seen(double place, double internal, boolean failed) {}

  /** The region that chance explains least, if there is one. */
  public static Optional<FailureRegion> of(List<FrozenTrial> trials) {
    Set<String> names = new LinkedHashSet<>();
    trials.forEach(t -> names.addAll(t.params().keySet()));
    int all = (int) trials.stream().filter(FailureRegion::failed).count();
    if (all < LEAST) {
      return Optional.empty();
    }
    FailureRegion best = null;
    double least = CHANCE;
    int cuts = 0;
    List<List<FailureRegion>> tried = new ArrayList<>();
    for (String name : names) {
      List<FailureRegion> regions = regions(name, trials, all);
      tried.add(regions);
      cuts += regions.size();
    }
    int finished = (int) trials.stream().filter(t -> t.state().finished()).count();
    for (List<FailureRegion> regions : tried) {
      for (FailureRegion region : regions) {
        boolean tells =
            region.failures() >= MOST_OF_THEM * all && region.failures() >= HALF * region.inside();
        double p = tells ? cuts * chance(region, finished) : 1;
        boolean purer = best != null && p == least && region.inside() < best.inside();
        if (p < least || purer) {
          best = region;
          least = p;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private static boolean failed(FrozenTrial trial) {
    return trial.state() == TrialState.FAIL
        && trial.failure().map(Failure::blamesParameters).orElse(true);
  }

  /** The chance that so many of all failures lie in a part of that size. */
  private static double chance(FailureRegion region, int finished) {
    return new HypergeometricDistribution(null, finished, region.all(), region.inside())
        .upperCumulativeProbability(region.failures());
  }

  private static List<FailureRegion> regions(String name, List<FrozenTrial> trials, int all) {
    List<Seen> seen = new ArrayList<>();
    Distribution distribution = null;
    for (FrozenTrial trial : trials) {
      ParameterValue value = trial.params().get(name);
      if (value != null && trial.state().finished()) {
        distribution = distribution == null ? value.distribution() : distribution;
        if (distribution.equals(value.distribution())) {
          seen.add(new Seen(place(value), value.internal(), failed(trial)));
        }
      }
    }
    List<FailureRegion> regions = new ArrayList<>();
    if (distribution instanceof CategoricalDistribution c) {
      for (int i = 0; i < c.choices().size(); i++) {
        double choice = i;
        regions.add(
            region(name, distribution, Side.AT, choice, seen, all, s -> s.internal() == choice));
      }
    } else if (distribution != null) {
      seen.sort(Comparator.comparingDouble(Seen::place));
      List<Seen> failures = seen.stream().filter(Seen::failed).toList();
      int step = Math.max(1, failures.size() / MOST_CUTS);
      for (int i = 0; i < failures.size(); i++) {
        Seen cut = failures.get(i);
        if (i % step == 0 || i == failures.size() - 1) {
          double at = cut.internal();
          regions.add(
              region(name, distribution, Side.ABOVE, at, seen, all, s -> s.internal() >= at));
          regions.add(
              region(name, distribution, Side.BELOW, at, seen, all, s -> s.internal() <= at));
        }
      }
    }
    return regions;
  }

  private static double place(ParameterValue value) {
    return value.distribution() instanceof CategoricalDistribution
        ? value.internal()
        : Draws.place(value.distribution(), value.internal());
  }

  private static FailureRegion region(
      String name,
      Distribution distribution,
      Side side,
      double value,
      List<Seen> seen,
      int all,
      Predicate<Seen> inside) {
    List<Seen> there = seen.stream().filter(inside).toList();
    int failures = (int) there.stream().filter(Seen::failed).count();
    return new FailureRegion(name, distribution, side, value, failures, there.size(), all);
  }
}
