package dev.preflight.tuner.tune;

import dev.preflight.reports.text.Sentence;
import dev.preflight.training.data.InputException;
import dev.preflight.tuner.study.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A command with places for parameters: {@code --lr {lr}}. A value stays within its argument, for
 * no shell reads it. Braces around anything but a name are braces, and two braces are one; {@code
 * {trial}} is the trial's number.
 *
 * <p>An argument whose parameter a trial does not have, by its condition, is left out, and with it
 * an option before it that has no place of its own.
 */
final class CommandTemplate {
  private static final Pattern PLACE = Pattern.compile("\\{\\{|}}|\\{([^{}\\s\"':;,]+)}");
  private static final String TRIAL = "trial";

  private final List<String> arguments;

  private CommandTemplate(List<String> arguments) {
    this.arguments = List.copyOf(arguments);
  }

  /**
   * Looks at a command before the first trial.
   *
   * @throws InputException if there is none, a place has no parameter, or a parameter no place
   */
  static CommandTemplate of(List<String> arguments, SearchSpace space) {
    if (arguments.isEmpty()) {
      throw new InputException(
          "there is no command after '--'", "write one, such as -- python train.py --lr {lr}");
    }
    CommandTemplate template = new CommandTemplate(arguments);
    Set<String> places = new TreeSet<>();
    arguments.forEach(argument -> places.addAll(placesIn(argument)));
    Set<String> names = space.parameters().keySet();
    for (String place : places) {
      if (!names.contains(place) && !place.equals(TRIAL)) {
        throw new InputException(
            Sentence.of("no parameter fills {%s} in the command", place),
            "declare it with --param '"
                + place
                + "=...', or write {{"
                + place
                + "}} for the braces; declared: "
                + String.join(", ", names));
      }
    }
    for (String name : names) {
      if (!places.contains(name)) {
        throw new InputException(
            Sentence.of("parameter '%s' has no place in the command", name),
            "write {" + name + "} where its value belongs, or leave the parameter out");
      }
    }
    return template;
  }

  private static Set<String> placesIn(String argument) {
    Set<String> places = new TreeSet<>();
    Matcher matcher = PLACE.matcher(argument);
    while (matcher.find()) {
      if (matcher.group(1) != null) {
        places.add(matcher.group(1));
      }
    }
    return places;
  }

  /** The command of a trial. */
  List<String> fill(int trial, Map<String, @Nullable Object> params) {
    List<String> filled = new ArrayList<>();
    boolean optionBefore = false;
    for (String argument : arguments) {
      Set<String> places = placesIn(argument);
      boolean absent = places.stream().anyMatch(p -> !p.equals(TRIAL) && !params.containsKey(p));
      if (absent) {
        if (optionBefore) {
          filled.remove(filled.size() - 1);
        }
        optionBefore = false;
        continue;
      }
      filled.add(PLACE.matcher(argument).replaceAll(place -> value(place, trial, params)));
      optionBefore = places.isEmpty() && argument.startsWith("-");
    }
    return filled;
  }

  private static String value(MatchResult place, int trial, Map<String, @Nullable Object> params) {
    String name = place.group(1);
    String text;
    if (name == null) {
      text = place.group().equals("{{") ? "{" : "}";
    } else if (name.equals(TRIAL) && !params.containsKey(TRIAL)) {
      text = Integer.toString(trial);
    } else {
      text = String.valueOf(params.get(name));
    }
    return Matcher.quoteReplacement(text);
  }
}
