package dev.preflight.sanity.data;

import dev.preflight.reports.Finding;
import dev.preflight.reports.text.Sentence;
import dev.preflight.sanity.check.Check;
import dev.preflight.sanity.check.CheckInfo;
import dev.preflight.sanity.check.DataScan;
import dev.preflight.sanity.check.Findings;
import dev.preflight.sanity.check.Lab;
import dev.preflight.sanity.check.Profile;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import java.util.ArrayList;
import java.util.List;

/** D01: no NaN and no infinity in features or labels. */
public final class FiniteDataCheck implements Check {

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "D01", "finite data", "NaN or infinite numbers in features or labels", Profile.QUICK);
  }

  @Override
  public Finding run(Lab lab) {
    List<String> features = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    List<String> scanned = new ArrayList<>();
    scan(lab, "train", lab.graph().rawData().train(), features, labels, scanned);
    scan(lab, "validation", lab.graph().rawData().validation(), features, labels, scanned);
    String scope = String.join(" and ", scanned);
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
        .source("UMLAUT; " + Findings.CATALOGUE + ", D01")
        .build();
  }

  private static void scan(
      Lab lab,
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
