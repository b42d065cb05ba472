package dev.preflight.training.data;

/** Some items of another dataset, in a given order. */
final class SelectedDataset implements Dataset {
  private final Dataset parent;
  private final int[] indices;

  SelectedDataset(Dataset parent, int[] indices) {
    for (int index : indices) {
      if (index < 0 || index >= parent.size()) {
        throw new IndexOutOfBoundsException(
            "index " + index + " of a dataset with " + parent.size() + " items");
      }
    }
    this.parent = parent;
    this.indices = indices.clone();
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public ArraySpec features() {
    return parent.features();
  }

  @Override
  public ArraySpec labels() {
    return parent.labels();
  }

  @Override
  public Batch batch(int[] wanted) {
    return parent.batch(translate(wanted));
  }

  @Override
  public HostArray labelsOf(int[] wanted) {
    return parent.labelsOf(translate(wanted));
  }

  private int[] translate(int[] wanted) {
    int[] translated = new int[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      translated[i] = indices[wanted[i]];
    }
    return translated;
  }

  @Override
  public boolean decodes() {
    return parent.decodes();
  }

  @Override
  public String fingerprint() {
    return Fingerprint.ofView(parent.fingerprint(), new Fingerprint().add("select").add(indices));
  }
}
