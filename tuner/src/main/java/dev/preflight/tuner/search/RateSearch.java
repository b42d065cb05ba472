package dev.preflight.tuner.search;

import dev.preflight.tuner.runs.RunInterruptedException;
import dev.preflight.tuner.runs.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The algorithm of the search, on any objective: coarse rates on few iterations, a bracket at full
 * length, a parabola, fresh seeds, and the weight decay.
 */
final class RateSearch {

  /** Rates whose losses differ by less than this many standard deviations do not differ. */
  static final double FLAT_DEVIATIONS = 2;

  /** Most that the smaller rate of a tie may be worse, in standard deviations over the seeds. */
  private static final double TIE_COST = 0.5;

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

  /** Rates closer than this are too alike to learn from. */
  private static final double SAME_RATE = 1.3;

  /**
   * The runner-up is within this factor of the winner, a little more than a step: a rate at the rim
   * of the bracket has nothing beyond it to compare to.
   */
  private static final double NEAR = 2.4;

  private final Objective objective;
  private final SearchOptions options;
  private final int updates;
  private final ObjLongConsumer<String> stages;
  private final RunLog log;

  private @Nullable RateCurve coarse;
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
    this.updates = updates;
    this.stages = stages;
    this.log = new RunLog(objective);
  }

  /** What was found, with the curves behind it for the charts. */
  record Outcome(
      SearchResult result,
      @Nullable RateCurve coarse,
      BracketSearch.@Nullable Found found,
      boolean interrupted) {}

  /** Updates that the whole search takes, about. */
  static long expected(SearchOptions options, int updates) {
    long full = 8L * TUNING_SEEDS + 2L * options.seeds();
    full += options.lecture() ? 5L + options.seeds() : 0;
    full += options.weightDecay() ? SearchOptions.WEIGHT_DECAYS.size() + 2L + options.seeds() : 0;
    return full * updates + 6L * SearchOptions.coarseUpdates(updates);
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
    int few = SearchOptions.coarseUpdates(updates);
    stages.accept("coarse rates", 4L * few);
    RateCurve decades =
        CoarseStage.run(
            options.low(), options.high(), objective.ceiling(), rate -> tuned("coarse", rate, few));
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
            options.low(),
            options.high(),
            objective.ceiling(),
            rate -> tunedTwice("fine", rate));
    found = fine;
    if (fine.code() == VerdictCode.ALL_INFEASIBLE) {
      code = fine.code();
      return;
    }
    stages.accept("fresh seeds", 2L * options.seeds() * updates);
    SearchResult.Confirmation confirmed = confirm(fine);
    confirmation = confirmed;
    Sample taken = fresh("confirmation", confirmed.taken(), Double.NaN);
    best = best(confirmed.taken(), taken, null);
    code = gainsNothing(fine, taken) ? VerdictCode.ALL_INFEASIBLE : fine.code();
    if (options.weightDecay()) {
      stages.accept("weight decay", 8L * updates);
      searchDecay(confirmed.taken(), taken);
    }
    if (options.lecture()) {
      stages.accept("the lectures' recipe", 5L * updates);
      lecture = LectureRecipe.run(log, options, updates, objective.ceiling(), taken);
    }
  }

  /** The mean over the tuning seeds; not finite as soon as one run is not. */
  private double tunedTwice(String stage, double rate) {
    double sum = tuned(stage, rate, updates);
    for (int i = 1; i < TUNING_SEEDS && Double.isFinite(sum); i++) {
      sum +=
          log.run(stage, rate, Double.NaN, updates, options.seed() + SearchOptions.MOST_SEEDS + i)
              .loss();
    }
    return sum / TUNING_SEEDS;
  }

  private double tuned(String stage, double rate, int length) {
    return log.run(stage, rate, Double.NaN, length, options.seed()).loss();
  }

  private Sample fresh(String stage, double rate, double weightDecay) {
    return log.fresh(stage, rate, weightDecay, updates, options);
  }

  private static SearchResult.Best best(double rate, Sample losses, @Nullable Double weightDecay) {
    return new SearchResult.Best(
        rate, losses.mean(), losses.sd(), losses.losses().size(), weightDecay);
  }

  private static double tolerance(double sd, double loss) {
    double noise = Double.isNaN(sd) ? 0 : FLAT_DEVIATIONS * sd;
    return Math.max(noise, EQUAL * Math.abs(loss));
  }

  private boolean looksFlat(RateCurve decades, double winner, int few) {
    long feasible =
        SearchOptions.COARSE.stream()
            .filter(rate -> decades.has(rate) && !decades.failed(rate))
            .count();
    if (feasible < FLAT_RATES) {
      return false;
    }
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i <= 2; i++) {
      losses.add(log.run("noise", winner, Double.NaN, few, options.seed() + i).loss());
    }
    return decades.spread() <= tolerance(new Sample(losses).sd(), losses.get(0));
  }

  /** Asks again at full length, where small rates have had their chance. */
  private boolean isFlat(RateCurve decades) {
    stages.accept("is it flat?", (3L + options.seeds()) * updates);
    List<Double> rates = List.copyOf(decades.feasible().keySet());
    double middle = rates.get(rates.size() / 2);
    RateCurve full = new RateCurve(objective.ceiling());
    for (double rate : new double[] {rates.get(0), middle, rates.get(rates.size() - 1)}) {
      full.put(rate, tuned("flat?", rate, updates));
    }
    if (full.feasible().size() < FLAT_RATES) {
      return false;
    }
    Sample losses = fresh("flat?", middle, Double.NaN);
    if (!(full.spread() <= tolerance(losses.sd(), full.at(middle)))) {
      return false;
    }
    best = best(middle, losses, null);
    code = VerdictCode.FLAT;
    return true;
  }

  private SearchResult.Confirmation confirm(BracketSearch.Found fine) {
    double first = fine.chosen();
    OptionalDouble second =
        fine.curve().feasible().entrySet().stream()
            .filter(e -> e.getKey() > first * SAME_RATE || e.getKey() < first / SAME_RATE)
            .filter(e -> e.getKey() < first * NEAR && e.getKey() > first / NEAR)
            .min(Comparator.comparingDouble(e -> e.getValue()))
            .map(e -> OptionalDouble.of(e.getKey()))
            .orElse(OptionalDouble.empty());
    Sample ours = fresh("confirmation", first, Double.NaN);
    if (second.isEmpty()) {
      return new SearchResult.Confirmation(
          first, null, ours.losses(), List.of(), null, false, first);
    }
    double other = second.getAsDouble();
    Sample theirs = fresh("confirmation", other, Double.NaN);
    PairedDifference difference = PairedDifference.of(ours.values(), theirs.values());
    boolean tie = ours.failed() == theirs.failed() && difference.isTie();
    boolean firstIsBetter =
        ours.failed() != theirs.failed() ? ours.failed() < theirs.failed() : difference.mean() < 0;
    boolean firstIsTaken = tie ? takenInATie(first < other, ours, theirs) : firstIsBetter;
    double taken = firstIsTaken ? first : other;
    return new SearchResult.Confirmation(
        first, other, ours.losses(), theirs.losses(), difference, tie, taken);
  }

  /**
   * Whether a tie goes to the first: to the smaller rate, unless that costs much. A few pairs leave
   * zero in the interval of differences that nobody would give away.
   */
  private static boolean takenInATie(boolean firstIsSmaller, Sample first, Sample second) {
    double cost = firstIsSmaller ? first.mean() - second.mean() : second.mean() - first.mean();
    boolean dear = cost > TIE_COST * Math.hypot(first.sd(), second.sd()) / Math.sqrt(2);
    return firstIsSmaller != dear;
  }

  /** Whether training fails at high rates and does nothing at low ones. */
  private boolean gainsNothing(BracketSearch.Found fine, Sample taken) {
    double ceiling = objective.ceiling();
    return Double.isFinite(ceiling)
        && fine.curve().wall().isPresent()
        && !(taken.mean() < ceiling - LEAST_GAIN * Math.abs(ceiling));
  }

  private void searchDecay(double rate, Sample without) {
    List<SearchResult.Run> tried = new ArrayList<>();
    for (double value : SearchOptions.WEIGHT_DECAYS) {
      tried.add(log.run("weight decay", rate, value, updates, options.seed()));
    }
    Comparator<SearchResult.Run> byLoss = Comparator.comparingDouble(SearchResult.Run::loss);
    SearchResult.Run lowest = tried.stream().min(byLoss).orElseThrow();
    List<SearchResult.Run> again = new ArrayList<>();
    for (double factor : new double[] {0.5, 2}) {
      double other = BracketSearch.rounded(factor * rate);
      again.add(log.run("rate again", other, lowest.weightDecay(), updates, options.seed()));
    }
    SearchResult.Run second = again.stream().min(byLoss).orElseThrow();
    SearchResult.Run choice = second.loss() < lowest.loss() ? second : lowest;
    PairedDifference difference = null;
    boolean adopted = false;
    if (choice.weightDecay() > 0 || choice.learningRate() != rate) {
      Sample with = fresh("weight decay, fresh", choice.learningRate(), choice.weightDecay());
      difference = PairedDifference.of(with.values(), without.values());
      adopted = with.failed() <= without.failed() && difference.high() < 0;
      if (adopted) {
        best = best(choice.learningRate(), with, choice.weightDecay());
      }
    }
    decay =
        new SearchResult.DecaySearch(
            List.copyOf(tried),
            List.copyOf(again),
            choice.weightDecay(),
            choice.learningRate(),
            difference,
            adopted);
  }

  private SearchResult result() {
    RateCurve decades = coarse;
    NavigableMap<Double, Double> stable =
        decades == null ? new java.util.TreeMap<>() : decades.feasible();
    BracketSearch.Found fine = found;
    SearchResult.Best chosen = best;
    double[] interval =
        fine == null || chosen == null || !fine.curve().has(chosen.learningRate())
            ? null
            : fine.curve().within(chosen.learningRate(), orZero(chosen.sd()));
    return new SearchResult(
        chosen,
        code.name(),
        SearchOptions.name(options.schedule()),
        updates,
        SearchOptions.coarseUpdates(updates),
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
