package dev.preflight.tuner.study.evolution;

import dev.preflight.tuner.study.sampler.Draws;
import dev.preflight.tuner.study.sampler.Gauss;
import dev.preflight.tuner.study.sampler.Sampler;
import dev.preflight.tuner.study.sampler.SharedSpace;
import dev.preflight.tuner.study.sampler.TrialContext;
import dev.preflight.tuner.study.sampler.Uniforms;
import dev.preflight.tuner.study.space.CategoricalDistribution;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.StudyException;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.ParameterValue;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CMA-ES over the numbers that all finished trials share, in the unit cube; choices and what is not
 * shared are drawn evenly. Restarted with twice the points when nothing more is to be expected.
 *
 * <p>A generation are the next complete trials in the order of their numbers, whoever chose them:
 * so that points of other samplers, of workers that began before the last generation was told, and
 * those that were enqueued count, shortened to what the distribution might have drawn (Hansen,
 * arXiv:1110.4181). What the sampler keeps follows from these trials alone.
 *
 * <p>Sources: Hansen, arXiv:1604.00772; restarts: Auger and Hansen, CEC 2005 (IPOP).
 */
public final class CmaEsSampler implements Sampler {

  private static final double FIRST_STEP = 1 / 6.0;

  /** Draws outside of the cube are made again, so often a dimension. */
  private static final int ATTEMPTS = 10;

  private static final int GROWTH = 2;
  private static final long RESTART_SEED = 0x43_4d_41;

  /** Of the trials to begin with so many are good, and this far around them is looked. */
  private static final double GOOD = 0.1;

  private static final double AROUND = 0.1;

  private final SharedSpace shared = SharedSpace.intersection();

  /** Trials before this one are where it begins, not what it learns from one by one. */
  private final int from;

  private Map<String, Distribution> space = Map.of();
  private @Nullable CmaEs search;
  private int restarts;

  /** Number of the last trial that was told, and how many up to it are complete. */
  private int last = -1;

  private int complete;

  /** A search that begins in the middle of the space. */
  public CmaEsSampler() {
    this(0);
  }

  private CmaEsSampler(int from) {
    this.from = from;
  }

  /**
   * A search that begins where the best of the trials before are.
   *
   * <p>Source: Nomura et al., "Warm starting CMA-ES for hyperparameter optimization", AAAI 2021.
   *
   * @param trials how many trials other samplers choose first
   */
  public static CmaEsSampler warm(int trials) {
    return new CmaEsSampler(trials);
  }

  @Override
  public String name() {
    return "cma-es";
  }

  /**
   * @throws StudyException if the study has several objectives
   */
  @Override
  public synchronized Map<String, ParameterValue> joint(TrialContext trial) {
    List<Direction> directions = trial.history().directions();
    if (directions.size() > 1) {
      throw new StudyException(
          "cma-es has one objective, and the study " + directions.size(), "take tpe");
    }
    List<FrozenTrial> trials = trial.history().trials();
    Map<String, Distribution> block = new LinkedHashMap<>();
    shared.blocks(trials).forEach(block::putAll);
    block.values().removeIf(CategoricalDistribution.class::isInstance);
    if (block.isEmpty()) {
      return Map.of();
    }
    CmaEs current = caughtUp(block, trials, directions.get(0));
    return Draws.at(block, inside(current, block.size(), trial.uniforms()));
  }

  @Override
  public double independent(TrialContext trial, String name, Distribution distribution) {
    return Draws.uniform(distribution, trial.uniforms());
  }

  /** The search after all generations that are complete. */
  private CmaEs caughtUp(
      Map<String, Distribution> block, List<FrozenTrial> trials, Direction direction) {
    CmaEs current = search;
    if (current == null || !block.equals(space) || completeUpTo(last, trials) != complete) {
      last = from - 1;
      restarts = 0;
      space = Map.copyOf(block);
      current = from == 0 ? fresh(block.size()) : warm(block, trials, direction);
    }
    List<FrozenTrial> generation = new ArrayList<>();
    for (FrozenTrial trial : trials) {
      boolean counts =
          trial.number() > last && trial.state() == TrialState.COMPLETE && holds(trial, block);
      if (counts) {
        generation.add(trial);
      }
      if (generation.size() == current.points()) {
        current.tell(generation.stream().map(t -> told(t, block, direction)).toList());
        last = trial.number();
        generation.clear();
        if (current.isOver()) {
          restarts++;
          current = fresh(block.size());
        }
      }
    }
    complete = completeUpTo(last, trials);
    search = current;
    return current;
  }

