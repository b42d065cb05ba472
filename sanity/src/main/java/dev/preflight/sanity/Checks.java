package dev.preflight.sanity;

import dev.preflight.reports.Report;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.sanity.curves.ShortRunCheck;
import dev.preflight.sanity.data.FiniteDataCheck;
import dev.preflight.sanity.data.ImbalanceCheck;
import dev.preflight.sanity.data.LabelCheck;
import dev.preflight.sanity.data.LeakCheck;
import dev.preflight.sanity.data.ScaleCheck;
import dev.preflight.sanity.data.ValidationSizeCheck;
import dev.preflight.sanity.graph.AdditivityCheck;
import dev.preflight.sanity.graph.AffineCheck;
import dev.preflight.sanity.graph.EvaluationModeCheck;
import dev.preflight.sanity.graph.GradientFlowCheck;
import dev.preflight.sanity.graph.IndependenceCheck;
import dev.preflight.sanity.graph.InitialLossCheck;
import dev.preflight.sanity.graph.LossFloorCheck;
import dev.preflight.sanity.graph.MovementCheck;
import dev.preflight.sanity.graph.SymmetryCheck;
import dev.preflight.sanity.micro.OverfitToolCheck;
import dev.preflight.sanity.micro.OverfitUserCheck;
import dev.preflight.sanity.micro.RateRangeCheck;
import dev.preflight.training.Progress;
import dev.preflight.training.TrainingGraph;
import dev.preflight.training.data.InputException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
          new FiniteDataCheck(),
          new LabelCheck(),
          new ScaleCheck(),
          new ImbalanceCheck(),
          new LeakCheck(),
          new ValidationSizeCheck(),
          new EvaluationModeCheck(),
          new IndependenceCheck(),
          new LossFloorCheck(),
          new AdditivityCheck(),
          new SymmetryCheck(),
          new GradientFlowCheck(),
          new MovementCheck(),
          new AffineCheck(),
          new InitialLossCheck(),
          new OverfitToolCheck(),
          new RateRangeCheck(),
          new OverfitUserCheck(),
          new ShortRunCheck());

  private Checks() {}

  /** What each check is, in the order they run. */
  public static List<CheckInfo> catalogue() {
    return ALL.stream().map(Check::info).toList();
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
    reject(options.only());
    reject(options.allowed().keySet());
    List<Check> chosen =
        ALL.stream()
            .filter(
                check ->
                    options.only().isEmpty()
                        ? options.profile().includes(check.info().profile())
                        : options.only().contains(check.info().id()))
            .toList();
    return new Runner(graph, options, progress).run(chosen);
  }

  private static void reject(Set<String> ids) {
    Set<String> known = new TreeSet<>();
    catalogue().forEach(info -> known.add(info.id()));
    for (String id : ids) {
      if (!known.contains(id)) {
        throw InputException.unknown("check", id, known);
      }
    }
  }
}
