package dev.preflight.training.data.source;

import dev.preflight.training.data.ArraySpec;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.Fingerprint;
import dev.preflight.training.data.HostArray;
import java.nio.file.Path;
import java.util.List;

/** Images decoded from their files when asked. */
final class ImageFiles implements Dataset {
  private final List<Path> files;
  private final int[] shape;
  private final HostArray labels;
  private final FilesFingerprint fingerprint;

  ImageFiles(List<Path> files, int[] shape, HostArray labels) {
    this.files = List.copyOf(files);
    this.shape = shape;
    this.labels = labels;
    this.fingerprint =
        new FilesFingerprint(
            () -> new Fingerprint().add("images").add(shape).add(labels), this.files);
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public ArraySpec features() {
    return ArraySpec.of(ElementType.UINT8, shape);
  }

  @Override
  public ArraySpec labels() {
    return labels.rowSpec();
  }

  @Override
  public Batch batch(int[] indices) {
    HostArray wanted = labels.gather(indices);
    int size = features().size();
    byte[] pixels = new byte[Math.multiplyExact(indices.length, size)];
    for (int i = 0; i < indices.length; i++) {
      Path file = files.get(indices[i]);
      ImageDecoder.decode(InputFile.bytes(file), file.toString(), shape, pixels, i * size);
    }
    return new Batch(HostArray.ofUint8(pixels, features().batchShape(indices.length)), wanted);
  }

  @Override
  public HostArray labelsOf(int[] indices) {
    return labels.gather(indices);
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
