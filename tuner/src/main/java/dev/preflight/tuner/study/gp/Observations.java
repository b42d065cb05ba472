package dev.preflight.tuner.study.gp;

import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.Failure;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;
import dev.preflight.tuner.study.trial.TrialState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What a study's trials tell a model.
 *
 * <p>A complete trial tells its loss. A pruned one tells that it is in the worse half: what it last
 * reported, or the middle of the complete ones if that is worse. A failed one tells no loss, but
 * that its place is to be kept away from, unless its parameters are not to blame. So does one that
 * breaks a constraint, whose constraints are modelled one by one where they have names.
 */
final class Observations {

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Seen(FrozenTrial trial, double[] point) {}

  private static final double ALL = 0.05;

  private final List<Direction> directions;
  private final double[] weights;
  private final List<Seen> valued = new ArrayList<>();
  private final List<Seen> judged = new ArrayList<>();
  private final List<double[]> running = new ArrayList<>();
  final TreeSet<String> constraints = new TreeSet<>();

  /**
   * What the trials tell.
   *
   * @param except the number of the trial that is asked for
   * @param weights of the objectives, adding up to 1; of one objective 1
   */
  Observations(Structure structure, History history, int except, double[] weights) {
    this.directions = history.directions();
    this.weights = weights;
    for (FrozenTrial trial : history.trials()) {
      if (trial.number() == except || trial.continued() || trial.params().isEmpty()) {
        continue;
      }
      structure.point(trial).ifPresent(point -> add(new Seen(trial, point)));
    }
  }

  private void add(Seen seen) {
    FrozenTrial trial = seen.trial();
    TrialState state = trial.state();
    if (state == TrialState.RUNNING) {
      running.add(seen.point());
    } else if (state == TrialState.COMPLETE || state == TrialState.PRUNED) {
      constraints.addAll(trial.constraints().keySet());
      judged.add(seen);
      if (state == TrialState.COMPLETE || (directions.size() == 1 && !trial.reports().isEmpty())) {
        valued.add(seen);
      }
    } else if (fails(trial)) {
      judged.add(seen);
    }
  }

  private static boolean fails(FrozenTrial trial) {
    return trial.state() == TrialState.FAIL
        && trial.failure().map(Failure::blamesParameters).orElse(true);
  }

  /** How many trials have a loss. */
  int count() {
    return valued.size();
  }

  List<double[]> running() {
    return running;
  }

  int[] numbers() {
    return numbers(valued);
  }

  double[][] points() {
    return points(valued);
  }

  private static int[] numbers(List<Seen> seen) {
    return seen.stream().mapToInt(s -> s.trial().number()).toArray();
  }

  private static double[][] points(List<Seen> seen) {
    return seen.stream().map(Seen::point).toArray(double[][]::new);
  }

  /** Losses of the first so many, warped. */
  double[] losses(int count) {
    return Warp.of(directions.size() == 1 ? single(count) : weighed(count));
  }

  private double[] single(int count) {
    double[] losses = new double[count];
    double middle = middle(count);
    for (int i = 0; i < count; i++) {
      FrozenTrial trial = valued.get(i).trial();
      if (trial.state() == TrialState.COMPLETE) {
        losses[i] = directions.get(0).loss(trial.value());
      } else {
        double last = trial.reports().lastEntry().getValue();
        losses[i] =
            Double.isNaN(last)
                ? Double.POSITIVE_INFINITY
                : Math.max(middle, directions.get(0).loss(last));
      }
    }
    return losses;
  }

  /**
   * Several objectives as one, whose least value is a point of the front: the worst of them, each
   * as heavy as chance has it. Source: Knowles, "ParEGO" (2006).
   */
  private double[] weighed(int count) {
    double[] worst = new double[count];
    double[] sum = new double[count];
    for (int o = 0; o < weights.length; o++) {
      int objective = o;
      double[] losses =
          Warp.of(
              valued.subList(0, count).stream()
                  .map(s -> s.trial().values().get(objective))
                  .mapToDouble(v -> directions.get(objective).loss(v))
                  .toArray());
      double least = Arrays.stream(losses).min().orElse(0);
      for (int i = 0; i < count; i++) {
        double share = weights[o] * (losses[i] - least);
        worst[i] = Math.max(worst[i], share);
        sum[i] += share;
      }
    }
    for (int i = 0; i < count; i++) {
      worst[i] += ALL * sum[i];
    }
    return worst;
  }

  private double middle(int count) {
    double[] complete =
        valued.subList(0, count).stream()
            .map(Seen::trial)
            .filter(t -> t.state() == TrialState.COMPLETE)
            .mapToDouble(t -> directions.get(0).loss(t.value()))
            .sorted()
            .toArray();
    return complete.length == 0 ? Double.NEGATIVE_INFINITY : complete[complete.length / 2];
  }

  /** Whether the trial with a loss at this index is complete and keeps its constraints. */
  boolean allowed(int i) {
    FrozenTrial trial = valued.get(i).trial();
    return trial.state() == TrialState.COMPLETE && trial.violation() <= 0;
  }

  /** The points of the best allowed trials, the best first. */
  List<double[]> best(int count) {
    double[] losses = directions.size() == 1 ? single(count()) : weighed(count());
    return IntStream.range(0, losses.length)
        .filter(this::allowed)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> losses[i]))
        .limit(count)
        .map(i -> valued.get(i).point())
        .toList();
  }

  /** Whether this point was tried, or is being tried. */
  boolean tried(double[] point) {
    return judged.stream().anyMatch(s -> Arrays.equals(s.point(), point))
        || running.stream().anyMatch(p -> Arrays.equals(p, point));
  }

  /** Whether anything failed, or broke a constraint without a name. */
  boolean hasFailures() {
    return judged.stream().anyMatch(s -> label(s) > 0);
  }

  int[] judgedNumbers() {
    return numbers(judged);
  }

  double[][] judgedPoints() {
    return points(judged);
  }

  /** 0 for trials that came through, and 2 for those that did not. */
  double[] labels(int count) {
    return judged.subList(0, count).stream().mapToDouble(Observations::label).toArray();
  }

  private static double label(Seen seen) {
    FrozenTrial trial = seen.trial();
    boolean unnamed = trial.constraints().isEmpty() && trial.violation() > 0;
    return fails(trial) || unnamed ? 2 : 0;
  }

  /** The trials that tell of a constraint: their places among those with a loss. */
  private List<Seen> having(String constraint) {
    return judged.stream().filter(s -> s.trial().constraints().containsKey(constraint)).toList();
  }

  int[] numbers(String constraint) {
    return numbers(having(constraint));
  }

  double[][] points(String constraint) {
    return points(having(constraint));
  }

  /** A constraint's values in the first so many that have it, in shares of their usual size. */
  double[] values(String constraint, int count) {
    double[] values =
        having(constraint).subList(0, count).stream()
            .map(s -> s.trial().constraints())
            .mapToDouble(all -> value(all, constraint))
            .toArray();
    double[] sizes = Arrays.stream(values).map(Math::abs).sorted().toArray();
    double usual = sizes[sizes.length / 2] > 0 ? sizes[sizes.length / 2] : 1;
    return Arrays.stream(values).map(v -> Math.max(-MOST, Math.min(MOST, v / usual))).toArray();
  }

  private static double value(Map<String, Double> all, String constraint) {
    Double value = all.get(constraint);
    return value == null || value.isNaN() ? Double.MAX_VALUE : value;
  }

  /** Beyond this many times its usual size a constraint's value says no more. */
  private static final double MOST = 3;
}
