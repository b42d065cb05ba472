package dev.preflight.sanity.graph;

import dev.preflight.reports.Finding;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.trace.Blocked;
import dev.preflight.training.GraphOp;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The part of G09 for variables that nothing updates though the loss reads them: which kind. */
final class Forgotten {

  /** What averages over batches are called; they have one number for each channel. */
  private static final Pattern STATISTIC =
      Pattern.compile(
          ".*(moving|running|population|ema|average|(^|[/_.])(mean|var|variance|mu|sigma))"
              + "[a-z_0-9]*$");

  private Forgotten() {}

  static Finding of(Check check, Lab lab, List<String> forgotten, int updates) {
    List<String> statistics = forgotten.stream().filter(v -> isStatistic(lab, v)).toList();
    List<String> rest = forgotten.stream().filter(v -> !statistics.contains(v)).toList();
    if (!statistics.isEmpty()) {
      return statistics(check, statistics, updates);
    }
    GraphOp stop = Blocked.by(lab, rest.get(0));
    if (stop != null) {
      return stopped(check, rest, stop);
    }
    Set<String> others = new HashSet<>(lab.graph().trainable());
    rest.forEach(others::remove);
    boolean first =
        lab.graph().drivesOwnTrainOp() && Blocked.comeFirst(lab, Set.copyOf(rest), others);
    return first && !others.isEmpty()
        ? frozen(check, rest, lab.graph().trainable().size())
        : left(check, rest, lab.graph().trainable().size(), updates);
  }

  private static boolean isStatistic(Lab lab, String variable) {
    return lab.graph().shapeOf(variable).size() <= 1
        && STATISTIC.matcher(variable.toLowerCase(Locale.ROOT)).matches();
  }

  /** Moving statistics that stand still. */
  static Finding statistics(Check check, List<String> statistics, int updates) {
    return Findings.fail(
            check,
            Sentence.of(
                """
                Nothing updates the moving statistics %s: they did not change in %s updates, and \
                evaluation would use their initial values.""",
                Sentence.some(statistics, 4), updates))
        .measured((double) statistics.size())
        .expected("0")
        .unit("moving statistics that stand still")
        .where(Sentence.some(statistics, 8))
        .why("The update ops of batch normalization are not run with the train op.")
        .fix(
            """
            Make the train op depend on them, such as tf.group(train, \
            *tf.compat.v1.get_collection("update_ops")), or name them as "updates".""")
        .build();
  }

  private static Finding stopped(Check check, List<String> cut, GraphOp stop) {
    return Findings.fail(
            check,
            Sentence.of(
                """
                No gradient reaches %s: '%s' (%s) between %s and the loss lets none through, so \
                nothing updates %s.""",
                Sentence.some(cut, 4),
                stop.name(),
                stop.type(),
                cut.size() == 1 ? "it" : "them",
                cut.size() == 1 ? "it" : "them"))
        .measured((double) cut.size())
        .expected("0")
        .unit("variables without a gradient")
        .where(Sentence.of("'%s'", stop.name()))
        .why("A stopGradient in the forward path, or rounding, argMax or a comparison on the way.")
        .fix(
            """
            Remove it; if the layers before it are frozen on purpose, name their variables as \
            "frozen".""")
        .build();
  }

  /** The first layers alone may well be frozen on purpose: nobody but the user knows. */
  private static Finding frozen(Check check, List<String> rest, int all) {
    return Findings.warn(
            check,
            Sentence.of(
                """
                The optimizer is not given %s (%s of %s variables), the first on the way from the \
                input: frozen on purpose?""",
                Sentence.some(rest, 4), rest.size(), all))
        .measured((double) rest.size())
        .expected("0")
        .unit("variables")
        .where(Sentence.some(rest, 8))
        .why("A backbone that is frozen, or a variable list that left the first layers out.")
        .fix(
            """
            If they are frozen on purpose, name them as "frozen"; else pass them to the optimizer.""")
        .build();
  }

  private static Finding left(Check check, List<String> rest, int all, int updates) {
    return Findings.fail(
            check,
            Sentence.of(
                """
                The optimizer is not given %s, which %s trainable: no change in %s updates (%s of \
                %s variables, expected 0).""",
                Sentence.some(rest, 4), rest.size() == 1 ? "is" : "are", updates, rest.size(), all))
        .measured((double) rest.size())
        .expected("0")
        .unit("variables")
        .where(Sentence.some(rest, 8))
        .why("A list of variables, or a name scope, left them out.")
        .fix(
            """
            Pass every trainable variable to the optimizer; name those that are frozen on purpose \
            as "frozen".""")
        .build();
  }
}
