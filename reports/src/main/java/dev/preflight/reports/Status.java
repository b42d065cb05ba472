package dev.preflight.reports;

/** How one check ended. In JSON the names are lower case. */
public enum Status {
  /** The check ran and found nothing wrong. */
  PASS,
  /** Something a heuristic considers worth a look. */
  WARN,
  /** An exact rule is broken, or an effect is very large. */
  FAIL,
  /** A measurement worth showing that carries no judgement. */
  INFO,
  /**
   * The check did not run; {@link Finding#why()} holds the reason. A skip is never a pass. See
   * {@link Skip}.
   */
  SKIP,
  /** The check itself broke; nothing is known about what it checks. */
  ERROR
}
