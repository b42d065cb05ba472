package dev.preflight.tuner.study.gp;

/**
 * How alike the objective is at two points: Matern 5/2 with a length for each coordinate; along a
 * choice any two different ones are at distance 1.
 *
 * <p>Source: Rasmussen and Williams, "Gaussian processes for machine learning" (2006), 4.17.
 *
 * @param sensitivity of each coordinate: its length to the power of -2
 * @param scale the variance of the objective
 * @param noise the variance of what is seen of it
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Kernel(boolean[] choice, double[] sensitivity, double scale, double noise) {

  static final double LEAST_NOISE = 1e-6;

  int dimensions() {
    return sensitivity.length;
  }

  /** What the square of a distance comes to. */
  static double matern(double squared) {
    double r = Math.sqrt(5 * squared);
    return (1 + r + r * r / 3) * Math.exp(-r);
  }

  /** The derivative of {@link #matern} with respect to the square. */
  static double maternSlope(double squared) {
    double r = Math.sqrt(5 * squared);
    return -5.0 / 6 * (1 + r) * Math.exp(-r);
  }

  /** The square of the distance along one coordinate, its length apart. */
  double apart(double[] a, double[] b, int i) {
    double difference = a[i] - b[i];
    if (choice[i]) {
      return difference == 0 ? 0 : 1;
    }
    return difference * difference;
  }

  double squared(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < sensitivity.length; i++) {
      sum += sensitivity[i] * apart(a, b, i);
    }
    return sum;
  }

  double between(double[] a, double[] b) {
    return scale * matern(squared(a, b));
  }
}
