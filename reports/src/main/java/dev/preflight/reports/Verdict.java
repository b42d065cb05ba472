package dev.preflight.reports;

import java.util.Collection;

/**
 * The judgement over a whole document, from the mildest to the most severe. In JSON the names are
 * lower case.
 *
 * <p>Absence of evidence is not a pass: what was not measured can hide a failure, so it outranks
 * any warning; but it does not undo a failure that was measured.
 */
public enum Verdict {
  /** Nothing speaks against starting the run. */
  PASS,
  /** The run may start, but something deserves a look first. */
  WARN,
  /** Not enough was measured to say whether the run may start. */
  INCOMPLETE,
  /** The run is not worth starting as it stands. */
  FAIL;

  /**
   * The verdict that follows from what was found.
   *
   * <p>{@link #FAIL} if any finding failed. Else {@link #INCOMPLETE} if the work was stopped, if a
   * check broke or was skipped although it is {@linkplain Skip#NEEDED needed}, or if there are
   * findings and all of them are skips. Else {@link #WARN} if any warned, else {@link #PASS}. Work
   * that judges nothing, such as a drawing, has no findings and passes.
   *
   * @param findings the findings to judge, possibly none
   * @param interrupted whether the user stopped the work before its end
   * @return the verdict
   */
  public static Verdict of(Collection<Finding> findings, boolean interrupted) {
    boolean nothing =
        !findings.isEmpty() && findings.stream().allMatch(f -> f.status() == Status.SKIP);
    Verdict worst = interrupted || nothing ? INCOMPLETE : PASS;
    for (Finding finding : findings) {
      worst = worst.or(of(finding));
    }
    return worst;
  }

  private static Verdict of(Finding finding) {
    return switch (finding.status()) {
      case FAIL -> FAIL;
      case ERROR -> INCOMPLETE;
      case SKIP -> finding.skipped() == Skip.NEEDED ? INCOMPLETE : PASS;
      case WARN -> WARN;
      case PASS, INFO -> PASS;
    };
  }

  /** The more severe of this and another. */
  public Verdict or(Verdict other) {
    return compareTo(other) < 0 ? other : this;
  }
}
