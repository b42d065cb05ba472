package dev.preflight.sanity.data;

import dev.preflight.reports.Finding;
import dev.preflight.reports.text.Numbers;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.DataCheck;
import dev.preflight.sanity.check.DataLab;
import dev.preflight.sanity.check.DataScan;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Hashes;
import dev.preflight.sanity.check.Profile;
import dev.preflight.training.Accuracy;
import dev.preflight.training.data.Dataset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * D06: equal training items have equal labels.
 *
 * <p>Of a picture the label cannot be two things at once. Rows of a few coarse numbers may well be
 * equal and differ in their label: where rows repeat often anyway, this is only told.
 */
public final class ConflictCheck implements DataCheck {

  private static final double WARN_SHARE = 0.001;
  private static final double FAIL_SHARE = 0.05;

  /** Items of fewer numbers may be equal without being the same thing. */
  private static final int FINE = 64;

  /** Coarse rows of which more than this share repeats are expected to disagree. */
  private static final double COARSE_REPEATS = 0.05;

  private static final int EXAMPLES = 5;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "D06",
        "conflicting labels",
        "equal training items with different labels",
        """
        Looks for training items that are equal bit for bit and differ in their label. More \
        than 0.1 % is a warning, more than 5 % fails. Rows of a few coarse numbers repeat by \
        chance; where they do so anyway (5 % and more), it is only told.""",
        "deepchecks, conflicting labels",
        Profile.QUICK);
  }

  @Override
  public Set<String> needs() {
    return Set.of("D01", "D03");
  }

  /** The items that are equal to one another. */
  private static final class Equals {
    private final int first;
    private final int label;
    private int items = 1;
    private boolean conflicts;

    Equals(int first, int label) {
      this.first = first;
      this.label = label;
    }
  }

  @Override
  public Finding judge(DataLab lab) {
    if (!lab.classifies()) {
      return Findings.inapplicable(
          this, "Labels are numbers, which equal items may well differ in.");
    }
    Dataset train = lab.data().train();
    int features = train.features().size();
    Map<Long, Equals> all = new HashMap<>();
    List<String> examples = new ArrayList<>();
    List<Thumbnails.Item> pictures = new ArrayList<>();
    DataScan scan = DataScan.of(lab, train);
    scan.forEach(
        (from, batch) -> {
          int[] labels = Accuracy.classesOf(batch.labels());
          for (int row = 0; row < batch.size(); row++) {
            if (features > 1 && Hashes.isConstantRow(batch.features(), row)) {
              continue;
            }
            long hash = Hashes.ofRow(batch.features(), row);
            Equals equal = all.get(hash);
            if (equal == null) {
              all.put(hash, new Equals(from + row, labels[row]));
              continue;
            }
            equal.items++;
            if (equal.label != labels[row]) {
              equal.conflicts = true;
              if (examples.size() < EXAMPLES) {
                String pair =
                    Sentence.of(
                        "train item %s is %s, its equal %s is %s",
                        equal.first, name(lab, equal.label), from + row, name(lab, labels[row]));
                examples.add(pair);
                pictures.add(new Thumbnails.Item(pair, DataPictures.row(batch, row)));
              }
            }
          }
        });
    int conflicting = all.values().stream().filter(e -> e.conflicts).mapToInt(e -> e.items).sum();
    int repeated = all.values().stream().filter(e -> e.items > 1).mapToInt(e -> e.items).sum();
    int items = scan.items();
    String scope = scan.scope("train");
    if (conflicting == 0) {
      return Findings.pass(this, "No two equal training items have different labels.")
          .measured(0.0)
          .where(scope)
          .build();
    }
    double share = (double) conflicting / items;
    String title =
        Sentence.of(
            "%,d of %,d training items (%s) have an equal with another label",
            conflicting, items, Numbers.percent(share));
    boolean coarse = features < FINE && (double) repeated / items > COARSE_REPEATS;
    if (coarse || share <= WARN_SHARE) {
      return Findings.info(
              this,
              coarse
                  ? Sentence.of(
                      "%s, as rows of %d coarse numbers may: %s of them repeat.",
                      title, features, Numbers.percent((double) repeated / items))
                  : Sentence.of("%s.", title))
          .measured(share)
          .where(scope)
          .build();
    }
    DataPictures.complaint(lab, "conflict", "Equal items with different labels", train, pictures);
    boolean fails = share > FAIL_SHARE && features >= FINE;
    String expected = Sentence.of("%s; expected none.", title);
    return (fails ? Findings.fail(this, expected) : Findings.warn(this, expected))
        .measured(share)
        .expected(Sentence.of("0, at most %s", Numbers.percent(WARN_SHARE)))
        .where(String.join("; ", examples))
        .why(
            """
            Items were labelled twice by people who disagreed, copied into two class folders, or \
            have several labels of which one is kept.""")
        .fix("Look at the pairs, and keep each item once, under one label.")
        .build();
  }

  private static String name(DataLab lab, int label) {
    List<String> names = lab.data().classNames();
    return label < names.size() ? Sentence.of("'%s'", names.get(label)) : Integer.toString(label);
  }
}
