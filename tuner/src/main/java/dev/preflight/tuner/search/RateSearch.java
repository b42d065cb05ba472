package dev.preflight.tuner.search;

import dev.preflight.tuner.runs.LossCurve;
import dev.preflight.tuner.runs.RunInterruptedException;
import dev.preflight.tuner.runs.RunOptions;
import dev.preflight.tuner.runs.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The algorithm of the search, on any objective: coarse rates on few iterations, a bracket at full
 * length, a parabola, fresh seeds, and the weight decay.
 */
final class RateSearch {

  /** Rates whose losses differ by less than this many standard deviations do not differ. */
  static final double FLAT_DEVIATIONS = 2;

  /** Losses that agree to this share of their size are equal for every purpose. */
  private static final double EQUAL = 1e-6;

  /** Rates of the lectures' grid that must train for a verdict on flatness. */
  private static final int FLAT_RATES = 3;

  /** A gain below this share of the untrained loss is none. */
  private static final double LEAST_GAIN = 0.01;

  /**
   * Seeds of the fine stage. With one, the luckiest of seven noisy runs leads the search astray
   * where training is at times unstable, as batch normalization is at high rates.
   */
  static final int TUNING_SEEDS = 2;

  private final Objective objective;
  private final SearchOptions options;
  private final RunOptions run;
  private final int updates;
  private final ObjLongConsumer<String> stages;
  private final RunLog log;

  private @Nullable LossCurve coarse;
  private BracketSearch.@Nullable Found found;
  private SearchResult.@Nullable Confirmation confirmation;
  private SearchResult.@Nullable DecaySearch decay;
  private SearchResult.@Nullable Lecture lecture;
  private SearchResult.@Nullable Best best;
  private VerdictCode code = VerdictCode.INTERRUPTED;

  /**
   * @param updates length of the planned run
   * @param stages hears the name of each stage and the updates it takes at least
   */
  RateSearch(
      Objective objective, SearchOptions options, int updates, ObjLongConsumer<String> stages) {
    this.objective = objective;
    this.options = options;
    this.run = options.run();
    this.updates = updates;
    this.stages = stages;
    this.log = new RunLog(objective);
  }

  /** What was found, with the curves behind it for the charts. */
  record Outcome(
      SearchResult result,
      @Nullable LossCurve coarse,
      BracketSearch.@Nullable Found found,
      boolean interrupted) {}

  /** Updates that the whole search takes, about. */
  static long expected(SearchOptions options, int updates) {
    long full = 8L * TUNING_SEEDS + 2L * options.run().seeds();
    full += options.lecture() ? 5L + options.run().seeds() : 0;
    full +=
        options.weightDecay() ? SearchOptions.WEIGHT_DECAYS.size() + 2L + options.run().seeds() : 0;
    return full * updates + 6L * CoarseStage.updates(updates);
  }

  /** Stages of the whole search. */
  static int stages(SearchOptions options) {
    return 3 + (options.weightDecay() ? 1 : 0) + (options.lecture() ? 1 : 0);
  }

  Outcome search() {
    boolean interrupted = false;
    try {
      searchThrough();
    } catch (RunInterruptedException e) {
      interrupted = true;
    }
    return new Outcome(result(), coarse, found, interrupted);
  }

  private void searchThrough() {
    int few = CoarseStage.updates(updates);
    stages.accept("coarse rates", 4L * few);
    LossCurve decades =
        CoarseStage.run(
            run.low(), run.high(), objective.ceiling(), rate -> tuned(Stage.COARSE, rate, few));
    coarse = decades;
    OptionalDouble start = decades.winner();
    if (start.isEmpty()) {
      code = VerdictCode.ALL_INFEASIBLE;
      return;
    }
    if (looksFlat(decades, start.getAsDouble(), few) && isFlat(decades)) {
      return;
    }
    stages.accept("fine rates", 7L * TUNING_SEEDS * updates);
    BracketSearch.Found fine =
        BracketSearch.search(
            start.getAsDouble(),
            run.low(),
            run.high(),
            objective.ceiling(),
            rate -> tunedTwice(Stage.FINE, rate));
    found = fine;
    if (fine.code() == VerdictCode.ALL_INFEASIBLE) {
      code = fine.code();
      return;
    }
    stages.accept("fresh seeds", 2L * run.seeds() * updates);
    SearchResult.Confirmation confirmed =
        Confirmations.of(fine, rate -> fresh(Stage.CONFIRMATION, rate, Double.NaN));
    confirmation = confirmed;
    Sample taken = fresh(Stage.CONFIRMATION, confirmed.taken(), Double.NaN);
    best = best(confirmed.taken(), taken, null);
    code = gainsNothing(fine, taken) ? VerdictCode.ALL_INFEASIBLE : fine.code();
    if (options.weightDecay()) {
      stages.accept("weight decay", 8L * updates);
      DecayStage.Outcome tried = DecayStage.run(log, run, updates, confirmed.taken(), taken);
      SearchResult.DecaySearch searched = tried.result();
      decay = searched;
      Sample with = tried.adopted();
      if (with != null) {
        best = best(searched.learningRate(), with, searched.weightDecay());
      }
    }
    if (options.lecture()) {
      stages.accept("the lectures' recipe", 5L * updates);
      lecture = LectureRecipe.run(log, run, updates, objective.ceiling(), taken);
    }
  }

