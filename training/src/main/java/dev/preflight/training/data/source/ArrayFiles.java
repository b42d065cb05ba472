package dev.preflight.training.data.source;

import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.Reading;
import dev.preflight.training.data.format.IdxReader;
import dev.preflight.training.data.format.InputFile;
import dev.preflight.training.data.format.NpyReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The sources that are a file of features and a file of labels: IDX, NPY, and NPZ archives. */
final class ArrayFiles {
  private static final String NPY = ".npy";

  private ArrayFiles() {}

  static Loaded idx(SpecText spec, Path base, ReadingLog log) {
    return pair(spec, base, log, IdxReader::read, "validation-images", "validation-labels");
  }

  static Loaded npy(SpecText spec, Path base, ReadingLog log) {
    return pair(spec, base, log, NpyReader::read, "validation-x", "validation-y");
  }

  private static Loaded pair(
      SpecText spec,
      Path base,
      ReadingLog log,
      Function<Path, HostArray> reader,
      String validationFeatures,
      String validationLabels) {
    Options options = spec.options();
    if (options.has(validationFeatures) != options.has(validationLabels)) {
      throw new InputException(
          "Data options " + validationFeatures + " and " + validationLabels + " go together.",
          "Give both files or none.");
    }
    Part train =
        part(
            InputFile.resolve(base, spec.arguments().get(0)),
            InputFile.resolve(base, spec.arguments().get(1)),
            options,
            log,
            reader);
    Part validation = null;
    Optional<String> features = options.text(validationFeatures);
    if (features.isPresent()) {
      validation =
          part(
              InputFile.resolve(base, features.get()),
              InputFile.resolve(base, options.text(validationLabels).orElse("")),
              options,
              log,
              reader);
    }
    return Loaded.of(LabelRules.of(options), train, validation, features.orElse(""), List.of());
  }

  private static Part part(
      Path features,
      Path labels,
      Options options,
      ReadingLog log,
      Function<Path, HostArray> reader) {
    HostArray labelArray = reader.apply(labels);
    log.met(Reading.Kind.READ, "array files", "files", 2, features + ", " + labels, "");
    HostArray arranged =
        ArrayLayout.arranged(
            withChannel(reader.apply(features)), features.toString(), options, log);
    return Part.inMemory(arranged, features.toString(), labelArray, labels.toString());
  }

  static Loaded npz(SpecText spec, Path base, ReadingLog log) {
    Path file = InputFile.resolve(base, spec.arguments().get(0));
    InputFile.check(file);
    Options options = spec.options();
    try (ZipFile archive = new ZipFile(file.toFile())) {
      log.met(Reading.Kind.READ, "archive", "files", file.toString());
      List<String> names =
          archive.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.endsWith(NPY))
              .map(name -> name.substring(0, name.length() - NPY.length()))
              .toList();
      boolean named = options.has("x") || options.has("y") || !names.contains("x_train");
      String x = options.text("x").orElse(named ? "x" : "x_train");
      String y = options.text("y").orElse(named ? "y" : "y_train");
      Part train = part(archive, file, names, x, y, options, log);
      if (!named && names.contains("x_test")) {
        log.unopenedTest("arrays", 1, "x_test");
      }
      String own = named || !names.contains("x_val") ? null : "val";
      String validationX = options.text("validation-x").orElse(own == null ? null : "x_" + own);
      String validationY = options.text("validation-y").orElse(own == null ? null : "y_" + own);
      boolean splits = options.has("validation") || options.has("split");
      Part validation =
          validation(archive, file, names, splits ? null : validationX, validationY, options, log);
      return Loaded.of(
          LabelRules.of(options), train, validation, file + ": " + validationX, List.of());
    } catch (ZipException e) {
      throw new InputException(
          file + " is no NPZ archive, or is truncated: " + e.getMessage() + ".",
          "Write it with numpy.savez; single .npy arrays are opened with npy:.",
          e);
    } catch (IOException e) {
      throw InputFile.failed(file, e);
    }
  }

  private static @Nullable Part validation(
      ZipFile archive,
      Path file,
      List<String> names,
      @Nullable String x,
      @Nullable String y,
      Options options,
      ReadingLog log)
      throws IOException {
    if (x == null || y == null) {
      return null;
    }
    return part(archive, file, names, x, y, options, log);
  }

  private static Part part(
      ZipFile archive,
      Path file,
      List<String> names,
      String x,
      String y,
      Options options,
      ReadingLog log)
      throws IOException {
    Map.Entry<String, HostArray> features = member(archive, file, names, x);
    Map.Entry<String, HostArray> labels = member(archive, file, names, y);
    HostArray arranged =
        ArrayLayout.arranged(withChannel(features.getValue()), features.getKey(), options, log);
    return Part.inMemory(arranged, features.getKey(), labels.getValue(), labels.getKey());
  }

  private static Map.Entry<String, HostArray> member(
      ZipFile archive, Path file, List<String> names, String name) throws IOException {
    ZipEntry entry = archive.getEntry(name + NPY);
    if (entry == null) {
      List<String> near = InputException.nearest(name, names);
      throw new InputException(
          file
              + " has no array '"
              + name
              + "'; it has "
              + (names.isEmpty() ? "none" : String.join(", ", names))
              + ".",
          near.isEmpty()
              ? "Name its arrays with x= and y=."
              : "Did you mean " + String.join(" or ", near) + "? Name arrays with x= and y=.");
    }
    String place = file + ": " + name;
    try (InputStream in = archive.getInputStream(entry)) {
      return Map.entry(place, NpyReader.read(place, InputFile.unpacked(in, place)));
    }
  }

  /** Byte images [n, h, w] become [n, h, w, 1], as networks for images take them. */
  static HostArray withChannel(HostArray images) {
    if (images.rank() != 3 || images.type() != ElementType.UINT8) {
      return images;
    }
    int[] shape = Arrays.copyOf(images.shape(), 4);
    shape[3] = 1;
    return images.reshape(shape);
  }
}
