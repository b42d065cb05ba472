package dev.preflight.sanity;

import java.time.Duration;

/** Spans of time for people. */
final class Times {

  private static final long HOUR = 3_600;
  private static final long MINUTE = 60;

  private Times() {}

  /** As {@link #rounded}, and {@code "a second"} for less than one. */
  static String atLeast(Duration time) {
    return time.toSeconds() < 1 ? "a second" : rounded(time);
  }

  /** A limit that is long enough with some room, as an option takes it: {@code "90s"}. */
  static String option(Duration time) {
    long seconds = 2 * time.toSeconds();
    return seconds <= MINUTE ? MINUTE + "s" : (seconds + MINUTE - 1) / MINUTE + "m";
  }

  /** Such as {@code "45 s"}, {@code "7 min"} or {@code "2 h 10 min"}: what one would say. */
  static String rounded(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < MINUTE || (seconds < 2 * MINUTE && seconds != MINUTE)) {
      return seconds + " s";
    }
    long minutes = Math.round((double) seconds / MINUTE);
    if (minutes < MINUTE) {
      return minutes + " min";
    }
    long rest = minutes % MINUTE;
    return minutes * MINUTE / HOUR + " h" + (rest == 0 ? "" : " " + rest + " min");
  }
}
