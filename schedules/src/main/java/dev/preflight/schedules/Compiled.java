package dev.preflight.schedules;

import org.jspecify.annotations.Nullable;

/**
 * What a spec becomes when it is resolved.
 *
 * @param momentum null if the schedule leaves momentum alone
 */
record Compiled(Curve rate, @Nullable Curve momentum) {

  static Compiled of(Curve rate) {
    return new Compiled(rate, null);
  }
}
