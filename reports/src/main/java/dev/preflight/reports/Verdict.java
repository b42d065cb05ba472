package dev.preflight.reports;

import java.util.Collection;

/** The judgement over a whole document. In JSON the names are lower case. */
public enum Verdict {
  /** Nothing speaks against starting the run. */
  PASS,
  /** The run may start, but something deserves a look first. */
  WARN,
  /** The run is not worth starting as it stands. */
  FAIL;

  /**
   * The verdict that follows from findings: {@link #FAIL} if any failed, else {@link #WARN} if any
   * warned or broke, else {@link #PASS}. Skipped and informative findings do not count.
   *
   * @param findings the findings to judge, possibly none
   * @return the verdict
   */
  public static Verdict of(Collection<Finding> findings) {
    Verdict worst = PASS;
    for (Finding finding : findings) {
      Verdict one =
          switch (finding.status()) {
            case FAIL -> FAIL;
            case WARN, ERROR -> WARN;
            case PASS, INFO, SKIP -> PASS;
          };
      if (one.compareTo(worst) > 0) {
        worst = one;
      }
    }
    return worst;
  }
}
