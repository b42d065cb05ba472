package dev.preflight.tuner.study.storage;

/** Whose note an attribute is. */
public enum Scope {
  USER,
  SYSTEM
}
