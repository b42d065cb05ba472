package dev.preflight.sanity;

import dev.preflight.reports.Advice;
import dev.preflight.reports.Call;
import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Verb;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.sanity.check.DataLab;
import dev.preflight.sanity.check.Effort;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Profile;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A graph with its data, in a lab for each seed. */
final class GraphSubject implements Subject {

  private static final int PARANOID_SEEDS = 3;

  private final TrainingGraph graph;
  private final CheckupOptions options;
  private final List<Lab> labs = new ArrayList<>();
  private Cost cost = Cost.UNKNOWN;

  GraphSubject(TrainingGraph graph, CheckupOptions options, Progress progress, Set<String> chosen) {
    this.graph = graph;
    this.options = options;
    int seeds = options.profile() == Profile.PARANOID ? PARANOID_SEEDS : 1;
    for (int i = 0; i < seeds; i++) {
      labs.add(new Lab(graph, options, progress, options.seed() + i, chosen));
    }
  }

  @Override
  public int seeds() {
    return labs.size();
  }

  @Override
  public Finding run(Check check, int lab) {
    return check.run(labs.get(lab));
  }

  @Override
  public DataLab data() {
    return labs.get(0).dataLab();
  }

  @Override
  public String cost(List<Check> checks) {
    cost = Cost.measured(checks, labs, options.timeLimit());
    return cost.told(checks, labs.size(), options.timeLimit());
  }

  @Override
  public Duration usual(Check check) {
    Effort effort = check.effort();
    Effort all = new Effort(labs.size() * effort.small(), labs.size() * effort.ordinary());
    return cost.usual(all);
  }

  @Override
  public String told() {
    return HowItIsDriven.told(labs.get(0));
  }

  @Override
  public List<Chart> charts() {
    return HowItIsDriven.chart(graph, options.run()).map(List::of).orElse(List.of());
  }

  @Override
  public String fine() {
    return "Nothing found that speaks against starting the run.";
  }

  @Override
  public Advice next() {
    return new Advice("Find the learning rate for the length of your run.", Call.of(Verb.LR_FIND));
  }

  @Override
  public void close() {
    labs.forEach(Lab::close);
  }
}
