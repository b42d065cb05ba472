package dev.preflight.sanity.check;

import dev.preflight.training.data.HostArray;

/** 64-bit hashes of rows of numbers; equal numbers give equal hashes. */
public final class Hashes {

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private Hashes() {}

  /** The hash of one row of an array. */
  public static long ofRow(HostArray array, int row) {
    int width = array.size() / array.rows();
    long hash = MULTIPLIER * (width + 1L);
    for (int i = row * width; i < (row + 1) * width; i++) {
      // Adding 0 makes -0 and 0 the same number, which they are to a network.
      hash = mix(hash ^ Double.doubleToLongBits(array.get(i) + 0.0));
    }
    return hash;
  }

  /** Whether all numbers of a row are the same, as in a blank image. */
  public static boolean isConstantRow(HostArray array, int row) {
    int width = array.size() / array.rows();
    double first = array.get(row * width);
    for (int i = row * width + 1; i < (row + 1) * width; i++) {
      if (array.get(i) != first) {
        return false;
      }
    }
    return true;
  }

  /** A step of the finalizer of Steele, Lea and Flood's SplitMix generator (2014). */
  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return (b ^ (b >>> 31)) + MULTIPLIER;
  }
}
