package dev.preflight.training;

/** What the labels are. */
public enum Task {
  /** Each example belongs to one of K classes. */
  CLASSIFICATION,
  /** Labels are numbers to predict. */
  REGRESSION
}
