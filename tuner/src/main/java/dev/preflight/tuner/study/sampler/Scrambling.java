package dev.preflight.tuner.study.sampler;

/** Makes quasi-random numbers random without making them less even. */
final class Scrambling {

  /** Binary digits of a number that are scrambled: those that Commons Math gives. */
  private static final int DIGITS = 52;

  private Scrambling() {}

  /**
   * Owen's nested scrambling in base 2 (1995): each digit is turned or not, as chance has it for
   * the digits before it.
   *
   * @param x in [0, 1)
   */
  static double owen(double x, long seed, int dimension) {
    long digits = (long) (x * (1L << DIGITS));
    long stream = Hash.mix(seed, dimension);
    long scrambled = 0;
    for (int i = DIGITS - 1; i >= 0; i--) {
      long before = digits >>> (i + 1);
      long turn = Hash.mix(stream + i, before) & 1;
      scrambled = (scrambled << 1) | (((digits >>> i) & 1) ^ turn);
    }
    return scrambled * 0x1p-52;
  }

  /**
   * A shift around the circle (Cranley and Patterson, 1976).
   *
   * @param x in [0, 1)
   */
  static double shift(double x, long seed, int dimension) {
    double shifted = x + (Hash.mix(seed, dimension) >>> 11) * 0x1p-53;
    return shifted >= 1 ? shifted - 1 : shifted;
  }
}
