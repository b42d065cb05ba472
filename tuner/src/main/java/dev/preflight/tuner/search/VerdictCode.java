package dev.preflight.tuner.search;

import com.fasterxml.jackson.annotation.JsonValue;

/** Where the best rate lies among the rates tried. */
public enum VerdictCode {
  /** Rates on both sides were tried and are worse. */
  INTERIOR("the best rate has worse ones on both sides"),
  /** The lowest rate allowed is the best: the optimum may lie below. */
  EDGE_LOW("the lowest rate allowed is the best"),
  /** The highest rate allowed is the best, and stable: the optimum may lie above. */
  EDGE_HIGH_STABLE("the highest rate allowed is the best, and training is still stable there"),
  /** The best rate is the last before training fails: instability, not the optimum, limits it. */
  EDGE_AT_INSTABILITY("the best rate is the last one before training fails"),
  /** Rates decades apart end within the noise of the seeds. */
  FLAT("the rate makes no difference beyond the noise of the seeds"),
  /** Training failed at every rate. */
  ALL_INFEASIBLE("training fails at every rate tried"),
  /** The search was stopped before it could tell. */
  INTERRUPTED("the search was stopped before it could tell");

  private final String words;

  VerdictCode(String words) {
    this.words = words;
  }

  /** The code as results spell it: the name, in capitals. */
  @JsonValue
  public String code() {
    return name();
  }

  /** The verdict in words. */
  public String words() {
    return words;
  }
}
