package dev.preflight.sanity;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Profile;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks that measure nothing, to try the runner with. */
final class Fakes {

  private Fakes() {}

  /** A check made of parts. */
  record Fake(String id, Set<String> needs, Seeds seeds, Body body) implements Check {
    @Override
    public CheckInfo info() {
      return new CheckInfo(
          id, "fake " + id, "nothing", "It is told what to say.", "a test", Profile.QUICK);
    }

    @Override
    public Finding run(Lab lab) {
      return body.run(this, lab);
    }
  }

  interface Body {
    Finding run(Check check, Lab lab);
  }

  static Fake fake(String id, Set<String> needs, Body body) {
    return new Fake(id, needs, Check.Seeds.ONE, body);
  }

  static Report<Void> run(CheckupOptions options, Check... checks) {
    Set<String> ids = new HashSet<>();
    for (Check check : checks) {
      ids.add(check.info().id());
    }
    try (TrainingGraph graph = Toys.graph(Toys.clusters(), Toys::healthy);
        Subject subject = new GraphSubject(graph, options, Progress.NONE, ids)) {
      return new Runner(subject, options, new Placed(Progress.NONE)).run(List.of(checks));
    }
  }

  static Finding fails(Check check, Lab lab) {
    return Findings.fail(check, "It is 2, expected 1.").build();
  }

  static Finding passes(Check check, Lab lab) {
    return Findings.pass(check, "Fine.").build();
  }
}
