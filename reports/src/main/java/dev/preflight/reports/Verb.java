package dev.preflight.reports;

import java.util.List;

/**
 * The commands that advice may call, with the options it may use. A test of the command line holds
 * that each of them is there.
 */
public enum Verb {
  /** Judges a program. */
  CHECK("check", "--learning-rate"),
  /** Finds its learning rate. */
  LR_FIND("lr-find", "--updates"),
  /** Finds its learning rate by training. */
  LR_SEARCH("lr-search", "--updates", "--schedule", "--seeds", "--low", "--high"),
  /** Compares schedules on it. */
  SCHEDULES("schedules", "--updates"),
  /** Trains it to the end. */
  TRAIN("train", "--updates", "--schedule", "--weight-decay"),
  /** Prints a schedule, which is its argument. */
  SCHEDULE("schedule", "--updates", "--csv");

  private final String word;

  @SuppressWarnings("ImmutableEnumChecker") // It is one of List.of.
  private final List<String> options;

  Verb(String word, String... options) {
    this.word = word;
    this.options = List.of(options);
  }

  /** As it is typed. */
  public String word() {
    return word;
  }

  /** Names with their dashes. */
  public List<String> options() {
    return options;
  }
}
