package dev.preflight.sanity.loss;

/**
 * A straight line through points by least squares.
 *
 * @param slope of the line
 * @param offset its value at 0
 * @param residual root mean square distance from the line over the deviation of y; 1 or so for
 *     unrelated numbers, infinite if x is constant or a number is not finite
 */
record Fit(double slope, double offset, double residual) {

  static Fit line(double[] x, double[] y) {
    int n = x.length;
    double mx = mean(x);
    double my = mean(y);
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int i = 0; i < n; i++) {
      xx += (x[i] - mx) * (x[i] - mx);
      xy += (x[i] - mx) * (y[i] - my);
      yy += (y[i] - my) * (y[i] - my);
    }
    if (!(xx > 0) || !(yy > 0) || !isFinite(x) || !isFinite(y)) {
      return new Fit(Double.NaN, Double.NaN, Double.POSITIVE_INFINITY);
    }
    double slope = xy / xx;
    double offset = my - slope * mx;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double r = y[i] - offset - slope * x[i];
      squares += r * r;
    }
    return new Fit(slope, offset, Math.sqrt(squares / yy));
  }

  static boolean isFinite(double[] values) {
    for (double v : values) {
      if (!Double.isFinite(v)) {
        return false;
      }
    }
    return true;
  }

  static double mean(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v;
    }
    return sum / values.length;
  }

  static double deviation(double[] values) {
    double mean = mean(values);
    double squares = 0;
    for (double v : values) {
      squares += (v - mean) * (v - mean);
    }
    return Math.sqrt(squares / values.length);
  }
}
