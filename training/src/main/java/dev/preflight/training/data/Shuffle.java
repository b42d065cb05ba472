package dev.preflight.training.data;

import java.util.SplittableRandom;

/**
 * Seeded permutations that are the same on every JVM: only {@link SplittableRandom#nextLong()} is
 * used, because the library's bounded draws have changed between releases.
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
