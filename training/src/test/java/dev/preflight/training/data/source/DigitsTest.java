package dev.preflight.training.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.training.data.ArraySpec;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.BatchOrder;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.Labels;
import dev.preflight.training.data.Shuffle;
import dev.preflight.training.data.TrainingData;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DigitsTest {
  private static TrainingData digits;

  @BeforeAll
  static void draw() {
    digits = DataSpec.open("digits", Path.of("."));
  }

  @Test
  void digits_areTheSameOnEveryJvm() {
    assertThat(digits.train().fingerprint()).isEqualTo("content:041de2ae1be934ba");
    assertThat(digits.validation().fingerprint()).isEqualTo("content:9a9de452fa3e2b18");
  }

  @Test
  void everyClass_isEquallyFrequent() {
    assertThat(digits.classes()).isEqualTo(OptionalInt.of(10));
    assertThat(digits.train().features()).isEqualTo(ArraySpec.of(ElementType.UINT8, 28, 28, 1));
    assertThat(counts(digits.train())).containsOnly(800);
    assertThat(counts(digits.validation())).containsOnly(200);
  }

  /** The difficulty: between a useless set and one that any model learns. */
  @Test
  void linearModel_staysBelow95Percent() {
    double accuracy = softmaxRegression(digits, 3);

    System.out.printf("digits: softmax regression reaches %.3f%n", accuracy);
    assertThat(accuracy).isBetween(0.6, 0.95);
  }

  private static int[] counts(Dataset dataset) {
    int[] counts = new int[10];
    for (int id : Labels.ids(dataset)) {
      counts[id]++;
    }
    return counts;
  }

  /** Plain SGD on the cross-entropy of a linear model; returns validation accuracy. */
  private static double softmaxRegression(TrainingData data, int epochs) {
    float[][] weights = new float[10][785];
    Dataset train = data.train().unitScaled();
    BatchOrder order = new BatchOrder(1, train.size(), 50);
    for (int step = 0; step < epochs * order.batchesPerEpoch(); step++) {
      Batch batch = train.batch(order.next());
      float[] x = batch.features().toFloats();
      for (int i = 0; i < batch.size(); i++) {
        double[] p = softmax(weights, x, i * 784);
        for (int c = 0; c < 10; c++) {
          float g = (float) (0.01 * (p[c] - (batch.labels().get(i) == c ? 1 : 0)));
          for (int k = 0; k < 784; k++) {
            weights[c][k] -= g * x[i * 784 + k];
          }
          weights[c][784] -= g;
        }
      }
    }
    Batch all = data.validation().unitScaled().batch(Shuffle.identity(data.validation().size()));
    float[] x = all.features().toFloats();
    int right = 0;
    for (int i = 0; i < all.size(); i++) {
      double[] p = softmax(weights, x, i * 784);
      int best = 0;
      for (int c = 1; c < 10; c++) {
        best = p[c] > p[best] ? c : best;
      }
      right += all.labels().get(i) == best ? 1 : 0;
    }
    return (double) right / all.size();
  }

  private static double[] softmax(float[][] weights, float[] x, int at) {
    double[] p = new double[10];
    double sum = 0;
    for (int c = 0; c < 10; c++) {
      float score = weights[c][784];
      for (int k = 0; k < 784; k++) {
        score += weights[c][k] * x[at + k];
      }
      p[c] = Math.exp(score);
      sum += p[c];
    }
    for (int c = 0; c < 10; c++) {
      p[c] /= sum;
    }
    return p;
  }
}
