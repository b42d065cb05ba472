package dev.preflight.sanity.check;

/**
 * Updates that a check makes at most.
 *
 * @param small on a few examples, over and over ({@link Lab#memorizedBatch})
 * @param ordinary on ordinary batches
 */
public record Effort(int small, int ordinary) {

  /** A few runs of the graph, not worth counting. */
  public static final Effort NONE = new Effort(0, 0);

  /** Both together. */
  public Effort plus(Effort other) {
    return new Effort(small + other.small, ordinary + other.ordinary);
  }
}
