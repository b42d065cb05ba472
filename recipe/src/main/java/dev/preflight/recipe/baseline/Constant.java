package dev.preflight.recipe.baseline;

import dev.preflight.recipe.train.Measured;
import dev.preflight.sanity.metrics.Classified;
import dev.preflight.sanity.metrics.Predicted;
import dev.preflight.training.Accuracy;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.Shuffle;
import dev.preflight.training.data.TrainingData;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** What is reached without looking at the features: always the same answer. */
final class Constant {

  /** Items are read so many at a time. */
  private static final int CHUNK = 4096;

  private Constant() {}

  /**
   * The metrics on the validation set of always saying the shares of the classes in the training
   * set, so of always choosing the largest one; the loss is the cross-entropy.
   */
  static Map<String, Double> ofClasses(TrainingData data, int classes) {
    Dataset train = data.train();
    double[] shares = new double[classes];
    for (int label : Accuracy.classesOf(train, train.size())) {
      if (label >= 0 && label < classes) {
        shares[label] += 1.0 / train.size();
      }
    }
    Dataset validation = data.validation();
    int[] right = Accuracy.classesOf(validation, validation.size());
    Classified classified = new Classified(classes);
    float[] row = new float[classes];
    IntStream.range(0, classes).forEach(c -> row[c] = (float) shares[c]);
    double loss = 0;
    for (int label : right) {
      classified.add(
          HostArray.ofFloats(row.clone(), 1, classes), HostArray.ofInts(new int[] {label}, 1));
      loss -= Math.log(shares[label]) / right.length;
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(Measured.LOSS, loss);
    metrics.put(Measured.ACCURACY, classified.accuracy());
    metrics.put("balanced_accuracy", classified.balancedAccuracy());
    metrics.put("f1", classified.macroF1());
    return metrics;
  }

  /** The metrics on the validation set of always saying the mean of the training set. */
  static Map<String, Double> ofNumbers(TrainingData data) {
    Dataset train = data.train();
    int width = train.labels().size();
    double[] mean = new double[width];
    for (int from = 0; from < train.size(); from += CHUNK) {
      HostArray labels = labels(train, from);
      for (int i = 0; i < labels.size(); i++) {
        mean[i % width] += labels.get(i) / train.size();
      }
    }
    Dataset validation = data.validation();
    Predicted predicted = new Predicted();
    for (int from = 0; from < validation.size(); from += CHUNK) {
      HostArray labels = labels(validation, from);
      float[] said = new float[labels.size()];
      IntStream.range(0, said.length).forEach(i -> said[i] = (float) mean[i % width]);
      predicted.add(HostArray.ofFloats(said, said.length), labels);
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    double root = predicted.rootMeanSquaredError();
    metrics.put(Measured.LOSS, root * root);
    metrics.put(Measured.MAE, predicted.meanAbsoluteError());
    metrics.put("r2", predicted.r2());
    return metrics;
  }

  private static HostArray labels(Dataset set, int from) {
    int to = Math.min(set.size(), from + CHUNK);
    int[] all = Shuffle.identity(to);
    return set.labelsOf(Arrays.copyOfRange(all, from, to));
  }
}
