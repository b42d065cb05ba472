package dev.preflight.training.data.source;

import dev.preflight.training.data.ArraySpec;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.Fingerprint;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.format.InputFile;
import dev.preflight.training.data.format.TfRecordFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Items read from their records when asked. */
final class TfRecordDataset implements Dataset {
  private final TfRecordIndex index;
  private final String key;
  private final RecordFeature feature;
  private final HostArray labels;
  private final FilesFingerprint fingerprint;

  TfRecordDataset(TfRecordIndex index, String key, RecordFeature feature, HostArray labels) {
    this.index = index;
    this.key = key;
    this.feature = feature;
    this.labels = labels;
    this.fingerprint =
        new FilesFingerprint(
            () -> new Fingerprint().add("tfrecord").add(key).add(feature.toString()).add(labels),
            index.files());
  }

  @Override
  public int size() {
    return index.size();
  }

  @Override
  public ArraySpec features() {
    return feature.spec();
  }

  @Override
  public ArraySpec labels() {
    return labels.rowSpec();
  }

  @Override
  public HostArray labelsOf(int[] indices) {
    return labels.gather(indices);
  }

  @Override
  public Batch batch(int[] indices) {
    HostArray wanted = labels.gather(indices);
    ArraySpec features = feature.spec();
    int size = features.size();
    Object target = features.type().newArray(Math.multiplyExact(indices.length, size));
    // One open file at a time, and none between batches: nothing to close, nothing to share.
    boolean[] done = new boolean[indices.length];
    for (int first = 0; first < indices.length; first++) {
      if (!done[first]) {
        readFile(index.file(indices[first]), indices, done, target, size);
      }
    }
    return new Batch(
        HostArray.of(features.type(), target, features.batchShape(indices.length)), wanted);
  }

  private void readFile(int file, int[] indices, boolean[] done, Object target, int size) {
    Path path = index.files().get(file);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      for (int i = 0; i < indices.length; i++) {
        int item = indices[i];
        if (index.file(item) == file) {
          byte[] record =
              TfRecordFile.read(
                  path, channel, index.number(item), index.offset(item), index.length(item));
          put(record, index.place(item), target, i * size);
          done[i] = true;
        }
      }
    } catch (IOException e) {
      throw InputFile.failed(path, e);
    }
  }

  private void put(byte[] record, String place, Object target, int offset) {
    Object value = TfRecordReader.value(TfRecordReader.parse(record, place), key, place);
    feature.check(value, place);
    feature.put(value, place, target, offset);
  }

  @Override
  public boolean decodes() {
    return true;
  }

  @Override
  public String fingerprint() {
    return fingerprint.get();
  }

  @Override
  public String identity() {
    return fingerprint.ofContent();
  }
}
