package dev.preflight.tuner.study.pruner;

import java.util.Map;

/**
 * What a pruner says about a trial.
 *
 * @param prune whether it is to be given up
 * @param notes system attributes for the trial, to be kept before anything else happens
 */
public record Decision(boolean prune, Map<String, Double> notes) {

  /** The trial goes on. */
  public static final Decision KEEP = new Decision(false, Map.of());

  /** The trial is given up. */
  public static final Decision PRUNE = new Decision(true, Map.of());

  static Decision of(boolean prune) {
    return prune ? PRUNE : KEEP;
  }
}
