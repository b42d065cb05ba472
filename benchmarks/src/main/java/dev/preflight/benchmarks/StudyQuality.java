package dev.preflight.benchmarks;

import dev.preflight.tuner.study.Limits;
import dev.preflight.tuner.study.Objective;
import dev.preflight.tuner.study.Optimization;
import dev.preflight.tuner.study.Study;
import dev.preflight.tuner.study.StudyOptions;
import dev.preflight.tuner.study.Trial;
import dev.preflight.tuner.study.TrialPrunedException;
import dev.preflight.tuner.study.auto.Samplers;
import dev.preflight.tuner.study.pruner.Interval;
import dev.preflight.tuner.study.pruner.NopPruner;
import dev.preflight.tuner.study.pruner.PercentilePruner;
import dev.preflight.tuner.study.sampler.Hypervolume;
import dev.preflight.tuner.study.storage.MemoryStorage;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How good what a study finds is: the regret of what it would recommend after 25, 50, 100 and 200
 * trials (or, where trials are pruned, the steps of 10, 25 and 50 whole ones), a line each. {@code
 * benchmarks/studies.py} does the same with Optuna, and {@code StudyScore} compares them.
 */
final class StudyQuality {

  private static final int[] BUDGETS = {25, 50, 100, 200};
  private static final int[] STEP_BUDGETS = {810, 2025, 4050};
  private static final int STEPS = 81;
  private static final int MOST_TRIALS = 1200;

  private static final Set<String> ONE_OBJECTIVE = Set.of("cma-es", "evolution");

  private static String sampler = Samplers.DEFAULT;

  private StudyQuality() {}

  public static void main(String[] args) {
    int seeds = Integer.parseInt(args[0]);
    sampler = args.length > 1 ? args[1] : Samplers.DEFAULT;
    boolean several = !ONE_OBJECTIVE.contains(sampler);
    for (int seed = 0; seed < seeds; seed++) {
      for (Map.Entry<String, StudyProblems.Known> problem : StudyProblems.all().entrySet()) {
        single(problem.getKey(), problem.getValue(), seed);
      }
      counting(seed);
      crossing(seed);
      if (several) {
        zdt1(seed);
      }
      gramacy(seed);
    }
  }

  private static void say(String problem, int budget, int seed, double regret) {
    System.out.printf(Locale.ROOT, "%s\t%d\t%d\t%.9g%n", problem, budget, seed, regret);
  }

  private static Study study(StudyOptions options, int seed) {
    return Study.open(
        new MemoryStorage(), options.withSeed(seed).withSampler(Samplers.named(sampler, seed)));
  }

  private static StudyOptions options() {
    return StudyOptions.of("quality", Direction.MINIMIZE).withPruner(new NopPruner());
  }

  private static void run(Study study, Objective objective, int trials) {
    new Optimization(study, objective, Limits.total(trials), trial -> {}).run(1);
  }

  private static void single(String name, StudyProblems.Known known, int seed) {
    List<Double> truths = new ArrayList<>();
    double[] best = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    run(
        study(options(), seed),
        Objective.of(
            trial -> {
              StudyProblems.Outcome outcome = known.problem().evaluate(trial, seed);
              if (outcome.observed() < best[0]) {
                best[0] = outcome.observed();
                best[1] = outcome.truth();
              }
              truths.add(best[1]);
              return outcome.observed();
            }),
        200);
    for (int budget : BUDGETS) {
      say(name, budget, seed, truths.get(budget - 1) - known.optimum());
    }
  }

  /** Runs one trial's steps, reporting each. */
  private interface Steps {
    double at(int step);
  }

  /** What counts is the best complete trial within so many steps of all. */
  private static final class Spent {
    private final String problem;
    private final int seed;
    private final double optimum;
    private int steps;
    private int reached;
    private double best = Double.POSITIVE_INFINITY;
    private double truth = Double.POSITIVE_INFINITY;

    Spent(String problem, int seed, double optimum) {
      this.problem = problem;
      this.seed = seed;
      this.optimum = optimum;
    }

    boolean over() {
      return reached == STEP_BUDGETS.length;
    }

    double run(Trial trial, Steps at, double truthOfThis) {
      double value = Double.NaN;
      for (int step = 1; step <= STEPS; step++) {
        value = at.at(step);
        spend();
        trial.report(step, value);
        if (step < STEPS && trial.shouldPrune()) {
          throw new TrialPrunedException();
        }
      }
      if (value < best) {
        best = value;
        truth = truthOfThis;
      }
      return value;
    }

    private void spend() {
      if (!over() && steps == STEP_BUDGETS[reached]) {
        say(problem, STEP_BUDGETS[reached], seed, truth - optimum);
        reached++;
      }
      steps++;
    }
  }

  private static void pruned(Spent spent, int seed, Objective.Single objective) {
    StudyOptions options = options().withPruner(PercentilePruner.median(Interval.after(9)));
    Study study = study(options, seed);
    for (int n = 0; n < MOST_TRIALS && !spent.over(); n++) {
      run(study, Objective.of(objective), n + 1);
    }
  }

  private static void counting(int seed) {
    Spent spent = new Spent("counting-ones", seed, -1);
    pruned(
        spent,
        seed,
        trial -> {
          StudyProblems.Counting counting = StudyProblems.counting(trial, seed);
          int[] total = {0};
          return spent.run(
              trial,
              step -> {
                total[0] += counting.draws(step);
                return -(counting.bits + total[0] / (9.0 * step)) / 16;
              },
              counting.truth());
        });
  }

  private static void crossing(int seed) {
    Spent spent = new Spent("lc-crossing", seed, 0.0500000001);
    pruned(
        spent,
        seed,
        trial -> {
          StudyProblems.Curve curve = StudyProblems.curve(trial, seed);
          return spent.run(trial, step -> curve.at(step, false), curve.at(STEPS, true));
        });
  }

  private static void zdt1(int seed) {
    Study study =
        study(StudyOptions.of("quality", List.of(Direction.MINIMIZE, Direction.MINIMIZE)), seed);
    run(study, StudyProblems::zdt1, 200);
    for (int budget : BUDGETS) {
      double[][] losses =
          study.trials().subList(0, budget).stream()
              .map(t -> new double[] {t.values().get(0), t.values().get(1)})
              .toArray(double[][]::new);
      // The front of ZDT1 dominates 2/3 of the unit square, and what lies beyond it up to 1.1.
      double most = 1.21 - 1.0 / 3;
      say("zdt1", budget, seed, most - Hypervolume.of(losses, new double[] {1.1, 1.1}));
    }
  }

  private static void gramacy(int seed) {
    Study study = study(options(), seed);
    run(study, Objective.of(StudyProblems::gramacy), 200);
    for (int budget : BUDGETS) {
      double best =
          study.trials().subList(0, budget).stream()
              .filter(t -> t.violation() <= 0)
              .mapToDouble(FrozenTrial::value)
              .min()
              .orElse(2);
      say("gramacy", budget, seed, best - 0.5998);
    }
  }
}
