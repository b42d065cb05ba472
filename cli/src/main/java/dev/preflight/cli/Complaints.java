package dev.preflight.cli;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what picocli says of a value in the words of the other messages. */
final class Complaints {

  private static final Pattern VALUE =
      Pattern.compile(
          "Invalid value for (?:option|positional parameter at index \\S+) '?\\(?(\\S+?)\\)?'?: (.*)");

  private static final Pattern CONSTANT =
      Pattern.compile("expected one of \\[(.*)] \\(case-insensitive\\) but was '(.*)'");

  private static final Pattern KIND = Pattern.compile("'(.*)' is not an? (\\w+)");

  private static final Pattern PAIR =
      Pattern.compile("Value for option option '(\\S+)' \\((.*)\\) should be .* but was (.*)");

  private static final Pattern NO_VALUE =
      Pattern.compile("Missing required parameter for option '(\\S+)' \\((.*)\\)");

  private static final Pattern MISSING =
      Pattern.compile("Missing required (?:option|parameter|argument)s?: '([^=']+)(?:=[^']*)?'.*");

  /** A message that begins with the name of the value, as records write it. */
  private static final Pattern NAMED = Pattern.compile("[a-z][A-Za-z]* (must .*)");

  private Complaints() {}

  /** One sentence without a full stop. */
  static String of(String picocli) {
    Matcher value = VALUE.matcher(picocli);
    if (value.matches()) {
      return value.group(1) + wrong(value.group(2));
    }
    Matcher pair = PAIR.matcher(picocli);
    if (pair.matches()) {
      return pair.group(1) + " must be " + pair.group(2) + ", was '" + pair.group(3) + "'";
    }
    Matcher none = NO_VALUE.matcher(picocli);
    if (none.matches()) {
      return none.group(1) + " needs a value: " + none.group(2);
    }
    Matcher missing = MISSING.matcher(picocli);
    return missing.matches() ? missing.group(1) + " is missing" : picocli;
  }

  /** What follows the name of an option. */
  private static String wrong(String what) {
    Matcher constant = CONSTANT.matcher(what);
    if (constant.matches()) {
      List<String> names = List.of(constant.group(1).toLowerCase(Locale.ROOT).split(", "));
      return " must be " + either(names) + ", was '" + constant.group(2) + "'";
    }
    Matcher kind = KIND.matcher(what);
    if (kind.matches()) {
      String name = List.of("int", "long").contains(kind.group(2)) ? "a whole number" : "a number";
      return " must be " + name + ", was '" + kind.group(1) + "'";
    }
    Matcher named = NAMED.matcher(what);
    return named.matches()
        ? " " + named.group(1)
        : what.startsWith("must ") ? " " + what : ": " + what;
  }

  private static String either(List<String> names) {
    int last = names.size() - 1;
    return String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }
}
