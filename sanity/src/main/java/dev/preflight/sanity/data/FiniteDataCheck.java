package dev.preflight.sanity.data;

import dev.preflight.reports.Finding;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.DataCheck;
import dev.preflight.sanity.check.DataLab;
import dev.preflight.sanity.check.DataScan;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Profile;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import java.util.ArrayList;
import java.util.List;

/**
 * D01: every item can be read, with no NaN and no infinity in features or labels.
 *
 * <p>Where items are decoded from files, a sample of them is opened one by one, spread over the
 * whole set: all of them in the paranoid profile.
 */
public final class FiniteDataCheck implements DataCheck {

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "D01",
        "readable, finite data",
        "damaged files; NaN or infinite numbers in features or labels",
        """
        Looks at every number of features and labels, or where items are decoded from files \
        at a sample spread over the whole set (all of them with --profile paranoid). One \
        NaN, one infinity or one unreadable item fails: it makes every weight NaN.""",
        "UMLAUT (Schoop et al. 2021)",
        Profile.QUICK);
  }

  @Override
  public Finding judge(DataLab lab) {
    Opened train = Opened.of(lab, "train", lab.data().train());
    Opened valid = Opened.of(lab, "validation", lab.data().validation());
    if (train.anyDamaged() || valid.anyDamaged()) {
      return damaged(lab, train.and(valid));
    }
    List<String> features = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    List<String> scanned = new ArrayList<>();
    scan(lab, "train", lab.data().train(), features, labels, scanned);
    scan(lab, "validation", lab.data().validation(), features, labels, scanned);
    String scope = String.join(" and ", scanned) + train.and(valid).scope();
    int bad = features.size() + labels.size();
    if (bad == 0) {
      return Findings.pass(this, Sentence.of("No NaN or infinity in %s.", scope))
          .measured(0.0)
          .build();
    }
    String what = features.isEmpty() ? "labels" : labels.isEmpty() ? "inputs" : "inputs and labels";
    List<String> all = new ArrayList<>(features);
    all.addAll(labels);
    return Findings.fail(
            this,
            Sentence.of(
                "%,d%s NaN or infinite numbers in its %s, expected none (looked at %s).",
                bad, bad == 1 ? " item has" : " items have", what, scope))
        .measured((double) bad)
        .expected("0")
        .unit("items")
        .where(Sentence.some(all, 5))
        .why(
            """
            A missing value read as NaN, a division by a zero deviation, or the logarithm \
            of 0 in preprocessing. One such item makes every weight NaN.""")
        .fix("Remove these items or fill the missing numbers before training.")
        .build();
  }

  private Finding damaged(DataLab lab, Opened opened) {
    lab.table(opened.table());
    int bad = opened.damaged().size();
    return Findings.fail(
            this,
            Sentence.of(
                "%,d of %,d items opened cannot be read, expected none: %s",
                bad, opened.items(), opened.damaged().get(0).fault()))
        .measured((double) bad)
        .expected("0")
        .unit("items")
        .where(Sentence.some(opened.damaged().stream().map(Opened.Damaged::fault).toList(), 20))
        .why("Files cut off in a copy or a download, or of another kind than their name says.")
        .fix(
            Sentence.of(
                "Replace or remove %s, then check all with --profile paranoid.",
                bad == 1 ? "it" : Sentence.of("these %,d (the table lists them)", bad)))
        .build();
  }

  private static void scan(
      DataLab lab,
      String set,
      Dataset data,
      List<String> features,
      List<String> labels,
      List<String> scanned) {
    boolean floatingFeatures = data.features().type().isFloating();
    boolean floatingLabels = data.labels().type().isFloating();
    if (!floatingFeatures && !floatingLabels) {
      scanned.add(Sentence.of("%,d %s items (whole numbers)", data.size(), set));
      return;
    }
    DataScan scan = DataScan.of(lab, data);
    scanned.add(scan.scope(set));
    scan.forEach(
        (first, batch) -> {
          look(set, first, batch, floatingFeatures, features, labels, floatingLabels);
        });
  }

  private static void look(
      String set,
      int first,
      Batch batch,
      boolean floatingFeatures,
      List<String> features,
      List<String> labels,
      boolean floatingLabels) {
    for (int row = 0; row < batch.size(); row++) {
      if (floatingFeatures && !isFinite(batch.features(), row)) {
        features.add(Sentence.of("%s item %s", set, first + row));
      }
      if (floatingLabels && !isFinite(batch.labels(), row)) {
        labels.add(Sentence.of("label of %s item %s", set, first + row));
      }
    }
  }

  private static boolean isFinite(HostArray array, int row) {
    int width = array.size() / array.rows();
    for (int i = row * width; i < (row + 1) * width; i++) {
      if (!Double.isFinite(array.get(i))) {
        return false;
      }
    }
    return true;
  }
}
