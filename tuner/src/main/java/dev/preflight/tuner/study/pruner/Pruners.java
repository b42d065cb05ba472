package dev.preflight.tuner.study.pruner;

import dev.preflight.tuner.study.space.StudyException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pruners by the names that people give them, some with numbers: {@code percentile(25)}. */
public final class Pruners {

  /** The pruner where none is named. */
  public static final String DEFAULT = "median";

  /** All names, with the numbers they take. */
  public static final List<String> NAMES =
      List.of(
          "median",
          "percentile(P)",
          "threshold(LOWER,UPPER)",
          "patient(REPORTS)",
          "asha",
          "hyperband",
          "wilcoxon",
          "extrapolation",
          "none");

  private static final Pattern TEXT = Pattern.compile("([a-z]+)(?:\\(([^()]*)\\))?");
  private static final double WILCOXON_THRESHOLD = 0.1;
  private static final int WILCOXON_STARTUP = 2;
  private static final int ASHA_FACTOR = 4;
  private static final int HYPERBAND_FACTOR = 3;
  private static final int PERCENTILE_STARTUP = 5;

  private Pruners() {}

  /**
   * A pruner that spares the beginning of every trial.
   *
   * @param length the last step of a whole trial; empty if it is not known before
   * @throws StudyException if there is none of this name
   */
  public static Pruner named(String text, OptionalLong length) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw unknown(text);
    }
    double[] n = numbers(text, matcher.group(2));
    String name = matcher.group(1);
    int wanted =
        switch (name) {
          case "percentile", "patient" -> 1;
          case "threshold" -> 2;
          default -> 0;
        };
    if (n.length != wanted) {
      throw unknown(text);
    }
    try {
      return named(name, n, length);
    } catch (IllegalArgumentException e) {
      throw new StudyException("pruner '" + text + "': " + e.getMessage(), "change it", e);
    }
  }

  private static Pruner named(String name, double[] n, OptionalLong length) {
    long first = Math.max(1, Math.round(SparingPruner.DEFAULT_SHARE * length.orElse(1)));
    return switch (name) {
      case "none" -> new NopPruner();
      case "median" -> sparing(PercentilePruner.median(Interval.everyReport()), length);
      case "percentile" ->
          sparing(
              new PercentilePruner(n[0], PERCENTILE_STARTUP, Interval.everyReport(), 1), length);
      case "threshold" -> new ThresholdPruner(n[0], n[1], Interval.everyReport());
      case "patient" ->
          sparing(
              new PatientPruner(PercentilePruner.median(Interval.everyReport()), (int) n[0], 0),
              length);
      case "asha" ->
          sparing(
              new SuccessiveHalvingPruner(OptionalLong.of(first), ASHA_FACTOR, 0, 0, true), length);
      case "hyperband" -> new HyperbandPruner(first, length, HYPERBAND_FACTOR);
      case "extrapolation" ->
          new ExtrapolationPruner(ExtrapolationPruner.DEFAULT_THRESHOLD, length);
      case "wilcoxon" -> new WilcoxonPruner(WILCOXON_THRESHOLD, WILCOXON_STARTUP);
      default -> throw unknown(name);
    };
  }

  private static Pruner sparing(Pruner pruner, OptionalLong length) {
    return new SparingPruner(pruner, SparingPruner.DEFAULT_SHARE, length);
  }

  private static double[] numbers(String text, @Nullable String arguments) {
    if (arguments == null || arguments.isBlank()) {
      return new double[0];
    }
    try {
      return Arrays.stream(arguments.split(",", -1))
          .map(a -> a.strip().replace("inf", "Infinity"))
          .mapToDouble(Double::parseDouble)
          .toArray();
    } catch (NumberFormatException e) {
      throw unknown(text);
    }
  }

  private static StudyException unknown(String text) {
    return new StudyException(
        "there is no pruner '" + text + "'", "choose one of: " + String.join(", ", NAMES));
  }
}
