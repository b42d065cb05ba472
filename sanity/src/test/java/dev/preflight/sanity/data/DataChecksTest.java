package dev.preflight.sanity.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.reports.Finding;
import dev.preflight.reports.Status;
import dev.preflight.sanity.Toys;
import dev.preflight.training.Accuracy;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.TrainingData;
import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

class DataChecksTest {

  private static Finding check(String id, TrainingData data) {
    return Toys.check(id, data, Toys::healthy);
  }

  private static float[] values(Dataset data) {
    return data.batch(IntStream.range(0, data.size()).toArray()).features().toFloats().clone();
  }

  private static Dataset with(Dataset data, float[] values) {
    return Dataset.of(
        HostArray.ofFloats(values, data.size(), Toys.FEATURES),
        data.labelsOf(IntStream.range(0, data.size()).toArray()));
  }

  private static Dataset labelled(Dataset data, int[] ids) {
    return Dataset.of(
        HostArray.ofFloats(values(data), data.size(), Toys.FEATURES),
        HostArray.ofInts(ids, ids.length));
  }

  private static int[] ids(Dataset data) {
    return Accuracy.classesOf(data, Integer.MAX_VALUE);
  }

  private static TrainingData mapped(DoubleUnaryOperator f) {
    TrainingData data = Toys.clusters();
    float[] train = values(data.train());
    float[] validation = values(data.validation());
    for (float[] part : new float[][] {train, validation}) {
      for (int i = 0; i < part.length; i++) {
        part[i] = (float) f.applyAsDouble(part[i]);
      }
    }
    return Toys.data(
        with(data.train(), train), with(data.validation(), validation), data.classes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"D01", "D02", "D03", "D05", "D07", "D11"})
  void healthyData_passes(String id) {
    assertThat(check(id, Toys.clusters()).status()).isIn(Status.PASS, Status.WARN);
    assertThat(check(id, Toys.clusters(2000, 2000, 4)).status()).isEqualTo(Status.PASS);
  }

