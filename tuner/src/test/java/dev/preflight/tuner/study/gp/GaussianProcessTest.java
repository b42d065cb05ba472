package dev.preflight.tuner.study.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.preflight.tuner.study.gp.BoxedMinimizer.Minimum;
import dev.preflight.tuner.study.gp.GaussianProcess.Belief;
import dev.preflight.tuner.study.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Held to what Optuna 5.0.0 makes of the same points: {@code make_gp.py} beside the numbers. */
class GaussianProcessTest {

  private static Map<?, ?> read() throws IOException {
    try (InputStream in = GaussianProcessTest.class.getResourceAsStream("gp.json")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return (Map<?, ?>) JsonText.read(text);
    }
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  private static double[] numbers(Object value) {
    return ((List<?>) value).stream().mapToDouble(GaussianProcessTest::number).toArray();
  }

  private static double[][] rows(Object value) {
    return ((List<?>) value).stream().map(GaussianProcessTest::numbers).toArray(double[][]::new);
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Case(
      Map<?, ?> expected, KernelFit fit, Kernel kernel, GaussianProcess process, double[][] at) {

    static Case of(Object value) {
      Map<?, ?> c = (Map<?, ?>) value;
      List<?> kinds = (List<?>) Objects.requireNonNull(c.get("choice"));
      boolean[] choice = new boolean[kinds.size()];
      for (int i = 0; i < choice.length; i++) {
        choice[i] = (Boolean) kinds.get(i);
      }
      Kernel kernel =
          new Kernel(
              choice,
              numbers(c.get("sensitivity")),
              number(c.get("scale")),
              number(c.get("noise")));
      double[][] points = rows(c.get("points"));
      double[] seen = numbers(c.get("seen"));
      return new Case(
          c,
          new KernelFit(choice, points, seen),
          kernel,
          GaussianProcess.of(kernel, points, seen),
          rows(c.get("at")));
    }

    double[] expected(String name) {
      return numbers(expected.get(name));
    }
  }

  private static List<Case> cases() throws IOException {
    return ((List<?>) read().get("cases")).stream().map(Case::of).toList();
  }

  @Test
  void posteriorAndLogEi_areOptunas() throws IOException {
    for (Case c : cases()) {
      Acquisition acquisition =
          new Acquisition(Optional.of(c.process()), number(c.expected().get("best")), List.of());
      for (int i = 0; i < c.at().length; i++) {
        Belief belief = c.process().at(c.at()[i]);
        assertThat(belief.mean()).isCloseTo(c.expected("mean")[i], within(1e-9));
        assertThat(belief.deviation() * belief.deviation())
            .isCloseTo(c.expected("variance")[i], within(1e-9));
        // Ours also counts what the noise leaves to be seen, which Optuna's does not.
        double worth =
            1
                - Math.sqrt(
                    c.kernel().noise()
                        / (belief.deviation() * belief.deviation() + c.kernel().noise()));
        double logEi = acquisition.at(c.at()[i]) - Math.log(worth);
        assertThat(logEi)
            .isCloseTo(c.expected("logEi")[i], within(1e-6 * Math.abs(c.expected("logEi")[i])));
      }
    }
  }

  @Test
  void lossOfAKernel_isOptunas_andTheFitIsNoWorse() throws IOException {
    for (Case c : cases()) {
      assertThat(c.fit().loss(c.kernel()))
          .isCloseTo(number(c.expected().get("loss")), within(1e-8));
      // Their loss stops at a slope of 0.01, as ours does.
      assertThat(c.fit().loss(c.fit().best()))
          .isLessThan(number(c.expected().get("fitted")) + 1e-2);
    }
  }

  @Test
  void logEiOfTheStandardNormal_isOptunas_farOutToo() throws IOException {
    Map<?, ?> standard = (Map<?, ?>) read().get("standard");
    double[] z = numbers(Objects.requireNonNull(standard).get("z"));
    double[] expected = numbers(standard.get("logEi"));
    for (int i = 0; i < z.length; i++) {
      double allowed = 1e-10 * Math.max(1, Math.abs(expected[i]));
      assertThat(ExpectedImprovement.log(z[i])).isCloseTo(expected[i], within(allowed));
      double h = 1e-5 * Math.max(1, Math.abs(z[i]));
      double slope =
          (ExpectedImprovement.log(z[i] + h) - ExpectedImprovement.log(z[i] - h)) / (2 * h);
      assertThat(ExpectedImprovement.slope(z[i]))
          .isCloseTo(slope, within(1e-5 * Math.max(1, Math.abs(slope))));
    }
  }

  @Test
  void oneMoreObservation_isAsIfItHadBeenThere() throws IOException {
    Case c = cases().get(1);
    GaussianProcess grown = c.process().with(c.at()[0], 0.7).with(c.at()[1], -0.2);
    double[][] points = Arrays.copyOf(rows(c.expected().get("points")), 27);
    double[] seen = Arrays.copyOf(numbers(c.expected().get("seen")), 27);
    points[25] = c.at()[0];
    points[26] = c.at()[1];
    seen[25] = 0.7;
    seen[26] = -0.2;
    GaussianProcess anew = GaussianProcess.of(c.kernel(), points, seen);
    for (double[] x : c.at()) {
      assertThat(grown.at(x).mean()).isCloseTo(anew.at(x).mean(), within(1e-9));
      assertThat(grown.at(x).deviation()).isCloseTo(anew.at(x).deviation(), within(1e-9));
    }
    assertThat(grown.smoothed(26)).isCloseTo(grown.at(points[26]).mean(), within(1e-9));
  }

  @Test
  void slopesOfTheAcquisition_areItsDifferences() throws IOException {
    Case c = cases().get(2);
    Acquisition.Limit limit = new Acquisition.Limit(c.process(), 0.3, 2);
    Acquisition acquisition = new Acquisition(Optional.of(c.process()), -0.5, List.of(limit));
    for (double[] x : c.at()) {
      double[] slope = new double[x.length];
      assertThat(acquisition.at(x, slope)).isCloseTo(acquisition.at(x), within(1e-9));
      for (int i = 0; i < x.length - 1; i++) {
        double[] more = x.clone();
        double[] less = x.clone();
        more[i] += 1e-6;
        less[i] -= 1e-6;
        double difference = (acquisition.at(more) - acquisition.at(less)) / 2e-6;
        assertThat(slope[i])
            .isCloseTo(difference, within(1e-4 * Math.max(1, Math.abs(difference))));
      }
      assertThat(slope[x.length - 1]).as("along a choice").isZero();
    }
  }

  @Test
  void aMinimumInABox_isFound_onItsWallsToo() {
    BoxedMinimizer.Smooth rosenbrock =
        (x, slope) -> {
          double a = x[1] - x[0] * x[0];
          slope[0] = -400 * x[0] * a - 2 * (1 - x[0]);
          slope[1] = 200 * a;
          return 100 * a * a + (1 - x[0]) * (1 - x[0]);
        };
    Minimum free =
        new BoxedMinimizer(rosenbrock, new double[] {-2, -2}, new double[] {2, 2})
            .from(new double[] {-1.2, 1}, 200, 1e-8);
    assertThat(free.x()).containsExactly(new double[] {1, 1}, within(1e-6));
    Minimum atWall =
        new BoxedMinimizer(rosenbrock, new double[] {-2, -2}, new double[] {0.5, 2})
            .from(new double[] {-1.2, 1}, 200, 1e-8);
    assertThat(atWall.x()).containsExactly(new double[] {0.5, 0.25}, within(1e-6));
  }

  @Test
  void pointsTwiceTheSame_areNoTrouble() {
    Kernel kernel = new Kernel(new boolean[1], new double[] {1e-4}, 1, Kernel.LEAST_NOISE);
    double[][] points = new double[30][1];
    double[] seen = new double[30];
    Random random = new Random(1);
    for (int i = 0; i < 30; i++) {
      points[i][0] = i % 3 == 0 ? 0.5 : random.nextDouble();
      seen[i] = points[i][0];
    }
    Belief belief = GaussianProcess.of(kernel, points, seen).at(new double[] {0.5});
    assertThat(belief.mean()).isCloseTo(0.5, within(0.01));
    assertThat(belief.deviation()).isBetween(0.0, 0.01);
  }

  @Test
  void aWarp_keepsTheOrder_andTamesTheWorst() {
    double[] losses = {1, 2, 3, 4, 1e9, Double.POSITIVE_INFINITY, 2.5, Double.NEGATIVE_INFINITY};
    double[] warped = Warp.of(losses);
    assertThat(warped[0]).isLessThan(warped[1]);
    assertThat(warped[1]).isLessThan(warped[6]);
    assertThat(warped[3]).isLessThan(warped[4]);
    assertThat(warped[4]).isLessThan(warped[5]);
    assertThat(warped[7])
        .as("what is infinitely good counts as the best number")
        .isEqualTo(warped[0]);
    assertThat(Arrays.stream(warped).map(Math::abs).max().orElseThrow()).isLessThan(3);
    assertThat(Warp.of(new double[] {5, 5, 5})).containsOnly(0);
    assertThat(Warp.of(new double[] {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY}))
        .containsOnly(0);
  }
}
