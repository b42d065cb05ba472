package dev.preflight.training.data.source;

import dev.preflight.training.data.ArraySpec;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.Fingerprint;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.format.InputFile;
import dev.preflight.training.data.image.ImageDecoder;
import dev.preflight.training.data.image.ImageForm;
import java.nio.file.Path;
import java.util.List;

/** Images decoded from their files when asked. */
final class ImageFiles implements Dataset {
  private final List<Path> files;
  private final ImageForm form;
  private final HostArray labels;
  private final FilesFingerprint fingerprint;

  ImageFiles(List<Path> files, ImageForm form, HostArray labels) {
    this.files = List.copyOf(files);
    this.form = form;
    this.labels = labels;
    this.fingerprint =
        new FilesFingerprint(
            () -> new Fingerprint().add("images").add(form.toString()).add(labels), this.files);
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public ArraySpec features() {
    return form.spec();
  }

  @Override
  public ArraySpec labels() {
    return labels.rowSpec();
  }

  @Override
  public Batch batch(int[] indices) {
    HostArray wanted = labels.gather(indices);
    int size = features().size();
    Object pixels = features().type().newArray(Math.multiplyExact(indices.length, size));
    for (int i = 0; i < indices.length; i++) {
      Path file = files.get(indices[i]);
      ImageDecoder.decode(InputFile.bytes(file), file.toString(), form, pixels, i * size);
    }
    return new Batch(
        HostArray.of(features().type(), pixels, features().batchShape(indices.length)), wanted);
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

  @Override
  public String identity() {
    return fingerprint.ofContent();
  }
}
