package dev.preflight.sanity.data;

import dev.preflight.reports.Finding;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.DataCheck;
import dev.preflight.sanity.check.DataLab;
import dev.preflight.sanity.check.DataScan;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Profile;
import dev.preflight.sanity.check.Statistics;
import dev.preflight.training.Accuracy;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;

/** D03: labels are what the graph can be trained on. */
public final class LabelCheck implements DataCheck {

  private static final double ROW_SUM_TOLERANCE = 1e-3;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "D03",
        "valid labels",
        "class ids off by one or out of range, broken one-hot rows, classes never seen in training",
        """
        Compares the labels with what the graph was found to take: ids from 0 to K - 1, one-hot \
        rows that sum to 1 within 0.001, or numbers. An id out of range or a broken row \
        fails; a class that never occurs in training is a warning.""",
        "Humbatova et al. 2020, whose survey has wrong labels among the most frequent faults",
        Profile.QUICK);
  }

  @Override
  public Finding judge(DataLab lab) {
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
            broken.add(Sentence.of("%s item %s has label %s", set, from + row, id));
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
          broken.add(Sentence.of("%s item %s has a row with sum %s", set, from + row, sum));
        } else {
          first.putIfAbsent(Accuracy.classesOf(labels.rows(row, row + 1))[0], from + row);
        }
      }
    }
  }

  private static Seen look(DataLab lab, String set, Dataset data) {
    Seen seen = new Seen();
    DataScan.of(lab, data).forEachLabels((from, labels) -> seen.read(set, from, labels));
    return seen;
  }

  private Finding classification(DataLab lab, int classes) {
    Dataset trainData = lab.data().train();
    Seen train = look(lab, "train", trainData);
    Seen validation = look(lab, "validation", lab.data().validation());
    String scope = DataScan.of(lab, trainData).scope("train");
    List<String> broken = new ArrayList<>(train.broken);
    broken.addAll(validation.broken);
    if (!broken.isEmpty()) {
      return Findings.fail(
              this,
              Sentence.of(
                  "%,d labels are neither class ids nor rows that sum to 1 (looked at %s).",
                  broken.size(), scope))
          .measured((double) broken.size())
          .expected("0")
          .unit("labels")
          .where(Sentence.some(broken, 5))
          .why(
              """
              Targets of a regression read as classes, several classes per item, or a row \
              that was scaled.""")
          .fix(
              """
              Give class ids 0 to K - 1, or rows with a single 1; for numbers to predict, say \
              task=regression.""")
          .build();
    }
    OptionalInt outputs = lab.outputs();
    int width = outputs.isPresent() && outputs.getAsInt() > 1 ? outputs.getAsInt() : classes;
    TreeSet<Integer> ids = new TreeSet<>(train.first.keySet());
    ids.addAll(validation.first.keySet());
    boolean startsAtOne = ids.first() == 1 && ids.last() >= 2 && ids.size() == ids.last();
    if (ids.first() < 0 || ids.last() >= width) {
      int id = ids.last() >= width ? ids.last() : ids.first();
      Integer at = train.first.get(id);
      return Findings.fail(
              this,
              Sentence.of(
                  "Label %s found, but the model has %s outputs (classes 0 to %s)%s",
                  id, width, width - 1, startsAtOne ? ": the ids count from 1, off by one." : "."))
          .measured((double) id)
          .expected(Sentence.of("0 to %s", width - 1))
          .where(
              at == null
                  ? Sentence.of("validation item %s", validation.first.get(id))
                  : Sentence.of("train item %s", at))
          .why(
              startsAtOne
                  ? Sentence.of("The ids run from 1 to %s; class 0 never occurs.", ids.last())
                  : """
                  Ids that count from 1, a class missing from the model, or a label used as \
                  "ignore" (255, -1).""")
          .fix(
              startsAtOne
                  ? "Subtract 1 from every label."
                  : Sentence.of(
                      "Map the labels to 0 to %s, or give the model more outputs.", width - 1))
          .build();
    }
    if (startsAtOne && ids.last() == width - 1 && isWhole(lab)) {
      return Findings.fail(
              this,
              Sentence.of(
                  """
                  Class 0 never occurs while all of 1 to %s do: the ids are off by one, and the \
                  model has %s outputs for %s classes.""",
                  ids.last(), width, ids.size()))
          .measured((double) ids.first())
          .expected("smallest id 0")
          .where(scope)
          .why("Ids that count from 1; the number of classes was then taken from the largest.")
          .fix(
              Sentence.of("Subtract 1 from every label and give the model %s outputs.", ids.size()))
          .build();
    }
    return coverage(lab, train, validation, width, scope);
  }

  private Finding coverage(DataLab lab, Seen train, Seen validation, int width, String scope) {
    TreeSet<Integer> unseen = new TreeSet<>(validation.first.keySet());
    unseen.removeAll(train.first.keySet());
    if (!unseen.isEmpty() && isWhole(lab)) {
      return Findings.fail(
              this,
              Sentence.of(
                  "%s%s in validation but never in training: %s.",
                  unseen.size(),
                  unseen.size() == 1 ? " class occurs" : " classes occur",
                  Sentence.some(List.copyOf(unseen), 8)))
          .measured((double) unseen.size())
          .expected("0")
          .unit("classes")
          .where(Sentence.of("first at validation item %s", validation.first.get(unseen.first())))
          .why("The split was made by class or by order, not at random.")
          .fix("Shuffle before splitting, or split each class in the same proportion.")
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
              Sentence.of(
                  "%s of %s outputs have no training example: class %s.",
                  missing.size(), width, Sentence.some(missing, 8)))
          .measured((double) missing.size())
          .expected("0")
          .unit("classes")
          .where(scope)
          .why("Rare classes lost in a subset or split, or more outputs than classes.")
          .fix("Check the label map and the split, or reduce the outputs of the model.")
          .build();
    }
    return Findings.pass(
            this,
            Sentence.of("All %s classes occur, no label is out of range, in %s.", width, scope))
        .build();
  }

  /** Whether every training label was read, so that what was not seen does not exist. */
  private static boolean isWhole(DataLab lab) {
    return lab.data().train().size() <= DataScan.LIMIT;
  }

  private Finding regression(DataLab lab) {
    Statistics.Moments targets = new Statistics.Moments();
    DataScan scan = DataScan.of(lab, lab.data().train());
    scan.forEachLabels(
        (from, labels) -> {
          for (int i = 0; i < labels.size(); i++) {
            targets.add(labels.get(i));
          }
        });
    if (targets.count() > 1 && targets.min() == targets.max()) {
      return Findings.fail(
              this, Sentence.of("Every target is %s: there is nothing to predict.", targets.min()))
          .measured(0.0)
          .expected("a standard deviation above 0")
          .where(scan.scope("train"))
          .why("The wrong column was read as the target.")
          .fix("Name the column that holds the target.")
          .build();
    }
    return Findings.pass(
            this,
            Sentence.of(
                "Targets have mean %s and standard deviation %s in %s.",
                targets.mean(), targets.deviation(), scan.scope("train")))
        .build();
  }
}
