package dev.preflight.recipe.stages;

import java.util.Arrays;
import java.util.Locale;

/** The stages of the recipe, in order. */
public enum Stage {
  /** Is the data readable, sound and enough. */
  DATA(1, "data", "the data, with its pictures"),
  /** Is the graph sound and well initialized. */
  GRAPH(2, "graph", "graph and initialization"),
  /** Is one batch memorized. */
  BATCH(3, "batch", "overfit one batch"),
  /** Are a few batches memorized. */
  SUBSET(4, "subset", "overfit a small subset"),
  /** The learning rate, coarse. */
  COARSE(5, "coarse", "learning rate, coarse, on few updates"),
  /** The learning rate, fine, with weight decay. */
  FINE(6, "fine", "learning rate, fine, with weight decay"),
  /** Schedules compared. */
  SCHEDULES(7, "schedules", "schedules, each at its own rate"),
  /** The run itself, or a share of it. */
  TRAIN(8, "train", "train and watch the curves"),
  /** What to do about how it fits. */
  DIAGNOSIS(9, "diagnosis", "diagnosis");

  private final int number;
  private final String word;
  private final String title;

  Stage(int number, String word, String title) {
    this.number = number;
    this.word = word;
    this.title = title;
  }

  /** As it is typed. */
  public String word() {
    return word;
  }

  /** What it is about, in a few words. */
  public String title() {
    return title;
  }

  /** From 1. */
  public int number() {
    return number;
  }

  /** With its number, for people. */
  public String label() {
    return "stage " + number() + " (" + title + ")";
  }

  /**
   * The stage that is meant by its word or its number.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Stage of(String text) {
    return Arrays.stream(values())
        .filter(
            s ->
                s.word.equals(text.toLowerCase(Locale.ROOT))
                    || Integer.toString(s.number()).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no stage '"
                        + text
                        + "'; one of "
                        + String.join(", ", Arrays.stream(values()).map(Stage::word).toList())));
  }
}
