package dev.preflight.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A command of Preflight as data. Only the command line itself knows how the user named the program
 * and how a shell wants its words.
 *
 * @param verb which command
 * @param argument what it is about; null for the program that the work was about, on the same data
 * @param options its options in order
 */
public record Call(Verb verb, @Nullable String argument, List<Option> options) {

  /**
   * Copies.
   *
   * @throws IllegalArgumentException if the verb does not take one of the options
   */
  public Call {
    options = Require.list(options, "options");
    for (Option option : options) {
      if (!verb.options().contains(option.name())) {
        throw new IllegalArgumentException(verb.word() + " does not take " + option.name());
      }
    }
  }

  /** An option of a call. */
  public sealed interface Option {
    /** The name with its dashes. */
    String name();
  }

  /** An option without a value. */
  public record Flag(String name) implements Option {}

  /**
   * An option with a number.
   *
   * @param digits as printed, for what it is rounded to is part of the advice; it reads back
   */
  public record Quantity(String name, String digits) implements Option {}

  /** An option with text, which may hold spaces and anything else. */
  public record Words(String name, String value) implements Option {}

  /** On the program that the work was about. */
  public static Call of(Verb verb) {
    return new Call(verb, null, List.of());
  }

  /** On something else. */
  public static Call of(Verb verb, String argument) {
    return new Call(verb, argument, List.of());
  }

  /** With an option that has no value. */
  public Call with(String name) {
    return plus(new Flag(name));
  }

  /** With a number, printed by a format of {@link String#format} such as {@code %.2g}. */
  public Call with(String name, String format, Number value) {
    return plus(new Quantity(name, String.format(Locale.ROOT, format, value)));
  }

  /** With text. */
  public Call with(String name, String value) {
    return plus(new Words(name, value));
  }

  private Call plus(Option option) {
    List<Option> more = new ArrayList<>(options);
    more.add(option);
    return new Call(verb, argument, more);
  }
}
