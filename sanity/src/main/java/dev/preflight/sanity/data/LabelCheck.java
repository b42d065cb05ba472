package dev.preflight.sanity.data;

import dev.preflight.reports.Finding;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.ClassLabels;
import dev.preflight.sanity.check.DataScan;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.check.Statistics;
import dev.preflight.sanity.check.Text;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;

/** D03: labels are what the graph can be trained on. */
public final class LabelCheck implements Check {

  private static final double ROW_SUM_TOLERANCE = 1e-3;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "D03",
        "valid labels",
        "class ids off by one or out of range, broken one-hot rows, classes never seen in training",
        Profile.QUICK);
  }

  @Override
  public Finding run(Lab lab) {
    OptionalInt classes = lab.classes();
    return classes.isPresent() ? classification(lab, classes.getAsInt()) : regression(lab);
  }

  /** Items by class id, and what is wrong with single labels. */
  private static final class Seen {
    final TreeMap<Integer, Integer> first = new TreeMap<>();
    final List<String> broken = new ArrayList<>();

    void read(String set, int from, HostArray labels) {
      int width = labels.size() / labels.rows();
      for (int row = 0; row < labels.rows(); row++) {
        if (width == 1) {
          double id = labels.get(row);
          if (id != Math.rint(id)) {
            broken.add(set + " item " + (from + row) + " has label " + id);
          } else {
            first.putIfAbsent((int) id, from + row);
          }
          continue;
        }
        double sum = 0;
        boolean outside = false;
        for (int k = 0; k < width; k++) {
          double v = labels.get(row * width + k);
          sum += v;
          outside |= !(v >= 0 && v <= 1);
        }
        if (outside || Math.abs(sum - 1) > ROW_SUM_TOLERANCE) {
          broken.add(set + " item " + (from + row) + " has a row with sum " + Text.of(sum));
        } else {
          first.putIfAbsent(ClassLabels.ids(labels.rows(row, row + 1))[0], from + row);
        }
      }
    }
  }

  private static Seen look(Lab lab, String set, Dataset data) {
    Seen seen = new Seen();
    DataScan.of(lab, data).forEachLabels((from, labels) -> seen.read(set, from, labels));
    return seen;
  }

  private Finding classification(Lab lab, int classes) {
    Dataset trainData = lab.graph().rawData().train();
    Seen train = look(lab, "train", trainData);
    Seen validation = look(lab, "validation", lab.graph().rawData().validation());
    String scope = DataScan.of(lab, trainData).scope("train");
    List<String> broken = new ArrayList<>(train.broken);
    broken.addAll(validation.broken);
    if (!broken.isEmpty()) {
      return Findings.fail(
              this,
              Text.count(broken.size())
                  + " labels are neither class ids nor rows that sum to 1 (looked at "
                  + scope
                  + ").")
          .measured((double) broken.size())
          .expected("0")
          .unit("labels")
          .where(Text.some(broken, 5))
          .why(
              "Targets of a regression read as classes, several classes per item, or a row that"
                  + " was scaled.")
          .fix(
              "Give class ids 0 to K - 1, or rows with a single 1; for numbers to predict, say"
                  + " task=regression.")
          .source(Findings.CATALOGUE + ", D03")
          .build();
    }
    OptionalInt outputs = lab.graph().outputs();
    int width = outputs.isPresent() && outputs.getAsInt() > 1 ? outputs.getAsInt() : classes;
    TreeSet<Integer> ids = new TreeSet<>(train.first.keySet());
    ids.addAll(validation.first.keySet());
    boolean startsAtOne = ids.first() == 1 && ids.last() >= 2 && ids.size() == ids.last();
    if (ids.first() < 0 || ids.last() >= width) {
      int id = ids.last() >= width ? ids.last() : ids.first();
      Integer at = train.first.get(id);
      return Findings.fail(
              this,
              "Label "
                  + id
                  + " found, but the model has "
                  + width
                  + " outputs (classes 0 to "
                  + (width - 1)
                  + ")"
                  + (startsAtOne ? ": the ids count from 1, off by one." : "."))
          .measured((double) id)
          .expected("0 to " + (width - 1))
          .where(at == null ? "validation item " + validation.first.get(id) : "train item " + at)
          .why(
              startsAtOne
                  ? "The ids run from 1 to " + ids.last() + "; class 0 never occurs."
                  : "Ids that count from 1, a class missing from the model, or a label used as"
                      + " \"ignore\" (255, -1).")
          .fix(
              startsAtOne
                  ? "Subtract 1 from every label."
                  : "Map the labels to 0 to " + (width - 1) + ", or give the model more outputs.")
          .source(Findings.CATALOGUE + ", D03")
          .build();
    }
    if (startsAtOne && ids.last() == width - 1 && isWhole(lab)) {
      return Findings.fail(
              this,
              "Class 0 never occurs while all of 1 to "
                  + ids.last()
                  + " do: the ids are off by one, and the model has "
                  + width
                  + " outputs for "
                  + ids.size()
                  + " classes.")
          .measured((double) ids.first())
          .expected("smallest id 0")
          .where(scope)
          .why("Ids that count from 1; the number of classes was then taken from the largest.")
          .fix("Subtract 1 from every label and give the model " + ids.size() + " outputs.")
          .source(Findings.CATALOGUE + ", D03")
          .build();
    }
    return coverage(lab, train, validation, width, scope);
  }

  private Finding coverage(Lab lab, Seen train, Seen validation, int width, String scope) {
    TreeSet<Integer> unseen = new TreeSet<>(validation.first.keySet());
    unseen.removeAll(train.first.keySet());
    if (!unseen.isEmpty() && isWhole(lab)) {
      return Findings.fail(
              this,
              unseen.size()
                  + (unseen.size() == 1 ? " class occurs" : " classes occur")
                  + " in validation but never in training: "
                  + Text.some(List.copyOf(unseen), 8)
                  + ".")
          .measured((double) unseen.size())
          .expected("0")
          .unit("classes")
          .where("first at validation item " + validation.first.get(unseen.first()))
          .why("The split was made by class or by order, not at random.")
          .fix("Shuffle before splitting, or split each class in the same proportion.")
          .source(Findings.CATALOGUE + ", D03")
          .build();
    }
    List<Integer> missing = new ArrayList<>();
    for (int id = 0; id < width; id++) {
      if (!train.first.containsKey(id)) {
        missing.add(id);
      }
    }
    if (!missing.isEmpty()) {
      return Findings.warn(
              this,
              missing.size()
                  + " of "
                  + width
                  + " outputs have no training example: class "
                  + Text.some(missing, 8)
                  + ".")
          .measured((double) missing.size())
          .expected("0")
          .unit("classes")
          .where(scope)
          .why("Rare classes lost in a subset or split, or more outputs than classes.")
          .fix("Check the label map and the split, or reduce the outputs of the model.")
          .source(Findings.CATALOGUE + ", D03")
          .build();
    }
    return Findings.pass(
            this, "All " + width + " classes occur, no label is out of range, in " + scope + ".")
        .build();
  }

  /** Whether every training label was read, so that what was not seen does not exist. */
  private static boolean isWhole(Lab lab) {
    return lab.graph().rawData().train().size() <= DataScan.LIMIT;
  }

  private Finding regression(Lab lab) {
    Statistics.Moments targets = new Statistics.Moments();
    DataScan scan = DataScan.of(lab, lab.graph().rawData().train());
    scan.forEachLabels(
        (from, labels) -> {
          for (int i = 0; i < labels.size(); i++) {
            targets.add(labels.get(i));
          }
        });
    if (targets.count() > 1 && targets.min() == targets.max()) {
      return Findings.fail(
              this, "Every target is " + Text.of(targets.min()) + ": there is nothing to predict.")
          .measured(0.0)
          .expected("a standard deviation above 0")
          .where(scan.scope("train"))
          .why("The wrong column was read as the target.")
          .fix("Name the column that holds the target.")
          .source(Findings.CATALOGUE + ", D03")
          .build();
    }
    return Findings.pass(
            this,
            "Targets have mean "
                + Text.of(targets.mean())
                + " and standard deviation "
                + Text.of(targets.deviation())
                + " in "
                + scan.scope("train")
                + ".")
        .build();
  }
}
