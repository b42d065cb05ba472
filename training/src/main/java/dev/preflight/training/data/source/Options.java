package dev.preflight.training.data.source;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The options of a data specification, read by name with checks. */
record Options(Map<String, String> values) {
  /** What {@code limit=} says where nothing is to be left out. */
  static final String ALL = "all";

  Options {
    values = Map.copyOf(values);
  }

  void requireKnown(Set<String> known) {
    for (String name : values.keySet().stream().sorted().toList()) {
      if (!known.contains(name)) {
        throw InputException.unknown("data option", name, known.stream().sorted().toList());
      }
    }
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** One of the given words. */
  Optional<String> word(String name, String... allowed) {
    Optional<String> value = text(name);
    if (value.isPresent() && !Set.of(allowed).contains(value.get())) {
      throw bad(name, value.get(), "one of " + String.join(", ", allowed));
    }
    return value;
  }

  /** A whole number of at least 1. */
  OptionalInt positive(String name) {
    Optional<String> value = text(name);
    return value.isPresent() ? OptionalInt.of(positive(name, value.get())) : OptionalInt.empty();
  }

  static int positive(String name, String value) {
    try {
      int number = Integer.parseInt(value);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below, as every other value that is no positive number.
    }
    throw bad(name, value, "a whole number of at least 1");
  }

  /** Sides such as 28x28x1, each at least 1; an empty array if the option is absent. */
  int[] sides(String name) {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      return new int[0];
    }
    String[] parts = value.get().split("x", -1);
    int[] sides = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      try {
        sides[i] = Integer.parseInt(parts[i]);
      } catch (NumberFormatException e) {
        sides[i] = 0;
      }
      if (sides[i] < 1) {
        throw bad(name, value.get(), "sides such as 28x28");
      }
    }
    try {
      HostArray.product(sides);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "Data option " + name + "=" + value.get() + " is larger than an item can be.",
          "Give the shape of one item.",
          e);
    }
    return sides;
  }

  static InputException bad(String name, String value, String rule) {
    return new InputException(
        "Data option " + name + "=" + value + " is not " + rule + ".",
        "Give " + name + "= " + rule + ".");
  }
}