  /** The mean over the tuning seeds; not finite as soon as one run is not. */
  private double tunedTwice(Stage stage, double rate) {
    double sum = tuned(stage, rate, updates);
    for (int i = 1; i < TUNING_SEEDS && Double.isFinite(sum); i++) {
      sum +=
          log.run(stage, rate, Double.NaN, updates, run.seed() + RunOptions.MOST_SEEDS + i).loss();
    }
    return sum / TUNING_SEEDS;
  }

  private double tuned(Stage stage, double rate, int length) {
    return log.run(stage, rate, Double.NaN, length, run.seed()).loss();
  }

  private Sample fresh(Stage stage, double rate, double weightDecay) {
    return log.fresh(stage, rate, weightDecay, updates, run);
  }

  private static SearchResult.Best best(double rate, Sample losses, @Nullable Double weightDecay) {
    return new SearchResult.Best(
        rate, losses.mean(), losses.sd(), losses.losses().size(), weightDecay);
  }

  private static double tolerance(double sd, double loss) {
    double noise = Double.isNaN(sd) ? 0 : FLAT_DEVIATIONS * sd;
    return Math.max(noise, EQUAL * Math.abs(loss));
  }

  private boolean looksFlat(LossCurve decades, double winner, int few) {
    long feasible =
        CoarseStage.RATES.stream()
            .filter(rate -> decades.has(rate) && !decades.failed(rate))
            .count();
    if (feasible < FLAT_RATES) {
      return false;
    }
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i <= 2; i++) {
      losses.add(log.run(Stage.NOISE, winner, Double.NaN, few, run.seed() + i).loss());
    }
    return decades.spread() <= tolerance(new Sample(losses).sd(), losses.get(0));
  }

  /** Asks again at full length, where small rates have had their chance. */
  private boolean isFlat(LossCurve decades) {
    stages.accept("is it flat?", (3L + run.seeds()) * updates);
    List<Double> rates = List.copyOf(decades.feasible().keySet());
    double middle = rates.get(rates.size() / 2);
    LossCurve full = LossCurve.keeping(objective.ceiling());
    for (double rate : new double[] {rates.get(0), middle, rates.get(rates.size() - 1)}) {
      full.put(rate, tuned(Stage.FLAT, rate, updates));
    }
    if (full.feasible().size() < FLAT_RATES) {
      return false;
    }
    Sample losses = fresh(Stage.FLAT, middle, Double.NaN);
    if (!(full.spread() <= tolerance(losses.sd(), full.at(middle)))) {
      return false;
    }
    best = best(middle, losses, null);
    code = VerdictCode.FLAT;
    return true;
  }

  /** Whether training fails at high rates and does nothing at low ones. */
  private boolean gainsNothing(BracketSearch.Found fine, Sample taken) {
    double ceiling = objective.ceiling();
    return Double.isFinite(ceiling)
        && fine.curve().wall().isPresent()
        && !(taken.mean() < ceiling - LEAST_GAIN * Math.abs(ceiling));
  }

  private SearchResult result() {
    LossCurve decades = coarse;
    NavigableMap<Double, Double> stable = decades == null ? new TreeMap<>() : decades.feasible();
    BracketSearch.Found fine = found;
    SearchResult.Best chosen = best;
    double[] interval =
        fine == null || chosen == null || !fine.curve().has(chosen.learningRate())
            ? null
            : fine.curve().within(chosen.learningRate(), orZero(chosen.sd()));
    return new SearchResult(
        chosen,
        code,
        SearchOptions.name(options.schedule()),
        updates,
        CoarseStage.updates(updates),
        decades == null || decades.winner().isEmpty() ? null : decades.winner().getAsDouble(),
        stable.isEmpty() ? null : stable.lastKey(),
        fine == null || fine.curve().wall().isEmpty() ? null : fine.curve().wall().getAsDouble(),
        interval == null ? null : interval[0],
        interval == null ? null : interval[1],
        fine == null ? null : fine.parabola(),
        confirmation,
        decay,
        lecture,
        log.runs(),
        log.cost(updates));
  }

  private static double orZero(double value) {
    return Double.isNaN(value) ? 0 : value;
  }
}
