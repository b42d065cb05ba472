package dev.preflight.sanity.micro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import dev.preflight.sanity.Toys;
import dev.preflight.training.data.TrainingData;
import org.junit.jupiter.api.Test;

/** M03 both ways: nets that memorize, one that is too small, one whose loss stands still. */
class OverfitSubsetCheckTest {

  private static final TrainingData CLUSTERS = Toys.clusters();

  @Test
  void healthyNets_memorize() {
    Finding classifier = Toys.check("M03", CLUSTERS, Toys::healthy);
    assertThat(classifier.status()).as(classifier.title()).isEqualTo(Status.PASS);
    assertThat(classifier.title()).contains("items right");
    Finding regression = Toys.check("M03", Toys.curve(0), Toys::regression);
    assertThat(regression.status()).as(regression.title()).isIn(Status.PASS, Status.WARN);
    assertThat(regression.title()).contains("of the variance explained");
  }

  /** A linear model cannot learn every item by heart: no mistake, but worth a word. */
  @Test
  void linearModel_warnsAtMost() {
    Finding linear =
        Toys.check(
            "M03",
            CLUSTERS,
            Toys.net(
                (l, x, s) ->
                    Toys.head(l, l.tf().concat(java.util.List.of(x, x), l.tf().constant(1)), s)));
    assertThat(linear.status()).as(linear.title()).isIn(Status.PASS, Status.WARN);
  }

  @Test
  void lossThatDoesNotFall_fails() {
    Finding stuck =
        Toys.check(
            "M03",
            CLUSTERS,
            Toys.net(
                (l, x, s) -> {
                  var tf = l.tf();
                  return Toys.head(l, tf.math.mul(Toys.hidden(l, x), tf.constant(1e-9f)), s);
                }));
    assertThat(stuck.status()).as(stuck.title()).isEqualTo(Status.FAIL);
    assertThat(stuck.fix()).isNotNull();
  }
}
