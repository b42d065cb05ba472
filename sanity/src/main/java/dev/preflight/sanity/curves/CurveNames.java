package dev.preflight.sanity.curves;

import dev.preflight.training.data.InputException;
import dev.preflight.training.events.RunLog;
import dev.preflight.training.events.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells what the series of a log are by the names that libraries give them. */
final class CurveNames {

  private static final Pattern BETWEEN = Pattern.compile("[^a-z0-9]+");
  private static final Set<String> VALIDATION =
      Set.of("val", "valid", "validation", "eval", "evaluation", "test", "dev");
  private static final Set<String> FILLERS =
      Set.of(
          "train",
          "training",
          "epoch",
          "step",
          "batch",
          "running",
          "avg",
          "average",
          "mean",
          "vs",
          "iterations",
          "total",
          "metrics",
          "metric",
          "sparse",
          "categorical",
          "smoothed");
  private static final List<String> METRICS =
      List.of(
          "accuracy",
          "acc",
          "f1",
          "auc",
          "roc",
          "precision",
          "recall",
          "iou",
          "miou",
          "map",
          "top1",
          "dice",
          "bleu",
          "r2");
  private static final Set<Set<String>> RATES =
      Set.of(Set.of("lr"), Set.of("learning", "rate"), Set.of("learningrate"));
  private static final Set<Set<String>> NORMS =
      Set.of(
          Set.of("grad", "norm"),
          Set.of("gradient", "norm"),
          Set.of("gradnorm"),
          Set.of("global", "norm"),
          Set.of("global", "gradient", "norm"));

  /** A series with the words of its name that say what it is of. */
  private record Named(Series series, boolean validation, Set<String> words) {}

  private final RunLog log;
  private final List<Named> all = new ArrayList<>();

  /** The last step of the training loss: of two series the one that counts alike is meant. */
  private long scale;

  CurveNames(RunLog log) {
    this.log = log;
    for (Series series : log.series()) {
      Set<String> words =
          new LinkedHashSet<>(List.of(BETWEEN.split(series.name().toLowerCase(Locale.ROOT))));
      boolean validation = words.removeAll(VALIDATION);
      Set<String> rest = new HashSet<>(words);
      rest.removeAll(FILLERS);
      rest.remove("");
      all.add(new Named(series, validation, rest.isEmpty() ? words : rest));
    }
  }

  Curves curves(CurveOptions options) {
    Series loss = named(options.loss(), "--loss", () -> loss(false));
    scale = loss == null || loss.size() == 0 ? 0 : loss.step(loss.size() - 1);
    Series validationLoss = named(options.validationLoss(), "--validation-loss", () -> loss(true));
    if (loss == null && validationLoss == null) {
      List<String> names = log.series().stream().map(Series::name).toList();
      throw new InputException(
          names.isEmpty()
              ? "the log holds no numbers yet"
              : "no loss was found among "
                  + String.join(", ", names.subList(0, Math.min(12, names.size()))),
          names.isEmpty()
              ? "name it again once the run has logged something"
              : "say which it is with --loss NAME");
    }
    Series validationMetric =
        named(options.validationMetric(), "--validation-metric", () -> metric(true, null));
    Set<String> words = validationMetric == null ? null : wordsOf(validationMetric);
    Series metric = named(options.metric(), "--metric", () -> metric(false, words));
    Series rate = named(options.learningRate(), "--rate", () -> exactly(RATES));
    Series norm = exactly(NORMS);
    Series ratio = exactly(Set.of(Set.of("update", "ratio")));
    Series epoch =
        log.series().stream()
            .filter(s -> s.name().equalsIgnoreCase("epoch"))
            .findFirst()
            .orElse(null);
    List<String> others = new ArrayList<>(log.series().stream().map(Series::name).toList());
    Stream.of(loss, validationLoss, metric, validationMetric, rate, norm, ratio, epoch)
        .forEach(used -> others.remove(used == null ? "" : used.name()));
    return new Curves(
        loss, validationLoss, metric, validationMetric, rate, norm, ratio, epoch, others);
  }

  /** Finds a series where none was named. */
  private interface Usual {
    @Nullable Series find();
  }

  private @Nullable Series named(@Nullable String name, String option, Usual usual) {
    if (name == null) {
      return usual.find();
    }
    return log.find(name)
        .orElseThrow(
            () -> {
              InputException unknown =
                  InputException.unknown(
                      "series", name, log.series().stream().map(Series::name).toList());
              return new InputException(
                  option + ": there is no series '" + name + "'", unknown.hint());
            });
  }

  private @Nullable Series loss(boolean validation) {
    // The plain loss before one of several.
    return all.stream()
        .filter(named -> named.validation == validation)
        .filter(named -> named.words.contains("loss") || named.words.equals(Set.of("objective")))
        .min(Comparator.comparingInt((Named named) -> named.words.size()).thenComparing(alike()))
        .map(Named::series)
        .orElse(null);
  }

  /** The one that counts its steps like the training loss first, then the longer one. */
  private Comparator<Named> alike() {
    return Comparator.comparingLong(
            (Named named) -> scale == 0 ? 0 : Math.abs(last(named.series) - scale))
        .thenComparing(named -> -named.series.size());
  }

  private static long last(Series series) {
    return series.size() == 0 ? 0 : series.step(series.size() - 1);
  }

  private @Nullable Series metric(boolean validation, @Nullable Set<String> like) {
    return METRICS.stream()
        .flatMap(
            metric ->
                all.stream()
                    .filter(named -> named.validation == validation)
                    .filter(
                        named ->
                            like == null ? named.words.contains(metric) : named.words.equals(like))
                    .min(alike())
                    .stream())
        .map(Named::series)
        .findFirst()
        .orElse(null);
  }

  private Set<String> wordsOf(Series series) {
    return all.stream()
        .filter(named -> named.series == series)
        .map(Named::words)
        .findFirst()
        .orElse(Set.of());
  }

  private @Nullable Series exactly(Set<Set<String>> wanted) {
    return all.stream()
        .filter(named -> !named.validation && wanted.contains(named.words))
        .map(Named::series)
        .findFirst()
        .orElse(null);
  }
}
