package dev.preflight.sanity.check;

import dev.preflight.reports.Finding;
import java.util.Set;

/**
 * One check: a rule, what it needs to be meaningful, and how to measure it.
 *
 * <p>To add one, write a class and a line in {@code Checks}. A check never passes without having
 * measured: where its rule has no meaning, or something is missing, it returns a skip that says
 * which of the two, and the reason (see {@link Findings}). It may throw; the runner turns that into
 * an error finding.
 */
public interface Check {

  /** How findings of several seeds become one, in the profile that tries several. */
  enum Seeds {
    /** The seed does not matter; it runs once. */
    ONE,
    /** A failure stands only if every seed fails; else it is a warning. */
    ALL,
    /** A failure with any seed stands. */
    ANY
  }

  /** What it is. */
  CheckInfo info();

  /**
   * Ids of checks whose failure would make this one fail too, or mean nothing; it is then skipped,
   * so that one fault gives one headline. Checks that were not chosen do not count.
   */
  default Set<String> needs() {
    return Set.of();
  }

  /** How it depends on the seed. */
  default Seeds seeds() {
    return Seeds.ONE;
  }

  /** Updates that it makes at most, which is what a check-up of a large net costs. */
  default Effort effort() {
    return Effort.NONE;
  }

  /** Measures and judges. The runner adds the time and how to silence the finding. */
  Finding run(Lab lab);
}
