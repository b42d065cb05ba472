package dev.preflight.training.data;

import java.util.SplittableRandom;

/**
 * Seeded permutations and samples that are the same on every JVM: only {@link
 * SplittableRandom#nextLong()} and {@link SplittableRandom#nextInt()} are used, because the
 * library's bounded draws have changed between releases.
 */
public final class Shuffle {
  private Shuffle() {}

  /** Permutes the array in place, uniformly (Fisher and Yates). */
  public static void shuffle(int[] array, SplittableRandom random) {
    for (int i = array.length - 1; i > 0; i--) {
      int j = bounded(random, i + 1);
      int kept = array[i];
      array[i] = array[j];
      array[j] = kept;
    }
  }

  /** A draw from [0, bound); its bias is below bound / 2^32. */
  public static int bounded(SplittableRandom random, int bound) {
    return (int) (((random.nextLong() >>> 32) * bound) >>> 32);
  }

  /**
   * Different numbers from [0, size), uniformly, in the order they are drawn.
   *
   * @param count how many, in [0, size]
   */
  static int[] sample(int size, int count, long seed) {
    int[] all = identity(size);
    SplittableRandom random = new SplittableRandom(seed);
    int[] drawn = new int[count];
    for (int i = 0; i < count; i++) {
      int k = i + unbiased(random, size - i);
      drawn[i] = all[k];
      all[k] = all[i];
    }
    return drawn;
  }

  /**
   * A draw from [0, bound) by rejection, as {@code nextInt(bound)} of Java 17 makes it. It stands
   * beside {@link #bounded} because the samples of stored results were drawn so.
   */
  static int unbiased(SplittableRandom random, int bound) {
    int most = bound - 1;
    if ((bound & most) == 0) {
      return random.nextInt() & most;
    }
    int draw = random.nextInt() >>> 1;
    int rest = draw % bound;
    // The last multiples of the bound do not all fit below 2^31: a draw among them is dropped.
    while (draw + most - rest < 0) {
      draw = random.nextInt() >>> 1;
      rest = draw % bound;
    }
    return rest;
  }

  /** The numbers 0 to size - 1. */
  public static int[] identity(int size) {
    int[] array = new int[size];
    for (int i = 0; i < size; i++) {
      array[i] = i;
    }
    return array;
  }

  /** A generator for one purpose of one seed; purposes get unrelated streams. */
  public static SplittableRandom random(long seed, long purpose) {
    return new SplittableRandom(
        new SplittableRandom(seed).nextLong() + 0x9E3779B97F4A7C15L * purpose);
  }
}
