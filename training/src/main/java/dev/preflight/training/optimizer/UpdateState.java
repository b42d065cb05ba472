package dev.preflight.training.optimizer;

/**
 * What a run remembers outside its variables.
 *
 * @param seed what the run's random draws follow from
 * @param updates number of updates made since the initial values
 * @param momentumProduct product of the momenta of these updates (Adam's bias correction)
 */
public record UpdateState(long seed, long updates, double momentumProduct) {

  /** The state before the first update. */
  public static UpdateState initial(long seed) {
    return new UpdateState(seed, 0, 1);
  }

  /** The state after one more update, made with this momentum. */
  public UpdateState next(double momentum) {
    return new UpdateState(seed, updates + 1, momentumProduct * momentum);
  }

  /** The key of the draws of the update that comes next. */
  public long drawKey() {
    return mix(mix(seed) + updates);
  }

  /** The key of the {@code n}-th run since the last update that draws but updates nothing. */
  public long drawKey(long n) {
    return mix(drawKey() + n);
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014): neighbours come out unrelated. */
  private static long mix(long z) {
    z += 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
