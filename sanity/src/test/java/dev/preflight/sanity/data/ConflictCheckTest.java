package dev.preflight.sanity.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Report;
import dev.preflight.reports.Status;
import dev.preflight.sanity.Checks;
import dev.preflight.sanity.check.CheckupOptions;
import dev.preflight.training.Progress;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.TrainingData;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A thousand items of noise in two classes, of which some are repeated under the other class. */
class ConflictCheckTest {

  private static final int ITEMS = 1_000;

  private static Report<?> run(int side, int values, int conflicts, int classes) {
    SplittableRandom random = new SplittableRandom(3);
    int size = side * side;
    byte[] x = new byte[ITEMS * size];
    for (int i = 0; i < x.length; i++) {
      x[i] = (byte) random.nextInt(values);
    }
    int[] y = new int[ITEMS];
    for (int i = 0; i < ITEMS; i++) {
      y[i] = i % 2;
    }
    for (int k = 0; k < conflicts; k++) {
      // Items 2k and 2k + 1 have different labels.
      System.arraycopy(x, 2 * k * size, x, (2 * k + 1) * size, size);
    }
    Dataset train =
        Dataset.of(
            HostArray.ofUint8(x, ITEMS, side, side, 1),
            classes == 0
                ? HostArray.ofFloats(new float[ITEMS], ITEMS)
                : HostArray.ofInts(y, ITEMS));
    TrainingData data =
        new TrainingData(
            train,
            train.sample(200, 1),
            "toy",
            "made",
            classes == 0 ? OptionalInt.empty() : OptionalInt.of(classes),
            classes == 0 ? List.of() : List.of("cat", "dog"));
    return Checks.run(data, CheckupOptions.defaults().withOnly(Set.of("D06")), Progress.NONE);
  }

  private static Finding check(int side, int values, int conflicts, int classes) {
    return run(side, values, conflicts, classes).findings().get(0);
  }

  @Test
  void differentItems_pass() {
    assertThat(check(8, 256, 0, 2).status()).isEqualTo(Status.PASS);
  }

  @Test
  void conflicts_areNamedAndShown_andManyFail() {
    Report<?> few = run(8, 256, 5, 2);
    Finding finding = few.findings().get(0);

    assertThat(finding.status()).isEqualTo(Status.WARN);
    assertThat(finding.title())
        .isEqualTo(
            "10 of 1,000 training items (1 %) have an equal with another label; expected none.");
    assertThat(finding.where()).startsWith("train item 0 is 'cat', its equal 1 is 'dog'");
    assertThat(few.pictures())
        .filteredOn(picture -> picture.id().equals("conflict"))
        .singleElement()
        .satisfies(picture -> assertThat(picture.items()).hasSize(5));
    assertThat(check(8, 256, 40, 2).status()).isEqualTo(Status.FAIL);
  }

  @Test
  void coarseRows_mayDisagree_andNumbersAreNoClasses() {
    // Four numbers of three values each: 81 different rows.
    assertThat(check(2, 3, 0, 2).status()).isEqualTo(Status.INFO);
    assertThat(check(2, 3, 0, 2).title()).contains("as rows of 4 coarse numbers may");
    assertThat(check(8, 256, 40, 0).status()).isEqualTo(Status.SKIP);
  }
}
