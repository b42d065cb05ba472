package dev.preflight.schedules;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of a kind of schedule: its name, what may be written for it, and its default.
 *
 * @param low smallest legal number
 * @param high largest legal number
 * @param fallback what stands where nothing is written; null if the kind decides or demands it
 * @param words the legal words, for a parameter of type WORD, and extra words for others
 */
record Parameter(
    String name,
    Type type,
    double low,
    double high,
    @Nullable Value fallback,
    List<String> words,
    List<String> aliases) {

  /** What a value means, and how it changes when a schedule gets another peak or length. */
  enum Type {
    /** The peak learning rate, to which percentages of other rates refer. */
    PEAK("a learning rate, as in 0.1"),
    /** A learning rate, or a percentage of the peak. */
    RATE("a learning rate, as in 0.001, or a percentage of the peak, as in 1%"),
    /** A number of updates, a percentage of the run, or epochs. */
    SPAN("a length, as in 300, 5% or 3ep"),
    /** A plain number, or a percentage of one. */
    NUMBER("a number"),
    /** A factor applied at each update, whose power changes with the length of the run. */
    PER_UPDATE("a number"),
    /** One of a few words. */
    WORD("a word"),
    /** A list of lengths. */
    SPANS("a list of lengths, as in [30%, 60%]"),
    /** A list of learning rates. */
    RATES("a list of learning rates, as in [0.1, 0.01]"),
    /** A list of plain numbers. */
    NUMBERS("a list of numbers, as in [0.95, 0.85]"),
    /** A schedule. */
    SCHEDULE("a schedule"),
    /** All remaining positional arguments, which are schedules. */
    SCHEDULES("schedules");

    private final String form;

    Type(String form) {
      this.form = form;
    }

    Type element() {
      return switch (this) {
        case SPANS -> SPAN;
        case RATES -> RATE;
        case NUMBERS -> NUMBER;
        case SCHEDULES -> SCHEDULE;
        case PEAK, RATE, SPAN, NUMBER, PER_UPDATE, WORD, SCHEDULE -> this;
      };
    }

    boolean isList() {
      return element() != this;
    }
  }

  private static Parameter plain(
      String name, Type type, double low, double high, @Nullable String fallback) {
    Value value = fallback == null ? null : Value.parse(fallback);
    return new Parameter(name, type, low, high, value, List.of(), List.of());
  }

  static Parameter peak(String name, String... aliases) {
    return new Parameter(
        name,
        Type.PEAK,
        Double.MIN_VALUE,
        Defaults.LARGEST_RATE,
        null,
        List.of(),
        List.of(aliases));
  }

  static Parameter rate(String name, @Nullable String fallback) {
    return plain(name, Type.RATE, 0, Defaults.LARGEST_RATE, fallback);
  }

  static Parameter span(String name, double low, @Nullable String fallback) {
    return plain(name, Type.SPAN, low, Run.MAX_UPDATES, fallback);
  }

  static Parameter number(String name, double low, double high, @Nullable String fallback) {
    return plain(name, Type.NUMBER, low, high, fallback);
  }

  static Parameter perUpdate(String name, double low, double high, @Nullable String fallback) {
    return plain(name, Type.PER_UPDATE, low, high, fallback);
  }

  static Parameter spans(String name, @Nullable Value fallback) {
    return new Parameter(name, Type.SPANS, 0, Run.MAX_UPDATES, fallback, List.of(), List.of());
  }

  static Parameter rates(String name) {
    return plain(name, Type.RATES, 0, Defaults.LARGEST_RATE, null);
  }

  static Parameter numbers(String name, double low, double high, @Nullable Value fallback) {
    return new Parameter(name, Type.NUMBERS, low, high, fallback, List.of(), List.of());
  }

  static Parameter word(String name, String fallback, String... words) {
    return new Parameter(
        name, Type.WORD, 0, 0, new Value.Word(fallback), List.of(words), List.of());
  }

  static Parameter schedule(String name) {
    return plain(name, Type.SCHEDULE, 0, 0, null);
  }

  static Parameter schedules(String name) {
    return plain(name, Type.SCHEDULES, 0, 0, null);
  }

  /** The same parameter, which also takes one of these words in place of its usual value. */
  Parameter orWord(String... more) {
    return new Parameter(name, type, low, high, fallback, List.of(more), aliases);
  }

  /** The same parameter under further names. */
  Parameter also(String... names) {
    return new Parameter(name, type, low, high, fallback, words, List.of(names));
  }

  boolean answersTo(String written) {
    String key = key(written);
    return key.equals(key(name)) || aliases.stream().anyMatch(alias -> key.equals(key(alias)));
  }

  /** Names are the same in any case, with dashes or underscores. */
  static String key(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The value in its one canonical form; a word in the spelling of this parameter. */
  Value canonical(Value value) {
    if (value instanceof Value.Word word) {
      return words.stream()
          .filter(legal -> key(legal).equals(key(word.word())))
          .findFirst()
          .<Value>map(Value.Word::new)
          .orElse(value);
    }
    return value;
  }

  /** Why a value may not be written here, or empty if it may. */
  Optional<String> objection(Value value) {
    if (value instanceof Value.Word word && words.contains(word.word())) {
      return Optional.empty();
    }
    if (type.isList() && value instanceof Value.Items items) {
      return items.values().stream().flatMap(item -> objectionToOne(item).stream()).findFirst();
    }
    return type.isList() ? Optional.of(mismatch(value)) : objectionToOne(value);
  }

  private Optional<String> objectionToOne(Value value) {
    Type one = type.element();
    boolean fits =
        switch (one) {
          case PEAK, PER_UPDATE -> value instanceof Value.Plain;
          case RATE, NUMBER -> value instanceof Value.Plain || value instanceof Value.Percent;
          case SPAN ->
              value instanceof Value.Plain
                  || value instanceof Value.Percent
                  || value instanceof Value.Epochs;
          case SCHEDULE -> value instanceof Value.Nested;
          case WORD, SPANS, RATES, NUMBERS, SCHEDULES -> false;
        };
    if (!fits) {
      return Optional.of(mismatch(value));
    }
    if (one == Type.SPAN && value instanceof Value.Plain count && count.value() % 1 != 0) {
      return Optional.of(name + " counts updates and must be a whole number, was " + value);
    }
    return outOfRange(value)
        ? Optional.of(name + " must be " + range() + ", was " + value)
        : Optional.empty();
  }

  private boolean outOfRange(Value value) {
    Type one = type.element();
    if (value instanceof Value.Plain number) {
      return !(number.value() >= low && number.value() <= high);
    }
    if (value instanceof Value.Percent percent) {
      if (one == Type.NUMBER) {
        return !(percent.percent() / 100 >= low && percent.percent() / 100 <= high);
      }
      return !(percent.percent() >= 0 && percent.percent() <= (one == Type.SPAN ? 100 : 1e6));
    }
    return value instanceof Value.Epochs epochs && !(epochs.epochs() >= 0 && epochs.epochs() < 1e9);
  }

  private String range() {
    String top = high == Double.MAX_VALUE ? "infinity)" : Value.format(high) + "]";
    String bottom = low == Double.MIN_VALUE ? "(0" : "[" + Value.format(low);
    return "in " + bottom + ", " + top + (type.element() == Type.SPAN ? " or in 0%..100%" : "");
  }

  private String mismatch(Value value) {
    return name + " takes " + form() + ", not " + value;
  }

  /** What may be written, in words. */
  String form() {
    String quoted = words.stream().collect(Collectors.joining(" or "));
    if (type == Type.WORD) {
      return quoted;
    }
    return words.isEmpty() ? type.form : type.form + ", or " + quoted;
  }
}
