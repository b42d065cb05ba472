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
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * D07: no validation item is also a training item.
 *
 * <p>Coarse data (a few whole-number columns) repeats itself by chance; the share of training items
 * that have an equal among the others says how often, and only what exceeds it counts.
 */
public final class LeakCheck implements DataCheck {

  private static final double FAIL_SHARE = 0.01;
  private static final double STANDARD_ERRORS = 3;

  @Override
  public CheckInfo info() {
    return new CheckInfo(
        "D07",
        "exact leak",
        "validation items that are also training items",
        """
        Looks for validation items that are also training items, bit for bit. Coarse data \
        repeats by chance: what the repeats within the training set explain, to 3 standard \
        errors, is only told. More is a warning, and fails when it is more by 1 % of the \
        items.""",
        "deepchecks, train-test samples mix",
        Profile.QUICK);
  }

  @Override
  public Set<String> needs() {
    return Set.of("D01");
  }

  @Override
  public Finding judge(DataLab lab) {
    Dataset train = lab.data().train();
    Dataset validation = lab.data().validation();
    Map<Long, Integer> firstOf = new HashMap<>();
    Map<Long, Integer> copies = new HashMap<>();
    DataScan trainScan = DataScan.of(lab, train);
    trainScan.forEach(
        (from, batch) -> {
          for (int row = 0; row < batch.size(); row++) {
            if (!isBlank(batch.features().rowSpec().size(), batch.features(), row)) {
              long hash = Hashes.ofRow(batch.features(), row);
              firstOf.putIfAbsent(hash, from + row);
              copies.merge(hash, 1, Integer::sum);
            }
          }
        });
    List<String> examples = new ArrayList<>();
    List<Thumbnails.Item> pairs = new ArrayList<>();
    int[] shared = new int[1];
    DataScan validationScan = DataScan.of(lab, validation);
    validationScan.forEach(
        (from, batch) -> {
          for (int row = 0; row < batch.size(); row++) {
            if (isBlank(batch.features().rowSpec().size(), batch.features(), row)) {
              continue;
            }
            Integer at = firstOf.get(Hashes.ofRow(batch.features(), row));
            if (at != null) {
              shared[0]++;
              if (examples.size() < 5) {
                String pair = Sentence.of("validation item %s = train item %s", from + row, at);
                examples.add(pair);
                pairs.add(new Thumbnails.Item(pair, DataPictures.row(batch, row)));
              }
            }
          }
        });
    int items = validationScan.items();
    double share = (double) shared[0] / items;
    long repeated = copies.values().stream().filter(n -> n > 1).mapToLong(n -> n).sum();
    double within = (double) repeated / trainScan.items();
    double chance = within + STANDARD_ERRORS * Math.sqrt(within * (1 - within) / items);
    String scope =
        Sentence.of("%s and %s", trainScan.scope("train"), validationScan.scope("validation"));
    String numbers =
        Sentence.of(
            "%,d of %,d validation items (%s) are also training items",
            shared[0], items, Numbers.percent(share));
    if (shared[0] == 0) {
      return Findings.pass(this, "No validation item is also a training item.")
          .measured(0.0)
          .where(scope)
          .build();
    }
    if (share <= chance) {
      return Findings.info(
              this,
              Sentence.of(
                  "%s, as chance explains: %s of the training items repeat each other too.",
                  numbers, Numbers.percent(within)))
          .measured(share)
          .where(scope)
          .build();
    }
    DataPictures.complaint(
        lab, "leak", "Validation items that are also training items", validation, pairs);
    Finding.Builder finding =
        share > FAIL_SHARE + chance
            ? Findings.fail(this, Sentence.of("%s; expected none.", numbers))
            : Findings.warn(this, Sentence.of("%s; expected none.", numbers));
    return finding
        .measured(share)
        .expected(Sentence.of("0, at most %s", Numbers.percent(FAIL_SHARE)))
        .where(String.join("; ", examples))
        .why(
            """
            The validation set was copied from the training set, the split was made after \
            augmenting or oversampling, or the source holds duplicates.""")
        .fix("Remove duplicates, then split, then augment the training part only.")
        .build();
  }

  /** Blank images and the like are equal without being a leak; single numbers are not blank. */
  private static boolean isBlank(int features, HostArray values, int row) {
    return features > 1 && Hashes.isConstantRow(values, row);
  }
}
