package dev.preflight.training;

/** What the training flag of a graph is fed with. */
public enum Mode {
  /** The flag is true: dropout is active, batch statistics are used. */
  TRAIN,
  /** The flag is false. */
  EVALUATE
}
