package dev.preflight.sanity.check;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The checks that must not fail for training to mean anything. */
public final class SoundGraph {

  /**
   * Ids of the checks of data and graph whose failure makes any training pointless. The initial
   * loss (G02) is none of them: nets have started high and trained, so training is asked.
   */
  public static final Set<String> CHECKS =
      Set.of(
          "D01", "D02", "D03", "G04", "G05", "G06", "G08", "G09", "G11", "G12", "G13", "G15",
          "G16");

  private SoundGraph() {}

  /** {@link #CHECKS} and others, as what a check {@linkplain Check#needs needs}. */
  public static Set<String> and(String... ids) {
    Set<String> all = new HashSet<>(CHECKS);
    all.addAll(List.of(ids));
    return all;
  }
}
