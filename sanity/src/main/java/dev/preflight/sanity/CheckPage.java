package dev.preflight.sanity;

import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.Effort;
import java.util.List;

/**
 * What the catalogue says of a check.
 *
 * @param info what it is and how it decides
 * @param needs ids of the checks whose failure leaves it out, in order
 * @param seeds how findings of several seeds become one
 * @param effort updates that it makes at most
 */
public record CheckPage(CheckInfo info, List<String> needs, Check.Seeds seeds, Effort effort) {

  /** Copies. */
  public CheckPage {
    needs = List.copyOf(needs);
  }

  static CheckPage of(Check check) {
    return new CheckPage(
        check.info(), check.needs().stream().sorted().toList(), check.seeds(), check.effort());
  }
}
