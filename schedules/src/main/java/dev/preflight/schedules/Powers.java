package dev.preflight.schedules;

/** Whole powers of a number, the first of them worked out in advance. */
final class Powers {
  private static final int MOST_LAID_OUT = 4096;

  private final double base;
  private final double[] powers;

  private Powers(double base, double[] powers) {
    this.base = base;
    this.powers = powers;
  }

  /**
   * Powers of a number.
   *
   * @param count how many will be asked for; later ones cost more
   */
  static Powers of(double base, long count) {
    double[] powers = new double[(int) Math.min(MOST_LAID_OUT, count)];
    for (int i = 0; i < powers.length; i++) {
      powers[i] = Math.pow(base, i);
    }
    return new Powers(base, powers);
  }

  /** The number to the power of an exponent of at least 0. */
  double at(long exponent) {
    return exponent < powers.length ? powers[(int) exponent] : Math.pow(base, (double) exponent);
  }
}
