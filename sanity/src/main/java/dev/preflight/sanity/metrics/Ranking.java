package dev.preflight.sanity.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Items of one class against the rest, cut at every score: the ROC and the precision-recall curve.
 *
 * @param hits items of the class at or above each distinct score, falling
 * @param alarms other items there
 * @param positives items of the class
 * @param negatives the rest
 */
public record Ranking(List<Long> hits, List<Long> alarms, long positives, long negatives) {

  /** Copies. */
  public Ranking {
    hits = List.copyOf(hits);
    alarms = List.copyOf(alarms);
  }

  static Ranking of(double[] scores, List<Boolean> isOfClass) {
    List<Integer> order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -scores[i]))
            .toList();
    List<Long> hits = new ArrayList<>();
    List<Long> alarms = new ArrayList<>();
    long hit = 0;
    long alarm = 0;
    for (int at = 0; at < order.size(); at++) {
      int item = order.get(at);
      if (isOfClass.get(item)) {
        hit++;
      } else {
        alarm++;
      }
      boolean last = at + 1 == order.size() || scores[order.get(at + 1)] != scores[item];
      if (last) {
        hits.add(hit);
        alarms.add(alarm);
      }
    }
    return new Ranking(hits, alarms, hit, alarm);
  }

  /** False positive rates, rising, with 0 first. */
  public double[] falsePositiveRates() {
    return rates(alarms, negatives);
  }

  /** True positive rates (recall) at the same cuts. */
  public double[] truePositiveRates() {
    return rates(hits, positives);
  }

  /** Precision at the same cuts; 1 where nothing is taken for the class. */
  public double[] precisions() {
    double[] precisions = new double[hits.size() + 1];
    precisions[0] = 1;
    for (int i = 0; i < hits.size(); i++) {
      precisions[i + 1] = (double) hits.get(i) / (double) (hits.get(i) + alarms.get(i));
    }
    return precisions;
  }

  private static double[] rates(List<Long> counts, long of) {
    double[] rates = new double[counts.size() + 1];
    for (int i = 0; i < counts.size(); i++) {
      rates[i + 1] = of == 0 ? 0 : (double) counts.get(i) / (double) of;
    }
    return rates;
  }

  /** Area under the ROC curve by trapezoids; NaN where one side has no items. */
  public double rocAuc() {
    if (positives == 0 || negatives == 0) {
      return Double.NaN;
    }
    double[] x = falsePositiveRates();
    double[] y = truePositiveRates();
    double area = 0;
    for (int i = 1; i < x.length; i++) {
      area += (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2;
    }
    return area;
  }

  /** Sum of precision times the recall gained with it; NaN without items of the class. */
  public double averagePrecision() {
    if (positives == 0) {
      return Double.NaN;
    }
    double[] recall = truePositiveRates();
    double[] precision = precisions();
    double sum = 0;
    for (int i = 1; i < recall.length; i++) {
      sum += (recall[i] - recall[i - 1]) * precision[i];
    }
    return sum;
  }
}
