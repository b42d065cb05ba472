package dev.preflight.training.data;

/**
 * Items that are fed together.
 *
 * @param features shape [size, ...item shape]
 * @param labels shape [size, ...label shape]; the same first dimension
 */
public record Batch(HostArray features, HostArray labels) {
  /** Checks that both arrays have the same number of rows. */
  public Batch {
    if (features.rows() != labels.rows()) {
      throw new IllegalArgumentException(
          "a batch of " + features.rows() + " features has " + labels.rows() + " labels");
    }
  }

  /** Number of items. */
  public int size() {
    return features.rows();
  }
}
