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
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Tables of three noisy columns of 900 rows sorted by class, one column replaced. */
class ColumnCheckTest {

  private static final int ROWS = 900;
  private static final int COLUMNS = 3;

  private interface Replaced {
    double at(int row, int label, double noise);
  }

  private static Report<?> run(int rows, Replaced first) {
    SplittableRandom random = new SplittableRandom(5);
    float[] x = new float[rows * COLUMNS];
    int[] y = new int[rows];
    for (int i = 0; i < rows; i++) {
      y[i] = i * 3 / rows;
      for (int k = 0; k < COLUMNS; k++) {
        double noise = 0.3 * y[i] + random.nextGaussian();
        x[i * COLUMNS + k] = (float) (k == 0 ? first.at(i, y[i], noise) : noise);
      }
    }
    Dataset train = Dataset.of(HostArray.ofFloats(x, rows, COLUMNS), HostArray.ofInts(y, rows));
    TrainingData data =
        new TrainingData(
            train, train.sample(150, 1), "toy", "made", OptionalInt.of(3), java.util.List.of());
    return Checks.run(data, CheckupOptions.defaults().withOnly(Set.of("D17")), Progress.NONE);
  }

  private static Finding check(Replaced first) {
    return run(ROWS, first).findings().get(0);
  }

  @Test
  void plainColumns_pass_andAreTabled() {
    Report<?> report = run(ROWS, (row, label, noise) -> noise);

    assertThat(report.findings().get(0).status()).isEqualTo(Status.PASS);
    assertThat(report.tables().get(0).rows()).hasSize(COLUMNS);
    assertThat((String) report.tables().get(0).rows().get(1).get(7)).contains("█");
  }

  @Test
  void index_isFound_scaledOrNot_upOrDown() {
    for (double scale : new double[] {1, 1.0 / ROWS, -3}) {
      Finding finding = check((row, label, noise) -> scale * row);

      assertThat(finding.status()).isEqualTo(Status.WARN);
      assertThat(finding.title()).startsWith("Column 0 rises or falls with every row: an index");
      assertThat(finding.fix()).contains("Leave the column out");
    }
  }

  @Test
  void index_isFoundInShuffledRows_butDistinctNumbersAreNone() {
    Finding shuffled = check((row, label, noise) -> row * 389 % ROWS);
    Finding distinct = check((row, label, noise) -> row * 389 % ROWS * 3);

    assertThat(shuffled.status()).isEqualTo(Status.WARN);
    assertThat(shuffled.title())
        .startsWith("Column 0 holds every whole number from 0 to 899 about once: an index");
    assertThat(distinct.status()).isEqualTo(Status.PASS);
  }

  @Test
  void copyOfTheLabel_isFound_butAColumnAmongGoodOnesIsNot() {
    Finding copy = check((row, label, noise) -> new double[] {7, -2, 4}[label]);
    Finding nearly = check((row, label, noise) -> label + 0.4 * noise);

    assertThat(copy.title()).startsWith("Column 0 alone gives the label in 100 % of held-out rows");
    // Right in most rows, as one good measurement may be.
    assertThat(nearly.status()).isEqualTo(Status.PASS);
  }

  @Test
  void timeStamps_areNamedWithTheirMeanAndSpread() {
    SplittableRandom random = new SplittableRandom(9);
    Finding seconds = check((row, label, noise) -> 1.7e9 + random.nextInt(40_000_000));
    Finding milliseconds = check((row, label, noise) -> 1.7e12 + random.nextInt(20_000));

    assertThat(seconds.title()).contains("has the size of time stamps (mean 1.7");
    assertThat(milliseconds.title())
        .contains("so large and so close together that single precision bends them (mean 1,7");
  }

  @Test
  void oneValueOnly_isInformation_andFewRowsInOrderAreNothing() {
    Finding constant = check((row, label, noise) -> 4);

    assertThat(constant.status()).isEqualTo(Status.INFO);
    assertThat(constant.title()).contains("1 of 3 columns of 900 rows hold one value only: 0.");
    assertThat(run(Column.FEW - 1, (row, label, noise) -> row).findings().get(0).status())
        .isEqualTo(Status.PASS);
  }

  @Test
  void largeNumbersThatDiffer_areNoConcern() {
    SplittableRandom random = new SplittableRandom(9);

    assertThat(check((row, label, noise) -> 1e6 * (1 + random.nextDouble())).status())
        .isEqualTo(Status.PASS);
    assertThat(check((row, label, noise) -> 1990 + random.nextInt(30)).status())
        .isEqualTo(Status.PASS);
  }
}
