import dev.preflight.reports.Report;
import dev.preflight.reports.Verdict;
import dev.preflight.sanity.Checks;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.sanity.check.Profile;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.program.Hyperparameters;
import dev.preflight.training.program.Programs;
import dev.preflight.training.program.TrainingProgram;

/** Checks a program before it is trained, and trains it only if nothing speaks against it. */
public final class Preflighted {
  public static void main(String[] args) {
    TrainingProgram program = Programs.find("mlp", Preflighted.class.getClassLoader());
    var data = program.data(Hyperparameters.none()).orElseThrow();
    var options = CheckupOptions.defaults().withProfile(Profile.QUICK);
    try (var graph = TrainingGraph.build(program, data, TrainingGraph.Options.defaults())) {
      Report<?> report = Checks.run(graph, options, Progress.NONE);
      report.findings().forEach(f -> System.out.println(f.status() + " " + f.label()));
      if (report.verdict() == Verdict.FAIL) {
        throw new IllegalStateException(report.summary());
      }
      System.out.println(report.summary());
    }
  }
}
