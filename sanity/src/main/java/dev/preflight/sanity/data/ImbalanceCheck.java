package dev.preflight.sanity.data;

import dev.preflight.reports.Chart;
import dev.preflight.reports.Finding;
import dev.preflight.reports.Table;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.DataCheck;
import dev.preflight.sanity.check.DataLab;
import dev.preflight.sanity.check.DataScan;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.check.Statistics;
import dev.preflight.training.Accuracy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** D05: class shares, against accuracy as the only metric. */
public final class ImbalanceCheck implements DataCheck {

  private static final double MAX_RATIO = 10;
  private static final double RAREST = 0.1;
  private static final int MOST_ROWS = 200;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "D05",
        "class balance",
        "classes so unequal that accuracy says little",
        """
        Counts training items by class. A ratio above 10 between the largest and the \
        smallest class, or a class below a tenth of its even share, is a warning: always \
        guessing the largest class then looks good.""",
        "SageMaker Debugger ClassImbalance; cleanlab Datalab",
        Profile.QUICK);
  }

  @Override
  public Set<String> needs() {
    return Set.of("D03");
  }

  @Override
  public Finding judge(DataLab lab) {
    if (lab.classes().isEmpty()) {
      return Findings.inapplicable(this, "The labels are numbers to predict, not classes.");
    }
    int classes = lab.classes().getAsInt();
    long[] counts = new long[classes];
    DataScan scan = DataScan.of(lab, lab.data().train());
    scan.forEachLabels(
        (from, labels) -> {
          for (int id : Accuracy.classesOf(labels)) {
            if (id >= 0 && id < classes) {
              counts[id]++;
            }
          }
        });
    int common = 0;
    int rare = 0;
    for (int id = 0; id < classes; id++) {
      common = counts[id] > counts[common] ? id : common;
      rare = counts[id] < counts[rare] ? id : rare;
    }
    long items = scan.items();
    double majority = (double) counts[common] / items;
    double balance = (Math.exp(Statistics.entropy(counts)) - 1) / (classes - 1);
    if (classes <= MOST_ROWS) {
      lab.table(table(lab, counts, items));
    }
    if (classes <= 40) {
      lab.chart(chart(counts, lab.data().classNames()));
    }
    String baseline =
        Sentence.of(
            "Always predicting class %s gives %s accuracy", common, Numbers.percent(majority));
    if (counts[common] > MAX_RATIO * counts[rare] || counts[rare] < RAREST * items / classes) {
      return Findings.warn(
              this,
              Sentence.of(
                  "%s: the classes are %s, expected at most %s to 1 where accuracy is the metric.",
                  baseline,
                  counts[rare] == 0
                      ? "not all there"
                      : Sentence.of("%s to 1", (double) counts[common] / counts[rare]),
                  MAX_RATIO))
          .measured(majority)
          .expected(Sentence.of("largest over smallest class at most %s", MAX_RATIO))
          .where(Sentence.of("class %s has %s of %s", rare, counts[rare], scan.scope("train")))
          .why("Rare classes, or a subset that lost them.")
          .fix("Watch balanced accuracy or the recall of each class beside accuracy.")
          .build();
    }
    return Findings.pass(
            this,
            Sentence.of("%s; class balance is %s of 1 (normalised perplexity).", baseline, balance))
        .measured(majority)
        .where(scan.scope("train"))
        .build();
  }

  private static Table table(DataLab lab, long[] counts, long items) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    List<String> names = lab.data().classNames();
    for (int id = 0; id < counts.length; id++) {
      rows.add(
          List.of(
              id,
              names.isEmpty() ? Integer.toString(id) : names.get(id),
              counts[id],
              (double) counts[id] / items));
    }
    return new Table(
        "class-counts",
        "Training examples by class",
        List.of(
            Table.Column.number("class"),
            Table.Column.text("name"),
            Table.Column.number("examples"),
            Table.Column.number("share")),
        rows);
  }

  private static Chart chart(long[] counts, List<String> names) {
    double[] examples = new double[counts.length];
    double[] row = new double[counts.length];
    List<String> rows = new ArrayList<>();
    for (int id = 0; id < counts.length; id++) {
      examples[id] = counts[id];
      row[id] = id;
      rows.add(names.isEmpty() ? Integer.toString(id) : names.get(id));
    }
    return Chart.of(
            "class-balance",
            "Training examples by class",
            "How many training examples each class has.",
            new Chart.Axis("examples", false, 0.0, null),
            Chart.Axis.categories("class", rows))
        .series("examples", Chart.Role.FIRST, Chart.Style.BARS, examples, row)
        .build();
  }
}
