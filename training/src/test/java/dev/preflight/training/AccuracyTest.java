package dev.preflight.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import org.junit.jupiter.api.Test;

class AccuracyTest {

  private static HostArray floats(int rows, int width, float... values) {
    return HostArray.ofFloats(values, rows, width);
  }

  @Test
  void classesOfLabels_areNumbersOrThePositionOfTheLargest() {
    assertThat(Accuracy.classesOf(HostArray.ofInts(new int[] {2, 0}, 2))).containsExactly(2, 0);
    assertThat(Accuracy.classesOf(floats(3, 1, 1, 1.6f, -1))).containsExactly(1, 2, -1);
    assertThat(Accuracy.classesOf(floats(2, 3, 0, 1, 0, 0.2f, 0.3f, 0.5f))).containsExactly(1, 2);
  }

  @Test
  void ties_goToTheFirst_andNaNIsNoClass() {
    assertThat(Accuracy.classesOf(floats(2, 2, 1, 1, Float.NaN, 1))).containsExactly(0, -1);
    assertThat(Accuracy.classesOf(floats(1, 1, Float.NaN))).containsExactly(0);
  }

  @Test
  void classesOfADataset_areThoseOfItsFirstItems() {
    Dataset data = Dataset.of(floats(3, 1, 0, 0, 0), HostArray.ofInts(new int[] {4, 5, 6}, 3));

    assertThat(Accuracy.classesOf(data, 2)).containsExactly(4, 5);
    assertThat(Accuracy.classesOf(data, 9)).containsExactly(4, 5, 6);
  }

  @Test
  void largestOutput_isThePrediction() {
    HostArray outputs = floats(3, 2, 1, 2, 3, 1, 1, 1);

    assertThat(Accuracy.correct(outputs, HostArray.ofInts(new int[] {1, 0, 0}, 3))).isEqualTo(3);
    assertThat(Accuracy.correct(outputs, floats(3, 2, 0, 1, 0, 1, 0, 1))).isEqualTo(1);
  }

  @Test
  void singleOutput_isComparedWithTheThreshold() {
    HostArray outputs = floats(4, 1, -1, 0.2f, 0.5f, 0.7f);
    int[] classes = {0, 0, 1, 1};

    assertThat(Accuracy.correct(outputs, classes, Accuracy.LOGIT_THRESHOLD)).isEqualTo(3);
    assertThat(Accuracy.correct(outputs, classes, 0.5)).isEqualTo(3);
    assertThat(Accuracy.correct(outputs, new int[] {0, 0, 0, 1}, 0.5)).isEqualTo(4);
    assertThat(Accuracy.correct(outputs, HostArray.ofInts(classes, 4))).isEqualTo(3);
  }

  @Test
  void exampleWithANaNOutput_isWrong_whateverItsClass() {
    assertThat(Accuracy.correct(floats(2, 1, Float.NaN, Float.NaN), new int[] {0, 1}, 0)).isZero();
    assertThat(Accuracy.correct(floats(1, 2, Float.NaN, 1), new int[] {1}, 0)).isZero();
    assertThat(Accuracy.correct(floats(1, 2, Float.NaN, 1), new int[] {-1}, 0)).isZero();
  }

  @Test
  void noExamples_haveNoneRight() {
    assertThat(Accuracy.correct(floats(0, 2), new int[0], 0)).isZero();
  }
}
