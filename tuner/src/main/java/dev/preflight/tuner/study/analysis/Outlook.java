package dev.preflight.tuner.study.analysis;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * What as many trials again as half of those that were run would bring: about what the last half
 * brought over the first, for all that is known.
 *
 * @param trials how many more
 * @param gain by how much the best loss would fall; empty if that is not known
 */
public record Outlook(int trials, OptionalDouble gain) {

  /** Fewer trials say nothing of the next ones. */
  private static final int LEAST = 20;

  /**
   * The outlook after some losses.
   *
   * @param losses of the complete trials in their order
   * @param noise of a loss; 0 if there is none to be seen
   */
  public static Outlook of(double[] losses, double noise) {
    int half = losses.length / 2;
    if (losses.length < LEAST) {
      return new Outlook(half, OptionalDouble.empty());
    }
    double before = Arrays.stream(losses, 0, losses.length - half).min().orElseThrow();
    double now = Arrays.stream(losses).min().orElseThrow();
    double gain = before - now;
    // Two of the luckiest differ by about the noise, whatever their parameters.
    boolean hidden = noise > 0 && gain < 2 * noise;
    return new Outlook(
        half, hidden || !Double.isFinite(gain) ? OptionalDouble.empty() : OptionalDouble.of(gain));
  }
}
