package dev.preflight.tuner.study.trial;

/** Whether an objective is to become small or large. */
public enum Direction {
  MINIMIZE,
  MAXIMIZE;

  /** The value as something to make small. */
  public double loss(double value) {
    return this == MAXIMIZE ? -value : value;
  }
}
