package dev.preflight.training.data.source;

import dev.preflight.training.data.ArraySpec;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.Fingerprint;
import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds images in one folder per class, directly in a directory or in its train and val folders.
 */
final class ImageFolder {
  private static final List<String> VALIDATION_NAMES = List.of("val", "valid", "validation");
  private static final List<String> EXTENSIONS = List.of(".png", ".jpg", ".jpeg", ".bmp");

  private ImageFolder() {}

  static Loaded load(SpecText spec, Path base, ReadingLog log) {
    Path directory = InputFile.resolve(base, spec.arguments().get(0));
    InputFile.checkDirectory(directory);
    Path train = directory.resolve("train");
    Path validation = null;
    if (Files.isDirectory(train)) {
      validation =
          VALIDATION_NAMES.stream()
              .map(directory::resolve)
              .filter(Files::isDirectory)
              .findFirst()
              .orElse(null);
    } else {
      train = directory;
    }
    if (spec.options().has("validation")) {
      validation = null;
    }
    List<String> classes = classNames(train);
    ImageList trainFiles = scan(train, classes);
    log.met(Reading.Kind.READ, "pictures", "files", trainFiles.files.size());
    int[] shape =
        ImageDecoder.shape(
            spec.options(),
            ImageDecoder.shape(
                InputFile.bytes(trainFiles.files.get(0)), trainFiles.files.get(0).toString()));
    return Loaded.of(
        LabelRules.of(spec.options()),
        trainFiles.part(shape),
        validation == null ? null : validationPart(validation, train, classes, shape),
        String.valueOf(validation),
        classes);
  }

  private static Part validationPart(
      Path validation, Path train, List<String> classes, int[] shape) {
    for (String name : classNames(validation)) {
      if (!classes.contains(name)) {
        throw new InputException(
            validation.resolve(name) + " is a class that " + train + " does not have.",
            "Give both the same class folders.");
      }
    }
    List<String> present =
        classes.stream().filter(name -> Files.isDirectory(validation.resolve(name))).toList();
    ImageList found = scan(validation, present);
    // Ids follow the training folders, also where validation lacks one.
    List<Integer> ids = found.labels.stream().map(id -> classes.indexOf(present.get(id))).toList();
    return new ImageList(found.files, ids).part(shape);
  }

  private static List<String> classNames(Path directory) {
    List<String> names =
        list(directory, entry -> Files.isDirectory(entry)).stream()
            .map(entry -> String.valueOf(entry.getFileName()))
            .toList();
    if (names.isEmpty()) {
      throw new InputException(
          directory + " has no class folders.",
          "Put the images of each class in a folder named after it.");
    }
    return names;
  }

  private static ImageList scan(Path directory, List<String> classes) {
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int id = 0; id < classes.size(); id++) {
      Path folder = directory.resolve(classes.get(id));
      List<Path> images = list(folder, ImageFolder::isImage);
      if (images.isEmpty()) {
        throw new InputException(
            "Class folder " + folder + " has no PNG, JPEG or BMP images" + others(folder) + ".",
            "Add images or remove the folder.");
      }
      for (Path image : images) {
        files.add(image);
        labels.add(id);
      }
    }
    return new ImageList(files, labels);
  }

  private static boolean isImage(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return EXTENSIONS.stream().anyMatch(name::endsWith) && Files.isRegularFile(file);
  }

  /** What an imageless folder has instead, for the message. */
  private static String others(Path folder) {
    TreeMap<String, Integer> counts = new TreeMap<>();
    for (Path file : list(folder, Files::isRegularFile)) {
      String name = String.valueOf(file.getFileName());
      counts.merge(name.substring(Math.max(0, name.lastIndexOf('.'))), 1, Integer::sum);
    }
    return counts.isEmpty() ? ", it is empty" : ", only " + String.join(", ", counts.keySet());
  }

  /** Entries that are not hidden, in the order of their names. */
  private static List<Path> list(Path directory, Predicate<Path> filter) {
    InputFile.checkDirectory(directory);
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(entry -> !String.valueOf(entry.getFileName()).startsWith("."))
          .filter(filter)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw InputFile.failed(directory, e);
    }
  }

  /** Image files and their class ids. */
  private record ImageList(List<Path> files, List<Integer> labels) {
    Part part(int[] shape) {
      int[] ids = labels.stream().mapToInt(Integer::intValue).toArray();
      return new Part(
          HostArray.ofInts(ids, ids.length),
          row -> files.get(row).toString(),
          ready -> new ImageFiles(files, shape, ready));
    }
  }

  /** Images decoded from their files when asked. */
  private static final class ImageFiles implements Dataset {
    private final List<Path> files;
    private final int[] shape;
    private final HostArray labels;
    private volatile @Nullable String fingerprint;

    ImageFiles(List<Path> files, int[] shape, HostArray labels) {
      this.files = List.copyOf(files);
      this.shape = shape;
      this.labels = labels;
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
    public String fingerprint() {
      String known = fingerprint;
      if (known == null) {
        Fingerprint made = new Fingerprint().add("images").add(shape).add(labels);
        FileSample.addTo(made, files);
        known = made.finish("files");
        fingerprint = known;
      }
      return known;
    }
  }
}
