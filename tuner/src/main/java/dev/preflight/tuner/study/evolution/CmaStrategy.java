package dev.preflight.tuner.study.evolution;

/**
 * The constants of a CMA-ES.
 *
 * <p>Source: Hansen, "The CMA evolution strategy: a tutorial", arXiv:1604.00772 (2016), table 1,
 * with its negative weights.
 *
 * @param weights of the points of a generation, best first; the positive ones add up to 1
 * @param effective the effective number of points that the mean is taken of
 * @param rankOne learning rate of the evolution path
 * @param rankMu learning rate of the points
 * @param pathOfStep decay of the path of the step size
 * @param damping of the step size
 * @param path decay of the path of the covariance
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record CmaStrategy(
    double[] weights,
    double effective,
    double rankOne,
    double rankMu,
    double pathOfStep,
    double damping,
    double path) {

  /** Points in a generation where nobody says otherwise. */
  static int population(int dimensions) {
    return 4 + (int) (3 * Math.log(dimensions));
  }

  /**
   * The usual constants.
   *
   * @param n dimensions, at least 1
   * @param points of a generation, at least 4
   */
  static CmaStrategy of(int n, int points) {
    double[] w = new double[points];
    double up = 0;
    double upSquares = 0;
    double down = 0;
    double downSquares = 0;
    for (int i = 0; i < points; i++) {
      w[i] = Math.log((points + 1) / 2.0) - Math.log(i + 1);
      if (i < points / 2) {
        up += w[i];
        upSquares += w[i] * w[i];
      } else {
        down += w[i];
        downSquares += w[i] * w[i];
      }
    }
    double effective = up * up / upSquares;
    double effectiveDown = down * down / downSquares;
    double one = 2 / ((n + 1.3) * (n + 1.3) + effective);
    double mu =
        Math.min(
            1 - one - 1e-8,
            2 * (effective - 2 + 1 / effective) / ((n + 2.0) * (n + 2) + effective));
    double most =
        Math.min(
            1 + one / mu,
            Math.min(1 + 2 * effectiveDown / (effective + 2), (1 - one - mu) / (n * mu)));
    for (int i = 0; i < points; i++) {
      w[i] = w[i] >= 0 ? w[i] / up : w[i] * most / Math.abs(down);
    }
    double sigma = (effective + 2) / (n + effective + 5);
    double damping = 1 + 2 * Math.max(0, Math.sqrt((effective - 1) / (n + 1)) - 1) + sigma;
    double path = (4 + effective / n) / (n + 4 + 2 * effective / n);
    return new CmaStrategy(w, effective, one, mu, sigma, damping, path);
  }

  int points() {
    return weights.length;
  }
}
