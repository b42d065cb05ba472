package dev.preflight.tuner.study;

/** Why a study stopped. */
public enum Ending {
  TRIALS("it has all its trials"),
  TIME("its time is up"),
  TARGET("a value is good enough"),
  STAGNATION("nothing got better for a while"),
  FAILURES("too many trials in a row came to nothing"),
  EXHAUSTED("every point of the space was tried"),
  STOPPED("it was told to stop");

  private final String text;

  Ending(String text) {
    this.text = text;
  }

  /** A clause for reports. */
  public String text() {
    return text;
  }
}
