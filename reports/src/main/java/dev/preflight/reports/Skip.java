package dev.preflight.reports;

/** Why a check did not run. In JSON the names are lower case. */
public enum Skip {
  /** Its rule has no meaning here, as for classes where there are none: nothing is missing. */
  INAPPLICABLE,
  /** Another finding, named in {@link Finding#causedBy()}, makes it meaningless. */
  CAUSED,
  /** It could not be measured, or was stopped before it was; the verdict does without it. */
  UNMEASURED,
  /** It could not be measured, and no verdict is sound without it. */
  NEEDED
}
