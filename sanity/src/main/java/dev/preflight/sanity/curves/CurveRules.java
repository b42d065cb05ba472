package dev.preflight.sanity.curves;

import dev.preflight.reports.Rule;
import java.util.List;

/** What is judged of the curves of a run. */
public final class CurveRules {

  private CurveRules() {}

  /** The rules themselves, in order. */
  static List<CurveRule> rules() {
    return List.of(
        new FiniteRule(),
        new SpikeRule(),
        new DivergenceRule(),
        new ProgressRule(),
        new UpdateRatioRule(),
        new GradientNormRule(),
        new OverfitRule(),
        new FitRule(),
        new BudgetRule(),
        new LateVarianceRule(),
        new MetricRule());
  }

  /** What they are about, in order. */
  public static List<Rule> all() {
    return rules().stream().map(CurveRule::rule).toList();
  }
}
