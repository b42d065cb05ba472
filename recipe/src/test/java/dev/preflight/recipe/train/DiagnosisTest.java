package dev.preflight.recipe.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import dev.preflight.sanity.metrics.Classified;
import dev.preflight.sanity.metrics.Interval;
import dev.preflight.training.data.HostArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Ng's walk on accuracies that are known. */
class DiagnosisTest {

  /** A set of ten even classes of which so many items are right. */
  private static Measured even(int items, int right) {
    Classified c = new Classified(10);
    for (int i = 0; i < items; i++) {
      add(c, i % 10, i < right ? i % 10 : (i + 1) % 10);
    }
    return measured(c);
  }

  private static void add(Classified c, int label, int predicted) {
    float[] row = new float[c.classes()];
    row[predicted] = 5;
    c.add(HostArray.ofFloats(row, 1, row.length), HostArray.ofInts(new int[] {label}, 1));
  }

  private static Measured measured(Classified c) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("loss", 0.1);
    metrics.put("accuracy", c.accuracy());
    return new Measured(0.1, metrics, Map.of(), c, c.size());
  }

  private static Measured regression(double r2) {
    return regression(r2, 0.02);
  }

  private static Measured regression(double r2, double half) {
    return new Measured(
        1,
        Map.of("loss", 1.0, "mae", 1.0, "r2", r2),
        Map.of("r2", new Interval(r2 - half, r2 + half)),
        null,
        100);
  }

  private static Finding find(
      String id, Measured train, Measured validation, @Nullable Measured test, double target) {
    List<Finding> all = Diagnosis.of(train, validation, test, target);
    return all.stream().filter(f -> f.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void trainingFarBelowTheTarget_isUnderfit() {
    Finding found = find("B01", even(2000, 1600), even(2000, 1590), null, 0.95);
    assertThat(found.status()).isEqualTo(Status.WARN);
    assertThat(found.title()).startsWith("Underfit").contains("80 %").contains("95 %");
  }

  @Test
  void trainingAtTheTarget_passes_andNearIt_isChance() {
    assertThat(find("B01", even(2000, 1990), even(2000, 1980), null, 0.95).status())
        .isEqualTo(Status.PASS);
    assertThat(find("B01", even(100, 94), even(100, 94), null, 0.95).status())
        .isEqualTo(Status.INFO);
    assertThat(find("B01", even(100, 94), even(100, 94), null, Double.NaN).status())
        .isEqualTo(Status.INFO);
  }

  @Test
  void wideGap_isOverfit_unlessTheTargetIsReached() {
    Finding found = find("B02", even(2000, 1998), even(2000, 1800), null, 0.95);
    assertThat(found.status()).isEqualTo(Status.WARN);
    assertThat(found.title()).startsWith("Overfit").contains("9.9 points");
    assertThat(find("B02", even(2000, 1998), even(2000, 1800), null, 0.85).status())
        .isEqualTo(Status.PASS);
  }

  @Test
  void narrowGap_isAGoodFit_andFewItemsSayNothing() {
    Finding good = find("B02", even(2000, 1980), even(2000, 1970), null, Double.NaN);
    assertThat(good.status()).isEqualTo(Status.PASS);
    assertThat(good.title()).startsWith("Good fit");
    assertThat(find("B02", even(40, 38), even(40, 36), null, Double.NaN).status())
        .isEqualTo(Status.INFO);
  }

  @Test
  void testFarBelowValidation_warns_andChanceDoesNot() {
    Measured train = even(2000, 1980);
    Measured validation = even(2000, 1960);
    assertThat(find("B03", train, validation, even(2000, 1800), Double.NaN).status())
        .isEqualTo(Status.WARN);
    assertThat(find("B03", train, validation, even(2000, 1955), Double.NaN).status())
        .isEqualTo(Status.PASS);
  }

  /** 50 of 1,000 are ill; who says nobody is, is right for 95 %. */
  @Test
  void rareDisease_isSpokenOut() {
    Classified blind = new Classified(2);
    Classified half = new Classified(2);
    for (int i = 0; i < 1000; i++) {
      add(blind, i < 50 ? 1 : 0, 0);
      add(half, i < 50 ? 1 : 0, i < 20 ? 1 : 0);
    }
    Finding nothing = find("B04", measured(blind), measured(blind), null, Double.NaN);
    assertThat(nothing.status()).isEqualTo(Status.FAIL);
    assertThat(nothing.title()).contains("95 %");
    Finding rare = find("B04", measured(half), measured(half), null, Double.NaN);
    assertThat(rare.status()).isEqualTo(Status.WARN);
    assertThat(rare.title()).contains("of the 50 items of class 1 it finds 40 %");
    assertThat(find("B04", even(500, 480), even(500, 480), null, Double.NaN).status())
        .isEqualTo(Status.PASS);
  }

  @Test
  void regression_isJudgedByExplainedVariance() {
    assertThat(find("B02", regression(0.99), regression(0.6), null, Double.NaN).status())
        .isEqualTo(Status.WARN);
    assertThat(find("B02", regression(0.9), regression(0.88), null, Double.NaN).status())
        .isEqualTo(Status.PASS);
    assertThat(find("B02", regression(0.9, 0.3), regression(0.7, 0.3), null, Double.NaN).title())
        .contains("too few items to say");
    assertThat(find("B01", regression(0.5), regression(0.5), null, 0.9).title())
        .startsWith("Underfit")
        .contains("0.48", "0.52");
    assertThat(find("B01", regression(0.85, 0.1), regression(0.5), null, 0.9).status())
        .isEqualTo(Status.INFO);
    assertThat(find("B01", regression(0.95), regression(0.5), null, 0.9).status())
        .isEqualTo(Status.PASS);
    assertThat(find("B03", regression(0.9), regression(0.9), regression(0.5), 0.8).status())
        .isEqualTo(Status.WARN);
    assertThat(find("B03", regression(0.9), regression(0.9), regression(0.89), 0.8).status())
        .isEqualTo(Status.PASS);
    assertThat(find("B04", regression(0.9), regression(-0.5), null, 0.8).status())
        .isEqualTo(Status.FAIL);
    assertThat(find("B04", regression(0.9), regression(-0.01), null, 0.8).status())
        .isEqualTo(Status.INFO);
  }

  /** Without intervals nothing is said to be good or bad. */
  @Test
  void regressionOnAFewItems_isNotJudged() {
    Measured few = new Measured(1, Map.of("loss", 1.0, "r2", 0.9), Map.of(), null, 9);
    Measured bad = new Measured(1, Map.of("loss", 1.0, "r2", -3.0), Map.of(), null, 9);
    assertThat(Diagnosis.of(few, bad, bad, 0.95))
        .allSatisfy(f -> assertThat(f.status()).isEqualTo(Status.INFO));
  }

  /** Two classes of 600 and 400, of which so many of each are said to be class 0. */
  private static Measured two(int saidOfFirst, int saidOfSecond) {
    Classified c = new Classified(2);
    for (int i = 0; i < 600; i++) {
      add(c, 0, i < saidOfFirst ? 0 : 1);
    }
    for (int i = 0; i < 400; i++) {
      add(c, 1, i < saidOfSecond ? 0 : 1);
    }
    return measured(c);
  }

  @Test
  void oneClassWhateverItSees_isACollapse_unlessTheSetIsThatClass() {
    Finding collapsed = find("R11", two(600, 398), two(600, 398), null, Double.NaN);
    assertThat(collapsed.status()).isEqualTo(Status.FAIL);
    assertThat(collapsed.title())
        .isEqualTo("99.8 % of the predictions are class 0, which is 60 % of the set");
    Classified skewed = new Classified(2);
    for (int i = 0; i < 1000; i++) {
      add(skewed, i < 950 ? 0 : 1, 0);
    }
    Measured all = measured(skewed);
    assertThat(find("R11", all, all, null, Double.NaN).status()).isNotEqualTo(Status.FAIL);
  }

  @Test
  void aClassThatIsNotFound_isWarnedOf_andAnOrdinaryNetIsNot() {
    // 590 right of 600, and 60 of 400: 65 % against 60 %.
    Finding missed = find("R11", two(590, 340), two(590, 340), null, Double.NaN);
    assertThat(missed.status()).isEqualTo(Status.WARN);
    assertThat(missed.title()).contains("class 1: 60 of 400 found");
    assertThat(find("R11", two(550, 60), two(550, 60), null, Double.NaN).status())
        .isEqualTo(Status.PASS);
    assertThat(find("R11", even(2000, 1900), even(2000, 1900), null, Double.NaN).status())
        .isEqualTo(Status.PASS);
  }
}
