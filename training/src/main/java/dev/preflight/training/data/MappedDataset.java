package dev.preflight.training.data;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Another dataset with every batch transformed. */
final class MappedDataset implements Dataset {
  private final Dataset parent;
  private final String name;
  private final ArraySpec features;
  private final ArraySpec labels;
  private final UnaryOperator<Batch> transform;
  private final @Nullable UnaryOperator<HostArray> labelTransform;

  /**
   * A mapped view.
   *
   * @param labelTransform what {@code transform} does to labels, if they do not depend on features
   */
  MappedDataset(
      Dataset parent,
      String name,
      ArraySpec features,
      ArraySpec labels,
      UnaryOperator<Batch> transform,
      @Nullable UnaryOperator<HostArray> labelTransform) {
    this.parent = parent;
    this.name = name;
    this.features = features;
    this.labels = labels;
    this.transform = transform;
    this.labelTransform = labelTransform;
  }

  @Override
  public int size() {
    return parent.size();
  }

  @Override
  public ArraySpec features() {
    return features;
  }

  @Override
  public ArraySpec labels() {
    return labels;
  }

  @Override
  public Batch batch(int[] indices) {
    Batch batch = transform.apply(parent.batch(indices));
    if (batch.size() != indices.length) {
      throw new IllegalStateException(
          "'" + name + "' turned " + indices.length + " items into " + batch.size());
    }
    checkSpec("features", features, batch.features());
    checkSpec("labels", labels, batch.labels());
    return batch;
  }

  @Override
  public HostArray labelsOf(int[] indices) {
    return labelTransform == null
        ? batch(indices).labels()
        : labelTransform.apply(parent.labelsOf(indices));
  }

  @Override
  public boolean decodes() {
    return parent.decodes();
  }

  @Override
  public String fingerprint() {
    return Fingerprint.ofView(
        parent.fingerprint(),
        new Fingerprint().add("map").add(name).add(features.toString()).add(labels.toString()));
  }

  private void checkSpec(String what, ArraySpec declared, HostArray actual) {
    if (!actual.rowSpec().equals(declared)) {
      throw new IllegalStateException(
          "'"
              + name
              + "' made "
              + what
              + " of "
              + actual.rowSpec()
              + ", declared were "
              + declared);
    }
  }
}
