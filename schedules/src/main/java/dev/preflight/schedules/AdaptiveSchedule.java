package dev.preflight.schedules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as it is written whose rate may be cut when a metric stops to improve.
 *
 * <p>Texts: those of {@link ScheduleSpec}, which are never cut; {@code plateau(peak=0.1,
 * factor=0.1, patience=10)}; a warmup in front of it, {@code warmup(500) + plateau(peak=0.1)},
 * during which nothing is counted; and any schedule that a plateau cuts, {@code
 * exponential-growth(peak=0.1) * plateau(factor=0.5)} (Li and Arora 2020); or the name of one of
 * {@link KnownRecipe#ALL}.
 *
 * @param base the rate without cuts; its warmup, if any, comes first
 * @param plateau what a cut multiplies with, as a rule from rate 1; null where nothing cuts
 * @since 0.1
 */
public record AdaptiveSchedule(ScheduleSpec base, @Nullable ReduceOnPlateau plateau) {

  private static final Pattern PLATEAU =
      Pattern.compile(
          "(?<before>.*?)\\s*(?<join>[+*])?\\s*plateau\\s*\\((?<arguments>[^()]*)\\)\\s*");

  private static final List<String> POSITIONS =
      List.of("peak", "factor", "patience", "threshold", "cooldown", "minimum", "mode");

  private static final Set<String> MODES = Set.of("relative", "absolute");

  /**
   * Reads the text.
   *
   * @throws ScheduleSyntaxException if the schedule cannot be read
   * @throws IllegalArgumentException if the plateau cannot, naming the argument
   */
  public static AdaptiveSchedule parse(String text) {
    String known = KnownRecipe.find(text.strip()).map(KnownRecipe::schedule).orElse(text);
    if (!known.toLowerCase(Locale.ROOT).contains("plateau")) {
      return new AdaptiveSchedule(ScheduleSpec.parse(known), null);
    }
    Matcher matcher = PLATEAU.matcher(known);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'"
              + known
              + "': a plateau is written plateau(peak=0.1, factor=0.1, patience=10), and stands last");
    }
    Map<String, String> arguments = arguments(matcher.group("arguments"));
    String before = matcher.group("before").strip();
    String join = matcher.group("join");
    if (before.isEmpty() != (join == null)) {
      throw new IllegalArgumentException("'" + known + "': '+' or '*' stands before plateau");
    }
    ReduceOnPlateau rule = rule(arguments);
    if ("*".equals(join)) {
      if (arguments.containsKey("peak")) {
        throw new IllegalArgumentException(
            "'" + known + "': a plateau that cuts another schedule has no peak of its own");
      }
      return new AdaptiveSchedule(ScheduleSpec.parse(before), rule);
    }
    String peak = arguments.get("peak");
    String flat = peak == null ? "constant" : "constant(peak=" + peak + ")";
    return before.isEmpty()
        ? new AdaptiveSchedule(ScheduleSpec.parse(flat), rule)
        : new AdaptiveSchedule(ScheduleSpec.parse(before + " + " + flat), rule);
  }

  private static Map<String, String> arguments(String text) {
    Map<String, String> arguments = new LinkedHashMap<>();
    int position = 0;
    for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String name =
          equals < 0
              ? POSITIONS.get(Math.min(position, POSITIONS.size() - 1))
              : part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      position++;
      if (!POSITIONS.contains(name)) {
        throw new IllegalArgumentException(
            "plateau: there is no argument '" + name + "'; one of " + String.join(", ", POSITIONS));
      }
      if (arguments.put(name, part.substring(equals + 1).strip()) != null) {
        throw new IllegalArgumentException("plateau: '" + name + "' is given twice");
      }
    }
    return arguments;
  }

  private static ReduceOnPlateau rule(Map<String, String> arguments) {
    String mode = arguments.getOrDefault("mode", "relative");
    if (!MODES.contains(mode)) {
      throw new IllegalArgumentException(
          "plateau: mode is relative or absolute, not '" + mode + "'");
    }
    double cooldown = number(arguments, "cooldown", 0);
    double patience = number(arguments, "patience", ReduceOnPlateau.PATIENCE);
    for (double whole : new double[] {cooldown, patience}) {
      if (whole != Math.rint(whole)) {
        throw new IllegalArgumentException(
            "plateau: patience and cooldown count checks: whole numbers, not " + whole);
      }
    }
    return ReduceOnPlateau.of(1, Goal.MINIMIZE)
        .withFactor(
            number(arguments, "factor", ReduceOnPlateau.FACTOR), number(arguments, "minimum", 0))
        .withPatience((int) patience)
        .withCooldown((int) cooldown)
        .withThreshold(
            number(arguments, "threshold", ReduceOnPlateau.THRESHOLD), mode.equals("relative"));
  }

  private static double number(Map<String, String> arguments, String name, double usual) {
    String text = arguments.get(name);
    if (text == null) {
      return usual;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "plateau: " + name + " is a number, not '" + text + "'", e);
    }
  }

  /** The update from which checks count: the end of the warmup. */
  public long countsFrom(Run run) {
    PlannedSchedule planned =
        base.peak().isPresent() ? base.resolve(run) : base.withPeak(1).resolve(run);
    long update = 0;
    while (update < run.updates() && planned.phaseAt(update).contains("warmup")) {
      update++;
    }
    return update;
  }

  /**
   * What the rate is multiplied with after these checks: 1 before the first cut.
   *
   * @param metrics values of the checks that count, in order; NaN changes nothing
   * @param goal which is better
   */
  public double multiplier(double[] metrics, Goal goal) {
    if (plateau == null) {
      return 1;
    }
    ReduceOnPlateau rule =
        new ReduceOnPlateau(
            1,
            goal,
            plateau.factor(),
            plateau.patience(),
            plateau.threshold(),
            plateau.relative(),
            plateau.cooldown(),
            plateau.minimum());
    ReduceOnPlateau.State state = rule.start();
    for (double metric : metrics) {
      state = rule.observe(state, metric);
    }
    return state.learningRate();
  }

  /** The same with another peak. */
  public AdaptiveSchedule withPeak(double peak) {
    return new AdaptiveSchedule(base.withPeak(peak), plateau);
  }

  /** In words that {@link #parse} reads. */
  @Override
  public String toString() {
    if (plateau == null) {
      return base.toString();
    }
    List<String> parts = new ArrayList<>();
    parts.add("factor=" + plateau.factor());
    parts.add("patience=" + plateau.patience());
    parts.add("threshold=" + plateau.threshold());
    parts.add("cooldown=" + plateau.cooldown());
    parts.add("minimum=" + plateau.minimum());
    parts.add("mode=" + (plateau.relative() ? "relative" : "absolute"));
    return base + " * plateau(" + String.join(", ", parts) + ")";
  }
}
