package dev.preflight.tuner.study.sampler;

import org.apache.commons.math3.random.MersenneTwister;

/** Random numbers evenly spread over [0, 1). */
@FunctionalInterface
public interface Uniforms {

  /** The next number. */
  double next();

  /** The numbers of one trial: those of the same seed and number are the same everywhere. */
  static Uniforms of(long seed, int trial) {
    long mixed = Hash.mix(seed, trial);
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
}
