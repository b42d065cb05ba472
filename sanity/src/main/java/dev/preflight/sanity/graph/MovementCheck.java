package dev.preflight.sanity.graph;

import dev.preflight.reports.Finding;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.check.ShortRun;
import dev.preflight.sanity.loss.Outputs;
import dev.preflight.training.Mode;
import dev.preflight.training.Trainer;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.HostArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** G09: updates change what should change, and nothing else. */
public final class MovementCheck implements Check {

  private static final int UPDATES = 5;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "G09",
        "variables move",
        """
        variables the optimizer does not get, moving averages that are not updated, \
        frozen variables that move""",
        """
        Makes 5 updates. Every trainable variable must change, moving averages too, and \
        frozen ones must not. One the optimizer does not get fails, or is asked about where \
        it looks meant.""",
        "TrainCheck (Jiang et al. 2025); torchtest",
        Profile.QUICK);
  }

  @Override
  public Set<String> needs() {
    return Set.of("D01", "D02", "D03", "G06", "G08", "G12");
  }

  @Override
  public Finding run(Lab lab) {
    List<String> trainable = lab.graph().trainable();
    List<String> statistics = lab.graph().statistics();
    List<String> frozen = lab.graph().ends().frozen();
    Trainer trainer = lab.bench();
    List<HostArray> statisticsAtFirst = trainer.variables(statistics);
    Batch batch = lab.batch(Lab.PROBE);
    trainer.loss(batch, Mode.EVALUATE);
    List<String> movedInEvaluation =
        changed(statistics, statisticsAtFirst, trainer.variables(statistics));

    List<HostArray> trainableBefore = trainer.variables(trainable);
    List<HostArray> statisticsBefore = trainer.variables(statistics);
    List<HostArray> frozenBefore = trainer.variables(frozen);
    new ShortRun(lab).steps(trainer, UPDATES, ShortRun.probingRate(lab));
    List<String> moved = changed(trainable, trainableBefore, trainer.variables(trainable));
    List<String> movedStatistics =
        changed(statistics, statisticsBefore, trainer.variables(statistics));
    List<String> movedFrozen = changed(frozen, frozenBefore, trainer.variables(frozen));

    List<String> stuck = without(trainable, moved);
    List<String> forgotten =
        stuck.stream().filter(v -> !lab.graph().updated().contains(v)).toList();
    if (!forgotten.isEmpty()) {
      return Forgotten.of(this, lab, forgotten, UPDATES);
    }
    List<String> stuckKernels =
        stuck.stream().filter(v -> lab.graph().shapeOf(v).size() >= 2).toList();
    if (!stuckKernels.isEmpty()) {
      return unmoved(
              stuckKernels,
              trainable.size(),
              "Their gradient is 0, or the update is lost in rounding.")
          .fix("See the table of gradients; name what is frozen on purpose as \"frozen\".")
          .build();
    }
    if (!movedFrozen.isEmpty()) {
      return Findings.fail(
              this,
              Sentence.of(
                  "%s%s declared frozen but changed within %s updates, expected unchanged.",
                  Sentence.some(movedFrozen, 4), movedFrozen.size() == 1 ? " is" : " are", UPDATES))
          .measured((double) movedFrozen.size())
          .expected("0")
          .unit("variables")
          .where(Sentence.some(movedFrozen, 8))
          .why("The train op updates them all the same.")
          .fix("Leave them out of the variables that the train op minimizes over.")
          .build();
    }
    if (!movedInEvaluation.isEmpty()) {
      return Findings.fail(
              this,
              Sentence.of(
                  "%s changed in evaluation, expected to change in training only.",
                  Sentence.some(movedInEvaluation, 4)))
          .measured((double) movedInEvaluation.size())
          .expected("0")
          .unit("variables")
          .where(Sentence.some(movedInEvaluation, 8))
          .why("The update of the moving averages does not read the training flag.")
          .fix("Run the updates of moving averages with the train op only.")
          .build();
    }
    List<String> stale = without(statistics, movedStatistics);
    if (!stale.isEmpty()) {
      return Forgotten.statistics(this, stale, UPDATES);
    }
    if (!stuck.isEmpty()) {
      return Findings.info(
              this,
              Sentence.of(
                  """
                  %s did not change in %s updates, as a bias in front of a normalization may; all \
                  %s others did.""",
                  Sentence.some(stuck, 4), UPDATES, moved.size()))
          .where(Sentence.some(stuck, 8))
          .build();
    }
    return Findings.pass(
            this,
            Sentence.of(
                "All %s trainable variables changed in %s updates%s",
                trainable.size(),
                UPDATES,
                statistics.isEmpty()
                    ? "."
                    : Sentence.of(
                        ", and %s moving statistics in training only.", statistics.size())))
        .measured((double) moved.size())
        .unit("variables")
        .build();
  }

  private Finding.Builder unmoved(List<String> stuck, int all, String why) {
    return Findings.fail(
            this,
            Sentence.of(
                """
                %s%s trainable but did not change in %s updates (%s of %s variables, expected \
                0).""",
                Sentence.some(stuck, 4),
                stuck.size() == 1 ? " is" : " are",
                UPDATES,
                stuck.size(),
                all))
        .measured((double) stuck.size())
        .expected("0")
        .unit("variables")
        .where(Sentence.some(stuck, 8))
        .why(why);
  }

  private static List<String> changed(
      List<String> names, List<HostArray> before, List<HostArray> after) {
    List<String> changed = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (!(Outputs.largestDifference(before.get(i), after.get(i)) == 0)) {
        changed.add(names.get(i));
      }
    }
    return changed;
  }

  private static List<String> without(List<String> all, List<String> some) {
    List<String> rest = new ArrayList<>(all);
    rest.removeAll(some);
    return rest;
  }
}
