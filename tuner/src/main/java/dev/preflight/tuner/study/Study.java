package dev.preflight.tuner.study;

import dev.preflight.tuner.study.json.JsonText;
import dev.preflight.tuner.study.pruner.Decision;
import dev.preflight.tuner.study.sampler.ExhaustedException;
import dev.preflight.tuner.study.sampler.Fronts;
import dev.preflight.tuner.study.sampler.TrialContext;
import dev.preflight.tuner.study.sampler.Uniforms;
import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.SearchSpace;
import dev.preflight.tuner.study.space.StudyException;
import dev.preflight.tuner.study.storage.Scope;
import dev.preflight.tuner.study.storage.Storage;
import dev.preflight.tuner.study.storage.StudyRecord;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.Failure;
import dev.preflight.tuner.study.trial.FrozenTrial;
import dev.preflight.tuner.study.trial.History;
import dev.preflight.tuner.study.trial.ParameterValue;
import dev.preflight.tuner.study.trial.TrialState;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A search for good parameters. Trials are asked for and told ({@link #ask}, {@link #tell}), or
 * made of an objective ({@link Optimization}). A study that was begun before goes on.
 */
public final class Study {

  /** System attribute of a trial: the parameters that it is to have. */
  private static final String FIXED = "fixed_params";

  private static final int LONGEST_ATTRIBUTE = 2045;
  private static final String SEED = "preflight:seed";
  private static final int MOST_REPEATS = 20;
  private static final long POLL_MILLIS = 20;

  private final Storage storage;
  private final StudyOptions options;
  private final long id;
  private final Map<String, Distribution> distributions = new ConcurrentHashMap<>();

  private Study(Storage storage, StudyOptions options, long id) {
    this.storage = storage;
    this.options = options;
    this.id = id;
    for (FrozenTrial trial : storage.trials(id)) {
      trial
          .params()
          .forEach((name, value) -> distributions.putIfAbsent(name, value.distribution()));
    }
  }

  /**
   * Goes on with the study of this name, or begins it.
   *
   * @throws StudyException if the study has other directions
   */
  public static Study open(Storage storage, StudyOptions options) {
    Optional<StudyRecord> known = storage.study(options.name());
    if (known.isPresent() && !known.get().directions().equals(options.directions())) {
      throw new StudyException(
          "the study '"
              + options.name()
              + "' was begun with "
              + known.get().directions()
              + " and is now to have "
              + options.directions(),
          "give it the same directions, or another name");
    }
    if (known.isEmpty()) {
      return begin(storage, options).orElseGet(() -> open(storage, options));
    }
    StudyOptions seeded =
        known.get().systemAttributes().get(SEED) instanceof Number seed
            ? options.withSeed(seed.longValue())
            : options;
    return new Study(storage, seeded, known.get().id());
  }

  /** Empty where another process has just begun it, between the look and the attempt. */
  private static Optional<Study> begin(Storage storage, StudyOptions options) {
    StudyRecord begun;
    try {
      begun = storage.createStudy(options.name(), options.directions());
    } catch (StudyException e) {
      if (storage.study(options.name()).isEmpty()) {
        throw e;
      }
      return Optional.empty();
    }
    storage.noteStudy(begun.id(), Scope.SYSTEM, SEED, options.seed());
    return Optional.of(new Study(storage, options, begun.id()));
  }

  Storage storage() {
    return storage;
  }

  /** How the study is done; the seed is that of its beginning. */
  public StudyOptions options() {
    return options;
  }

  /** Every trial by number, whoever made it. */
  public List<FrozenTrial> trials() {
    return storage.trials(id);
  }

  /** The best complete trial of a study of one objective that keeps its constraints. */
  public Optional<FrozenTrial> best() {
    return history().best();
  }

  /** The complete trials that keep their constraints and that no other is better than. */
  public List<FrozenTrial> bestTrials() {
    List<FrozenTrial> complete =
        trials().stream()
            .filter(t -> t.state() == TrialState.COMPLETE && t.violation() <= 0)
            .toList();
    return Fronts.undominated(Fronts.losses(complete, options.directions())).stream()
        .map(complete::get)
        .toList();
  }

  private record Past(String study, List<Direction> directions, List<FrozenTrial> trials)
      implements History {}

  private History history() {
    return new Past(options.name(), options.directions(), trials());
  }

  /** What a trial may see: with a lag, those far enough back, which are all finished. */
  private History history(int number) {
    if (options.lag() == 0) {
      return new LazyHistory(this);
    }
    int end = Math.max(0, number - options.lag() + 1);
    List<FrozenTrial> trials = trials();
    return new Past(
        options.name(), options.directions(), trials.subList(0, Math.min(end, trials.size())));
  }

  /**
   * Begins a trial: the first that waits, or a new one. With a declared space it has all its
   * parameters then.
   *
   * @throws ExhaustedException if every point of a finite declared space was tried
   */
  public Trial ask() {
    return ask(Worker.attributes());
  }

  /**
   * Begins a trial that this process will not end: it stays running when the process has ended,
   * until somebody tells it by its number.
   */
  public Trial askForOthers() {
    return ask(Map.of());
  }

  private synchronized Trial ask(Map<String, @Nullable Object> worker) {
    FrozenTrial begun =
        storage
            .claim(id, worker)
            .orElseGet(() -> storage.createTrial(id, template(TrialState.RUNNING, worker)));
    waitForThoseBefore(begun.number());
    History seen = options.pruner().visible(history(begun.number()), begun.number());
    Uniforms uniforms = Uniforms.of(options.seed(), begun.number());
    TrialContext context = new TrialContext(seen, begun.number(), options.space(), uniforms);
    OptionalInt resumed =
        fixed(begun).isEmpty() ? options.pruner().resumes(seen) : OptionalInt.empty();
    if (resumed.isPresent()) {
      return goOn(begun, trials().get(resumed.getAsInt()), context);
    }
    try {
      Map<String, ParameterValue> joint = options.sampler().joint(context);
      Trial trial = new Trial(this, begun, context, joint, fixed(begun));
      if (options.space().isPresent()) {
        declared(trial, begun, context, options.space().get());
      } else if (storage.shared() && !joint.isEmpty()) {
        share(begun.id(), joint);
      }
      return trial;
    } catch (ExhaustedException e) {
      fail(begun.id(), new Failure(Failure.Reason.INTERRUPTED, String.valueOf(e.getMessage())));
      throw e;
    }
  }

  /**
   * Has a trial go on with one that was given up: its parameters, reports and rungs are its own.
   */
  private Trial goOn(FrozenTrial begun, FrozenTrial before, TrialContext context) {
    storage.setParams(begun.id(), before.params());
    before.reports().forEach((step, value) -> storage.report(begun.id(), step, value));
    before
        .systemAttributes()
        .forEach(
            (key, value) -> {
              if (value instanceof Number) {
                storage.noteTrial(begun.id(), Scope.SYSTEM, key, value);
              }
            });
    storage.noteTrial(begun.id(), Scope.SYSTEM, FrozenTrial.CONTINUES, (long) before.number());
    storage.noteTrial(before.id(), Scope.SYSTEM, FrozenTrial.CONTINUED, (long) begun.number());
    return new Trial(this, trials().get(begun.number()), context, Map.of(), Map.of());
  }

  private static FrozenTrial template(TrialState state, Map<String, @Nullable Object> notes) {
    FrozenTrial.Builder builder = FrozenTrial.builder(0, 0, state);
    if (state == TrialState.RUNNING) {
      builder.started(LocalDateTime.now(ZoneId.systemDefault()));
    }
    notes.forEach(builder::systemAttribute);
    return builder.build();
  }

  @SuppressWarnings("unchecked") // JsonText makes maps of texts alone.
  private static Map<String, @Nullable Object> fixed(FrozenTrial trial) {
    return trial.systemAttributes().get(FIXED) instanceof Map<?, ?> map
        ? (Map<String, @Nullable Object>) map
        : Map.of();
  }

  private void waitForThoseBefore(int number) {
    int end = number - options.lag() + 1;
    while (options.lag() > 0
        && trials().stream().limit(Math.max(0, end)).anyMatch(t -> !t.state().finished())) {
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StudyException("the wait for earlier trials was interrupted", "start again", e);
      }
    }
  }

  /** Chooses all parameters; a point of a finite space that was tried is chosen anew. */
  private void declared(Trial trial, FrozenTrial begun, TrialContext context, SearchSpace space) {
    Map<String, ParameterValue> point =
        Spaces.point(space, p -> trial.choose(p.name(), p.distribution()));
    OptionalLong size = space.size();
    if (size.isPresent() && fixed(begun).isEmpty()) {
      List<FrozenTrial> others =
          trials().stream()
              .filter(t -> t.number() != trial.number() && counts(t))
              .filter(t -> options.lag() == 0 || t.number() < trial.number())
              .toList();
      Set<Map<String, Double>> tried = Spaces.tried(others);
      for (int i = 0; i < MOST_REPEATS && tried.contains(Spaces.internal(point)); i++) {
        Trial again = new Trial(this, begun, context, options.sampler().joint(context), Map.of());
        point = Spaces.point(space, p -> again.choose(p.name(), p.distribution()));
      }
      if (tried.contains(Spaces.internal(point))) {
        long from = (long) (context.uniforms().next() * size.getAsLong());
        point =
            Spaces.untried(space, size.getAsLong(), from, tried)
                .orElseThrow(() -> new ExhaustedException(size.getAsLong()));
      }
    }
    trial.keep(point);
  }

  private void share(long trial, Map<String, ParameterValue> joint) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    joint.forEach((name, value) -> values.put(name, value.value()));
    String json = JsonText.write(values);
    for (int from = 0; from < json.length(); from += LONGEST_ATTRIBUTE) {
      storage.noteTrial(
          trial,
          Scope.SYSTEM,
          FrozenTrial.JOINT + from / LONGEST_ATTRIBUTE,
          json.substring(from, Math.min(json.length(), from + LONGEST_ATTRIBUTE)));
    }
  }

  /**
   * Ends a trial with its values.
   *
   * @param values one an objective; with one that is NaN the trial is a failure
   * @throws StudyException if there are not as many values as objectives, or somebody else ended it
   */
  public FrozenTrial tell(Trial trial, List<Double> values) {
    if (values.size() != options.directions().size()) {
      throw new StudyException(
          "the study has "
              + options.directions().size()
              + " objectives, and trial "
              + trial.number()
              + " was told "
              + values.size()
              + " values",
          "tell one an objective");
    }
    if (values.stream().anyMatch(v -> Double.isNaN(v))) {
      return tell(trial, new Failure(Failure.Reason.NOT_A_NUMBER, "the value is NaN"));
    }
    return finish(trial, TrialState.COMPLETE, values, Map.of());
  }

  /** Ends a trial of one objective with its value. */
  public FrozenTrial tell(Trial trial, double value) {
    return tell(trial, List.of(value));
  }

  /** Ends a trial that came to nothing. */
  public FrozenTrial tell(Trial trial, Failure failure) {
    return finish(
        trial, TrialState.FAIL, List.of(), Map.of(Failure.ATTRIBUTE, failure.attribute()));
  }

  /** Ends a trial that was given up; its last report is its value, if it is a number. */
  public FrozenTrial tellPruned(Trial trial) {
    double last = trial.lastReport();
    return finish(
        trial, TrialState.PRUNED, Double.isNaN(last) ? List.of() : List.of(last), Map.of());
  }

  private FrozenTrial finish(
      Trial trial, TrialState state, List<Double> values, Map<String, @Nullable Object> notes) {
    return storage
        .finish(trial.id(), state, values, notes)
        .orElseThrow(
            () ->
                new StudyException(
                    "trial " + trial.number() + " was ended already", "ask for another one"));
  }

  private void fail(long trial, Failure failure) {
    storage.finish(
        trial, TrialState.FAIL, List.of(), Map.of(Failure.ATTRIBUTE, failure.attribute()));
  }

  /**
   * Has a point tried next.
   *
   * @param params values by name in the external form; what is missing is chosen as ever
   * @param onlyNew whether to do nothing if a trial has the same parameters
   * @return whether it was added
   * @throws StudyException if a value is not in the declared space
   */
  public boolean enqueue(Map<String, ?> params, boolean onlyNew) {
    options.space().ifPresent(space -> checkFixed(space, params));
    if (onlyNew && trials().stream().anyMatch(t -> has(t, params))) {
      return false;
    }
    storage.createTrial(
        id, template(TrialState.WAITING, Map.of(FIXED, new LinkedHashMap<>(params))));
    return true;
  }

  private static void checkFixed(SearchSpace space, Map<String, ?> params) {
    params.forEach(
        (name, value) -> {
          if (!space.parameters().containsKey(name)) {
            throw new StudyException(
                "the study has no parameter '" + name + "'",
                "it has " + String.join(", ", space.parameters().keySet()));
          }
          try {
            space.parameters().get(name).distribution().internal(value);
          } catch (StudyException e) {
            throw e.in("parameter '" + name + "'");
          }
        });
  }

  private static boolean has(FrozenTrial trial, Map<String, ?> params) {
    if (trial.state() == TrialState.WAITING) {
      return fixed(trial).equals(params);
    }
    return params.entrySet().stream()
        .allMatch(
            entry -> {
              ParameterValue value = trial.params().get(entry.getKey());
              return value != null && same(value, entry.getValue());
            });
  }

  private static boolean same(ParameterValue value, @Nullable Object external) {
    try {
      return value.internal() == value.distribution().internal(external);
    } catch (StudyException e) {
      return false;
    }
  }

  /**
   * A running trial, by its number, to be reported on and told by somebody else than who asked.
   *
   * @throws StudyException if it is not running
   */
  public Trial running(int number) {
    List<FrozenTrial> trials = trials();
    if (number < 0 || number >= trials.size()) {
      throw new StudyException(
          "the study has no trial " + number, "it has " + trials.size() + ", from 0");
    }
    FrozenTrial trial = trials.get(number);
    if (trial.state() != TrialState.RUNNING) {
      throw new StudyException(
          "trial " + number + " is not running, but " + trial.state(), "ask for another one");
    }
    TrialContext context =
        new TrialContext(
            history(number), number, options.space(), Uniforms.of(options.seed(), number));
    return new Trial(this, trial, context, Map.of(), fixed(trial));
  }

  /** Takes over the finished trials of another study: a warm start. */
  public void add(List<FrozenTrial> trials) {
    for (FrozenTrial trial : trials) {
      if (trial.state().finished()) {
        trial.params().forEach((name, value) -> checkCompatible(name, value.distribution()));
        storage.createTrial(id, trial);
      }
    }
  }

  /** What was noted about the study under a key of the system; null if nothing was. */
  public @Nullable Object note(String key) {
    return storage.study(options.name()).map(s -> s.systemAttributes().get(key)).orElse(null);
  }

  /** Notes something about the study: a plain JSON value. */
  public void setNote(String key, @Nullable Object value) {
    storage.noteStudy(id, Scope.SYSTEM, key, value);
  }

  /** Marks running trials as failed whose process on this machine has ended. */
  public int endLostTrials() {
    int lost = 0;
    for (FrozenTrial trial : trials()) {
      if (trial.state() == TrialState.RUNNING && Worker.gone(trial)) {
        fail(trial.id(), new Failure(Failure.Reason.INTERRUPTED, "its process ended"));
        lost++;
      }
    }
    return lost;
  }

  /** Whether a trial is one of those that a study is to have. */
  public static boolean counts(FrozenTrial trial) {
    return trial.state() != TrialState.WAITING
        && trial.failure().map(f -> f.reason() != Failure.Reason.INTERRUPTED).orElse(true);
  }

  boolean prunes(Trial trial) {
    FrozenTrial now = trials().get(trial.number());
    Decision decision = options.pruner().decide(history(trial.number()), now);
    decision
        .notes()
        .forEach((key, value) -> storage.noteTrial(trial.id(), Scope.SYSTEM, key, value));
    return decision.prune();
  }

  void checkCompatible(String name, Distribution distribution) {
    Distribution before = distributions.putIfAbsent(name, distribution);
    if (before != null && !before.compatibleWith(distribution)) {
      throw new StudyException(
          "parameter '" + name + "' is " + distribution + ", and was " + before + " in this study",
          "give the parameter or the study another name");
    }
  }
}
