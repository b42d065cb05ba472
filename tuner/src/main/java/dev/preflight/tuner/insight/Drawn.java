package dev.preflight.tuner.insight;

import dev.preflight.reports.text.Sentence;
import dev.preflight.tuner.study.trial.Direction;
import dev.preflight.tuner.study.trial.FrozenTrial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The trials that are drawn as dots: all, or the best ones and others spread evenly over the rest.
 *
 * @param trials in the order of their numbers
 * @param of how many there are
 */
record Drawn(List<FrozenTrial> trials, int of) {

  /** More dots are a cloud, and a large file. */
  static final int MOST = 500;

  static Drawn of(List<FrozenTrial> complete, Direction direction) {
    if (complete.size() <= MOST) {
      return new Drawn(complete, complete.size());
    }
    List<FrozenTrial> sorted =
        complete.stream()
            .sorted(Comparator.comparingDouble(t -> direction.loss(t.value())))
            .toList();
    int half = MOST / 2;
    List<FrozenTrial> some = new ArrayList<>(sorted.subList(0, half));
    int left = sorted.size() - half;
    for (int i = 0; i < half; i++) {
      some.add(sorted.get(half + (int) ((long) i * left / half)));
    }
    some.sort(Comparator.comparingInt(FrozenTrial::number));
    return new Drawn(some, complete.size());
  }

  /** What is not drawn, as a sentence to go after others; empty if all are. */
  String note() {
    return trials.size() == of
        ? ""
        : Sentence.of(" %d of %d trials are drawn, the best among them.", trials.size(), of);
  }
}
