package dev.preflight.sanity.check;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * That the user accepts what a check finds.
 *
 * @param reason why, in the user's words
 * @param until the last day it holds; null if it holds for good
 * @param expired whether that day is past
 */
public record Allowance(String reason, @Nullable LocalDate until, boolean expired) {

  /** For good. */
  public static Allowance of(String reason) {
    return new Allowance(reason, null, false);
  }

  /**
   * For some time.
   *
   * @param until the last day it holds
   * @param today the day of the check-up
   */
  public static Allowance until(LocalDate until, String reason, LocalDate today) {
    return new Allowance(reason, until, today.isAfter(until));
  }
}