  private static int completeUpTo(int number, List<FrozenTrial> trials) {
    int count = 0;
    for (FrozenTrial trial : trials) {
      count += trial.number() <= number && trial.state() == TrialState.COMPLETE ? 1 : 0;
    }
    return count;
  }

  private static boolean holds(FrozenTrial trial, Map<String, Distribution> block) {
    return block.entrySet().stream()
        .allMatch(
            entry -> {
              ParameterValue value = trial.params().get(entry.getKey());
              return value != null && value.distribution().equals(entry.getValue());
            });
  }

  private static CmaEs.Told told(
      FrozenTrial trial, Map<String, Distribution> block, Direction direction) {
    double[] point = new double[block.size()];
    int d = 0;
    for (Map.Entry<String, Distribution> entry : block.entrySet()) {
      ParameterValue value = trial.params().get(entry.getKey());
      point[d] = value == null ? 0.5 : Draws.place(entry.getValue(), value.internal());
      d++;
    }
    boolean allowed = trial.violation() <= 0;
    return new CmaEs.Told(
        point, allowed ? direction.loss(trial.value()) : Double.POSITIVE_INFINITY);
  }

  private CmaEs warm(
      Map<String, Distribution> block, List<FrozenTrial> trials, Direction direction) {
    List<double[]> good =
        trials.stream()
            .filter(t -> t.number() < from && t.state() == TrialState.COMPLETE && holds(t, block))
            .map(t -> told(t, block, direction))
            .filter(t -> Double.isFinite(t.loss()))
            .sorted(Comparator.comparingDouble(CmaEs.Told::loss))
            .limit((long) Math.ceil(GOOD * from))
            .map(CmaEs.Told::point)
            .toList();
    int n = block.size();
    if (good.isEmpty()) {
      return fresh(n);
    }
    double[] mean = new double[n];
    good.forEach(point -> add(mean, point, 1.0 / good.size()));
    double[][] covariance = new double[n][n];
    for (double[] point : good) {
      double[] off = point.clone();
      add(off, mean, -1);
      for (int i = 0; i < n; i++) {
        add(covariance[i], off, off[i] / good.size());
      }
    }
    for (int i = 0; i < n; i++) {
      covariance[i][i] += AROUND * AROUND;
    }
    return CmaEs.around(mean, covariance, CmaStrategy.of(n, CmaStrategy.population(n)));
  }

  private static void add(double[] to, double[] vector, double times) {
    for (int i = 0; i < to.length; i++) {
      to[i] += times * vector[i];
    }
  }

  private CmaEs fresh(int dimensions) {
    double[] mean = new double[dimensions];
    Uniforms uniforms = Uniforms.of(RESTART_SEED, restarts);
    for (int i = 0; i < dimensions; i++) {
      mean[i] = restarts == 0 ? 0.5 : uniforms.next();
    }
    int points = CmaStrategy.population(dimensions);
    for (int i = 0; i < restarts; i++) {
      points *= GROWTH;
    }
    return new CmaEs(mean, FIRST_STEP, CmaStrategy.of(dimensions, points));
  }

  private static double[] inside(CmaEs search, int dimensions, Uniforms uniforms) {
    double[] point = new double[dimensions];
    for (int attempt = 0; attempt < ATTEMPTS * dimensions; attempt++) {
      point = search.at(normals(dimensions, uniforms));
      if (isInside(point)) {
        return point;
      }
    }
    for (int i = 0; i < dimensions; i++) {
      point[i] = Math.max(0, Math.min(Math.nextDown(1.0), point[i]));
    }
    return point;
  }

  private static boolean isInside(double[] point) {
    for (double x : point) {
      if (!(x >= 0 && x < 1)) {
        return false;
      }
    }
    return true;
  }

  private static double[] normals(int count, Uniforms uniforms) {
    double[] normals = new double[count];
    for (int i = 0; i < count; i++) {
      normals[i] = Gauss.inverseLogBelow(Math.log1p(-uniforms.next()));
    }
    return normals;
  }
}
