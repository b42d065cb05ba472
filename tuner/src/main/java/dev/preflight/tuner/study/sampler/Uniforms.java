package dev.preflight.tuner.study.sampler;

import org.apache.commons.math3.random.MersenneTwister;

/** Random numbers evenly spread over [0, 1). */
@FunctionalInterface
public interface Uniforms {

  /** The next number. */
  double next();

  /** The numbers of one trial: those of the same seed and number are the same everywhere. */
  static Uniforms of(long seed, int trial) {
    long mixed = mix(seed + mix(trial + 0x9E3779B97F4A7C15L));
    return of(
        new MersenneTwister(
            new int[] {(int) mixed, (int) (mixed >>> 32), (int) seed, (int) (seed >>> 32), trial}));
  }

  /** The numbers of numpy's {@code RandomState(seed).random_sample()}: 53 bits each. */
  static Uniforms numpy(int seed) {
    return of(new MersenneTwister(seed));
  }

  private static Uniforms of(MersenneTwister generator) {
    return () -> {
      int high = generator.nextInt() >>> 5;
      int low = generator.nextInt() >>> 6;
      return (high * 67108864.0 + low) / 9007199254740992.0;
    };
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
