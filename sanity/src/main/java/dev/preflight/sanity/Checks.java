package dev.preflight.sanity;

import dev.preflight.reports.Report;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.sanity.check.DataCheck;
import dev.preflight.sanity.curves.ShortRunCheck;
import dev.preflight.sanity.data.ColumnCheck;
import dev.preflight.sanity.data.ConflictCheck;
import dev.preflight.sanity.data.FiniteDataCheck;
import dev.preflight.sanity.data.ImbalanceCheck;
import dev.preflight.sanity.data.LabelCheck;
import dev.preflight.sanity.data.LeakCheck;
import dev.preflight.sanity.data.ReadingCheck;
import dev.preflight.sanity.data.ScaleCheck;
import dev.preflight.sanity.data.ValidationSizeCheck;
import dev.preflight.sanity.graph.AdditivityCheck;
import dev.preflight.sanity.graph.AffineCheck;
import dev.preflight.sanity.graph.DependenceCheck;
import dev.preflight.sanity.graph.DropoutCheck;
import dev.preflight.sanity.graph.EvaluationModeCheck;
import dev.preflight.sanity.graph.GradientFlowCheck;
import dev.preflight.sanity.graph.IndependenceCheck;
import dev.preflight.sanity.graph.InitialLossCheck;
import dev.preflight.sanity.graph.LossFloorCheck;
import dev.preflight.sanity.graph.MovementCheck;
import dev.preflight.sanity.graph.SymmetryCheck;
import dev.preflight.sanity.micro.OverfitSubsetCheck;
import dev.preflight.sanity.micro.OverfitToolCheck;
import dev.preflight.sanity.micro.OverfitUserCheck;
import dev.preflight.sanity.micro.RateRangeCheck;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.TrainingData;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The front door: all checks, and running them.
 *
 * <p>Checks run in the order of this list: data, graph and initialization, micro-training,
 * monitors. One that depends on another stands after it.
 */
public final class Checks {

  private static final List<Check> ALL =
      List.of(
          new ReadingCheck(),
          new FiniteDataCheck(),
          new LabelCheck(),
          new ScaleCheck(),
          new ImbalanceCheck(),
          new ConflictCheck(),
          new LeakCheck(),
          new ColumnCheck(),
          new ValidationSizeCheck(),
          new EvaluationModeCheck(),
          new DropoutCheck(),
          new IndependenceCheck(),
          new SymmetryCheck(),
          new DependenceCheck(),
          new LossFloorCheck(),
          new AdditivityCheck(),
          new GradientFlowCheck(),
          new MovementCheck(),
          new AffineCheck(),
          new InitialLossCheck(),
          new OverfitToolCheck(),
          new RateRangeCheck(),
          new OverfitUserCheck(),
          new OverfitSubsetCheck(),
          new ShortRunCheck());

  private Checks() {}

  /** What each check is, in the order they run. */
  public static List<CheckInfo> catalogue() {
    return ALL.stream().map(Check::info).toList();
  }

  /** What is to be said of each check, in the order they run. */
  public static List<CheckPage> pages() {
    return ALL.stream().map(CheckPage::of).toList();
  }

  /**
   * Checks a graph.
   *
   * <p>Every measurement starts from the initial weights in a session of its own; the graph is left
   * as it was. When {@code progress} says stop, the findings so far are returned, marked as
   * interrupted.
   *
   * @throws InputException if {@link CheckupOptions#only} or {@link CheckupOptions#allowed} names
   *     an unknown check
   */
  public static Report<@Nullable Void> run(
      TrainingGraph graph, CheckupOptions options, Progress progress) {
    reject(options.only(), ALL);
    reject(options.allowed().keySet(), ALL);
    List<Check> chosen = chosen(ALL, options);
    Set<String> ids = chosen.stream().map(check -> check.info().id()).collect(Collectors.toSet());
    Placed placed = new Placed(progress);
    try (Subject subject = new GraphSubject(graph, options, placed, ids)) {
      return new Runner(subject, options, placed).run(chosen);
    }
  }

  /**
   * What a check-up plans and costs on this machine, without doing it: a sentence. A few updates
   * are made to know how long they take.
   *
   * @throws InputException as {@link #run(TrainingGraph, CheckupOptions, Progress)}
   */
  public static String plan(TrainingGraph graph, CheckupOptions options) {
    reject(options.only(), ALL);
    List<Check> chosen = chosen(ALL, options);
    try (Subject subject = new GraphSubject(graph, options, Progress.NONE, Set.of())) {
      return subject.cost(chosen);
    }
  }

  /**
   * Checks data alone, by the checks that need no graph.
   *
   * @throws InputException if {@link CheckupOptions#only} or {@link CheckupOptions#allowed} names
   *     an unknown check, or one that needs a graph
   */
  public static Report<@Nullable Void> run(
      TrainingData data, CheckupOptions options, Progress progress) {
    List<Check> ofData = ALL.stream().filter(check -> check instanceof DataCheck).toList();
    reject(options.only(), ofData);
    reject(options.allowed().keySet(), ofData);
    Placed placed = new Placed(progress);
    try (Subject subject = new DataSubject(data, options, placed)) {
      return new Runner(subject, options, placed).run(chosen(ofData, options));
    }
  }

  private static List<Check> chosen(List<Check> checks, CheckupOptions options) {
    return checks.stream()
        .filter(
            check ->
                options.only().isEmpty()
                    ? options.profile().includes(check.info().profile())
                    : options.only().contains(check.info().id()))
        .toList();
  }

  private static void reject(Set<String> ids, List<Check> checks) {
    Set<String> known = new TreeSet<>();
    checks.forEach(check -> known.add(check.info().id()));
    for (String id : ids) {
      if (!known.contains(id)) {
        throw InputException.unknown("check", id, known);
      }
    }
  }
}