  @Test
  void nanInOneItem_failsD01_andNamesTheItem() {
    TrainingData data = Toys.clusters();
    float[] values = values(data.train());
    values[17 * Toys.FEATURES + 3] = Float.NaN;
    Finding finding =
        check("D01", Toys.data(with(data.train(), values), data.validation(), data.classes()));

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.measured()).isEqualTo(1.0);
    assertThat(finding.where()).isEqualTo("train item 17");
  }

  @Test
  void infinityInAValidationItem_failsD01() {
    TrainingData data = Toys.clusters();
    float[] values = values(data.validation());
    values[0] = Float.POSITIVE_INFINITY;

    assertThat(
            check("D01", Toys.data(data.train(), with(data.validation(), values), data.classes()))
                .where())
        .isEqualTo("validation item 0");
  }

  @Test
  void unscaledInputs_failD02_withTheirNumbers() {
    Finding finding = check("D02", mapped(v -> 128 + 60 * v));

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("mean 1").contains("standard deviation");
  }

  @Test
  void inputsScaledTwice_failD02() {
    Finding finding = check("D02", mapped(v -> v / 255 / 20));

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.why()).contains("twice");
  }

  @Test
  void constantInputs_failD02() {
    assertThat(check("D02", mapped(v -> 0.5)).status()).isEqualTo(Status.FAIL);
  }

  @Test
  void unscaledInputs_thatTheGraphScales_onlyWarnInD02() {
    Finding finding =
        Toys.check(
            "D02",
            mapped(v -> 128 + 60 * v),
            Toys.net(
                (layers, x, setup) -> {
                  var tf = layers.tf();
                  var scaled = tf.math.div(tf.math.sub(x, tf.constant(128f)), tf.constant(60f));
                  return Toys.plain(layers, scaled, setup);
                }));

    assertThat(finding.status()).isEqualTo(Status.WARN);
    assertThat(finding.title()).contains("The graph seems to scale them");
  }

  @Test
  void idsFromOne_failD03_whenTheLargestIsTheNumberOfOutputs() {
    TrainingData data = Toys.clusters();
    int[] train = IntStream.of(ids(data.train())).map(i -> i + 1).toArray();
    int[] validation = IntStream.of(ids(data.validation())).map(i -> i + 1).toArray();
    Finding finding =
        check(
            "D03",
            Toys.data(
                labelled(data.train(), train),
                labelled(data.validation(), validation),
                data.classes()));

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title())
        .contains("Label 4 found")
        .contains("4 outputs")
        .contains("off by one");
  }

  @Test
  void idsFromOne_failD03_whenTheModelHasOneOutputMore() {
    TrainingData data = Toys.clusters();
    int[] train = IntStream.of(ids(data.train())).map(i -> i + 1).toArray();
    int[] validation = IntStream.of(ids(data.validation())).map(i -> i + 1).toArray();
    Finding finding =
        check(
            "D03",
            Toys.data(
                labelled(data.train(), train),
                labelled(data.validation(), validation),
                OptionalInt.of(5)));

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.title()).contains("Class 0 never occurs");
  }

  @Test
  void negativeId_failsD03_andNamesTheItem() {
    TrainingData data = Toys.clusters();
    int[] train = ids(data.train());
    train[5] = -1;
    Finding finding =
        check("D03", Toys.data(labelled(data.train(), train), data.validation(), data.classes()));

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.where()).isEqualTo("train item 5");
  }

  @Test
  void classOnlyInValidation_failsD03_andMissingOutputsWarn() {
    TrainingData data = Toys.clusters();
    int[] train = IntStream.of(ids(data.train())).map(i -> Math.min(i, 2)).toArray();
    int[] validation = IntStream.of(ids(data.validation())).map(i -> Math.min(i, 2)).toArray();
    Dataset three = labelled(data.train(), train);

    assertThat(check("D03", Toys.data(three, data.validation(), data.classes())).status())
        .isEqualTo(Status.FAIL);
    assertThat(
            check("D03", Toys.data(three, labelled(data.validation(), validation), data.classes()))
                .status())
        .isEqualTo(Status.WARN);
  }

  @Test
  void brokenOneHotRow_failsD03() {
    TrainingData data = Toys.clusters();
    float[] rows = new float[data.train().size() * Toys.CLASSES];
    int[] ids = ids(data.train());
    for (int i = 0; i < ids.length; i++) {
      rows[i * Toys.CLASSES + ids[i]] = i == 7 ? 0.5f : 1;
    }
    Dataset train =
        Dataset.of(
            HostArray.ofFloats(values(data.train()), data.train().size(), Toys.FEATURES),
            HostArray.ofFloats(rows, data.train().size(), Toys.CLASSES));
    Dataset validation = train.select(IntStream.range(8, 200).toArray());
    Finding finding = check("D03", Toys.data(train, validation, data.classes()));

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.where()).contains("train item 7");
  }

  @Test
  void constantTarget_failsD03() {
    TrainingData data = Toys.curve(0);
    Dataset flat =
        Dataset.of(
            HostArray.ofFloats(values(data.train()), data.train().size(), Toys.FEATURES),
            HostArray.ofFloats(new float[data.train().size()], data.train().size(), 1));
    Finding finding =
        Toys.check(
            "D03", Toys.data(flat, data.validation(), OptionalInt.empty()), Toys::regression);

    assertThat(finding.status()).isEqualTo(Status.FAIL);
  }

  @Test
  void oneClassNineteenTimesAsOften_warnsInD05_withTheBaseline() {
    TrainingData data = Toys.clusters(2000, 400, 2);
    int[] ids = new int[2000];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i % 20 == 0 ? 1 : 0;
    }
    Finding finding =
        check("D05", Toys.data(labelled(data.train(), ids), data.validation(), data.classes()));

    assertThat(finding.status()).isEqualTo(Status.WARN);
    assertThat(finding.title()).contains("95 % accuracy");
  }

  @Test
  void copiedValidationItems_failD07_withExamples() {
    TrainingData data = Toys.clusters();
    Dataset validation = data.train().select(IntStream.range(100, 300).toArray());
    Finding finding = check("D07", Toys.data(data.train(), validation, data.classes()));

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.measured()).isEqualTo(1.0);
    assertThat(finding.where()).contains("validation item 0 = train item 100");
  }

  @Test
  void coarseData_thatRepeatsByChance_isNoLeak() {
    Finding finding = check("D07", mapped(v -> v > 0 ? 1 : 0));

    assertThat(finding.status()).isEqualTo(Status.INFO);
  }

  @Test
  void smallValidationSet_failsOrWarnsInD11() {
    assertThat(check("D11", Toys.clusters(400, 60, 4)).status()).isEqualTo(Status.FAIL);
    assertThat(check("D11", Toys.clusters(400, 400, 4)).status()).isEqualTo(Status.WARN);
  }

  /** A graph that takes bytes and multiplies them by a factor. */
  private static Finding bytes(double factor) {
    TrainingData data = Toys.clusters();
    return Toys.check(
        "D02",
        Toys.data(bytes(data.train()), bytes(data.validation()), data.classes()),
        (layers, setup) -> {
          Ops tf = layers.tf();
          Placeholder<TUint8> x =
              tf.withName("features")
                  .placeholder(TUint8.class, Placeholder.shape(Shape.of(-1, Toys.FEATURES)));
          Operand<TFloat32> y = Toys.labels(layers, setup);
          Operand<TFloat32> scaled =
              tf.math.mul(tf.dtypes.cast(x, TFloat32.class), tf.constant((float) factor));
          Operand<TFloat32> logits = Toys.plain(layers, scaled, setup);
          layers.softmaxLoss(y, logits);
          return Toys.ends(logits);
        });
  }

  private static Dataset bytes(Dataset data) {
    float[] values = values(data);
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.max(0, Math.min(255, 128 + 40 * values[i]));
    }
    return Dataset.of(
        HostArray.ofUint8(bytes, data.size(), Toys.FEATURES),
        data.labelsOf(IntStream.range(0, data.size()).toArray()));
  }

  @Test
  void bytesThatTheGraphScales_areJudgedAtItsFirstLayer() {
    assertThat(bytes(1 / 255.0).status()).isIn(Status.PASS, Status.SKIP);

    Finding forgotten = bytes(1);
    assertThat(forgotten.status()).isEqualTo(Status.FAIL);
    assertThat(forgotten.title()).contains("What enters the first layer").contains("has mean 1");
    assertThat(forgotten.fix()).contains("Divide the bytes by 255");

    Finding twice = bytes(1 / 255.0 / 255.0);
    assertThat(twice.status()).isIn(Status.WARN, Status.FAIL);
    assertThat(twice.why()).contains("divided twice");
  }
}
