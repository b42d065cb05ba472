package dev.preflight.benchmarks;

import dev.preflight.tuner.study.space.Distribution;
import dev.preflight.tuner.study.space.FloatDistribution;
import dev.preflight.tuner.study.space.IntDistribution;

/** Short names for the distributions of {@link StudyProblems}. */
final class StudySpaces {

  private StudySpaces() {}

  static Distribution logInt(long low, long high) {
    return IntDistribution.log(low, high);
  }

  static Distribution stepped(double low, double high, double step) {
    return FloatDistribution.stepped(low, high, step);
  }
}
