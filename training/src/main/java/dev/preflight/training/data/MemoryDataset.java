package dev.preflight.training.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All items in memory. */
final class MemoryDataset implements Dataset {
  private final HostArray features;
  private final HostArray labels;
  private final ArraySpec featureSpec;
  private final ArraySpec labelSpec;
  private volatile @Nullable String fingerprint;

  MemoryDataset(HostArray features, HostArray labels) {
    if (features.rows() != labels.rows()) {
      throw new IllegalArgumentException(
          "features have " + features.rows() + " rows, labels have " + labels.rows());
    }
    this.features = features;
    this.labels = labels;
    this.featureSpec = features.rowSpec();
    this.labelSpec = labels.rowSpec();
  }

  static MemoryDataset buffered(Iterator<Batch> stream, int items) {
    if (items < 1) {
      throw new IllegalArgumentException("items must be at least 1, was " + items);
    }
    List<Batch> batches = new ArrayList<>();
    int count = 0;
    while (count < items && stream.hasNext()) {
      Batch batch = stream.next();
      if (batch.size() > items - count) {
        batch =
            new Batch(
                batch.features().rows(0, items - count), batch.labels().rows(0, items - count));
      }
      batches.add(batch);
      count += batch.size();
    }
    if (count == 0) {
      throw new InputException(
          "The stream ended before its first item.",
          "Check that the source has items and was not read before.");
    }
    return new MemoryDataset(
        join(batches, Batch::features, count), join(batches, Batch::labels, count));
  }

  private static HostArray join(List<Batch> batches, Function<Batch, HostArray> part, int count) {
    ArraySpec spec = part.apply(batches.get(0)).rowSpec();
    Object joined = spec.type().newArray(Math.multiplyExact(count, spec.size()));
    int filled = 0;
    for (int i = 0; i < batches.size(); i++) {
      HostArray array = part.apply(batches.get(i));
      if (!array.rowSpec().equals(spec)) {
        throw new InputException(
            "Batch "
                + i
                + " of the stream has items of "
                + array.rowSpec()
                + ", batch 0 of "
                + spec
                + ".",
            "Give every item the same type and shape.");
      }
      System.arraycopy(array.values(), 0, joined, filled, array.size());
      filled += array.size();
    }
    return HostArray.of(spec.type(), joined, spec.batchShape(count));
  }

  @Override
  public int size() {
    return features.rows();
  }

  @Override
  public ArraySpec features() {
    return featureSpec;
  }

  @Override
  public ArraySpec labels() {
    return labelSpec;
  }

  @Override
  public Batch batch(int[] indices) {
    return new Batch(features.gather(indices), labels.gather(indices));
  }

  @Override
  public HostArray labelsOf(int[] indices) {
    return labels.gather(indices);
  }

  @Override
  public String fingerprint() {
    String known = fingerprint;
    if (known == null) {
      // Two threads may both compute it; they get the same.
      known = new Fingerprint().add(features).add(labels).finish("content");
      fingerprint = known;
    }
    return known;
  }
}
