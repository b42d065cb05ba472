package dev.preflight.training.data.source;

import dev.preflight.training.data.ArraySpec;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.Fingerprint;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Items read from their records when asked. */
final class TfRecordDataset implements Dataset {
  private final TfRecordIndex index;
  private final String key;
  private final ArraySpec features;
  private final HostArray labels;
  private final FilesFingerprint fingerprint;

  TfRecordDataset(TfRecordIndex index, String key, int[] shape, HostArray labels) {
    this.index = index;
    this.key = key;
    this.features = ArraySpec.of(index.type(), shape);
    this.labels = labels;
    this.fingerprint =
        new FilesFingerprint(
            () -> new Fingerprint().add("tfrecord").add(key).add(features.toString()).add(labels),
            index.files());
  }

  /** The shape of a feature that no option names: that of the image, or the length of the list. */
  static int[] naturalShape(Object feature, String place) {
    if (feature instanceof float[] floats) {
      return new int[] {floats.length};
    }
    if (feature instanceof long[] longs) {
      return new int[] {longs.length};
    }
    byte[][] strings = (byte[][]) feature;
    if (strings.length == 1 && ImageDecoder.isImage(strings[0])) {
      return ImageDecoder.shape(strings[0], place);
    }
    String other = strings.length == 1 ? ImageDecoder.otherKind(strings[0]) : null;
    if (other != null) {
      throw new InputException(
          place + " holds a " + other + " image, which is not read.",
          "Write PNG or JPEG images; if these are raw bytes, give shape=HEIGHTxWIDTHxCHANNELS.");
    }
    return new int[] {strings.length == 1 ? strings[0].length : 0};
  }

  /** The type of a feature, after a check that it fits the shape. */
  static ElementType type(Object feature, int[] shape, String key, String place) {
    int wanted = HostArray.product(shape);
    if (feature instanceof float[] floats) {
      checkCount(floats.length, wanted, "floats", key, place);
      return ElementType.FLOAT32;
    }
    if (feature instanceof long[] longs) {
      checkCount(longs.length, wanted, "int64", key, place);
      return ElementType.INT64;
    }
    byte[][] strings = (byte[][]) feature;
    if (strings.length != 1 || strings[0].length == 0) {
      throw new InputException(
          place
              + ": feature '"
              + key
              + "' has "
              + strings.length
              + " byte strings, not one with content.",
          "One raw or encoded image per record is read.");
    }
    if (!ImageDecoder.isImage(strings[0])) {
      checkCount(strings[0].length, wanted, "bytes", key, place);
    } else if (shape.length != 3 || (shape[2] != 1 && shape[2] != 3)) {
      throw new InputException(
          place
              + ": feature '"
              + key
              + "' is an encoded image, which shape "
              + HostArray.shapeText(shape)
              + " does not fit.",
          "Give shape=HEIGHTxWIDTHxCHANNELS with 1 or 3 channels.");
    }
    return ElementType.UINT8;
  }

  private static void checkCount(int actual, int wanted, String what, String key, String place) {
    if (actual != wanted) {
      throw new InputException(
          place
              + ": feature '"
              + key
              + "' has "
              + actual
              + " "
              + what
              + ", its shape needs "
              + wanted
              + ".",
          "Correct shape=, or write all records alike.");
    }
  }

  @Override
  public int size() {
    return index.size();
  }

  @Override
  public ArraySpec features() {
    return features;
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
    Object feature = TfRecordReader.value(TfRecordReader.parse(record, place), key, place);
    int[] shape = features.dimensions();
    if (type(feature, shape, key, place) != features.type()) {
      throw new InputException(
          place + " has changed since it was opened.", "Keep the files as they are during a run.");
    }
    if (feature instanceof byte[][] strings) {
      if (ImageDecoder.isImage(strings[0])) {
        ImageDecoder.decode(strings[0], place, shape, (byte[]) target, offset);
      } else {
        System.arraycopy(strings[0], 0, target, offset, strings[0].length);
      }
    } else {
      System.arraycopy(feature, 0, target, offset, features.size());
    }
  }

  @Override
  public boolean decodes() {
    return true;
  }

  @Override
  public String fingerprint() {
    return fingerprint.get();
  }
}
