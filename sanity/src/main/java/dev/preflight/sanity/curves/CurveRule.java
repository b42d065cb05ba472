package dev.preflight.sanity.curves;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Rule;
import dev.preflight.reports.Skip;
import dev.preflight.reports.Status;
import dev.preflight.reports.text.Sentence;
import dev.preflight.training.events.Series;

/** Judges the curves of a run by what was logged. */
interface CurveRule {

  /** What it is about. */
  Rule rule();

  /** Judges; a curve that was not logged, or is too short, is a finding too. */
  Finding judge(Curves curves, CurveOptions options);

  /** Whether it speaks of how a run ends, so that it has nothing to say while it goes on. */
  default boolean judgesTheEnd() {
    return false;
  }

  /** Starts a finding. */
  default Finding.Builder finding(Status status, String title) {
    return Finding.of(rule(), status, title);
  }

  /** Nothing to judge: what the rule is about was not logged. The reason is a sentence. */
  default Finding notLogged(String reason) {
    return finding(Status.SKIP, "Not checked").skipped(Skip.INAPPLICABLE).why(reason).build();
  }

  /** Too early to say; the reason is a sentence. */
  default Finding tooShort(String reason) {
    return finding(Status.SKIP, "Not checked").skipped(Skip.UNMEASURED).why(reason).build();
  }

  /** Too early to say, and without this no verdict is sound; the reason is a sentence. */
  default Finding needsMore(String reason) {
    return finding(Status.SKIP, "Not checked").skipped(Skip.NEEDED).why(reason).build();
  }

  /** Says how many points a loss has and how many it should have. */
  static String points(Series loss, int fewest) {
    return Sentence.of("The loss has %,d points; %,d are needed.", loss.size(), fewest);
  }
}
