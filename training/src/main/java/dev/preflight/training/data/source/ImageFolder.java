package dev.preflight.training.data.source;

import dev.preflight.training.data.HostArray;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.Reading;
import dev.preflight.training.data.format.InputFile;
import dev.preflight.training.data.image.ImageForm;
import dev.preflight.training.data.image.ImageKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds images in one folder per class, directly in a directory or in its train and val folders.
 */
final class ImageFolder {
  private static final List<String> VALIDATION_NAMES = List.of("val", "valid", "validation", "dev");
  private static final List<String> EXTENSIONS =
      List.of(".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp");

  /** Pictures whose heads are looked at: some seconds on a disk that is not cached. */
  private static final int MOST_HEADS = 20_000;

  /** Folders that are left for the end. */
  private static final Set<String> TESTS = Set.of("test", "testing", "eval");

  /** Folders that stand for a part of the data rather than for a class. */
  private static final Set<String> SPLITS =
      Set.of("train", "val", "valid", "validation", "test", "testing", "dev", "eval");

  /** Pictures of kinds that are not read here. */
  private static final Set<String> OTHER_PICTURES =
      Set.of(".tif", ".tiff", ".heic", ".heif", ".avif", ".ppm", ".pgm", ".jp2");

  /** What an archive of macOS has beside the folders. */
  private static final String MACOS_LEFTOVER = "__MACOSX";

  private ImageFolder() {}

  static Loaded load(SpecText spec, Path base, ReadingLog log) {
    Path directory = InputFile.resolve(base, spec.arguments().get(0));
    InputFile.checkDirectory(directory);
    Path train = directory.resolve("train");
    Path validation = null;
    if (isSplit(directory, train, log)) {
      validation =
          VALIDATION_NAMES.stream()
              .map(directory::resolve)
              .filter(Files::isDirectory)
              .findFirst()
              .orElse(null);
    } else {
      train = directory;
    }
    if (spec.options().has("validation") || spec.options().has("split")) {
      validation = null;
    }
    if (!train.equals(directory)) {
      list(directory, folder -> TESTS.contains(String.valueOf(folder.getFileName())))
          .forEach(folder -> log.unopenedTest("folders", 1, folder.toString()));
    }
    List<String> classes = classNames(train);
    ImageList trainFiles = scan(train, classes, log);
    log.met(Reading.Kind.READ, "pictures", "files", trainFiles.files.size());
    ImageForm form = survey(trainFiles.files, spec.options(), log);
    return Loaded.of(
        LabelRules.of(spec.options()),
        trainFiles.part(form),
        validation == null ? null : validationPart(validation, train, classes, form, log),
        String.valueOf(validation),
        classes);
  }

  /** Looks at the heads of the pictures, of all where there are not very many. */
  private static ImageForm survey(List<Path> files, Options options, ReadingLog log) {
    ImageSurvey survey = new ImageSurvey();
    int[] looked = ImageSurvey.spread(files.size(), MOST_HEADS);
    // Many small files: most of the time goes to opening them, which threads do side by side.
    Arrays.stream(looked)
        .parallel()
        .mapToObj(at -> look(files.get(at)))
        .toList()
        .forEach(survey::add);
    ImageForm form = survey.form(options);
    if (looked.length < files.size()) {
      log.met(
          Reading.Kind.READ, "whose heads were looked at, evenly spread", "files", looked.length);
    }
    survey.tell(log, options, form);
    return form;
  }

  private static ImageSurvey.Look look(Path file) {
    return ImageSurvey.look(() -> InputFile.bytes(file), file.toString());
  }

  /** Whether the folders of a directory are parts of the data: all of them, and one to train on. */
  private static boolean isSplit(Path directory, Path train, ReadingLog log) {
    if (!Files.isDirectory(train)) {
      return false;
    }
    List<Path> folders = list(directory, Files::isDirectory);
    List<Path> others =
        folders.stream()
            .filter(folder -> !SPLITS.contains(String.valueOf(folder.getFileName())))
            .toList();
    if (others.isEmpty()) {
      return true;
    }
    if (list(train, ImageFolder::isImage).isEmpty()) {
      log.met(
          Reading.Kind.DOUBTED,
          "taken for a class, as '" + others.get(0).getFileName() + "' stands beside it",
          "folder named train",
          1,
          train.toString(),
          "Name images:" + train + " if it is the training set, and move the others elsewhere.");
    }
    return false;
  }

  private static Part validationPart(
      Path validation, Path train, List<String> classes, ImageForm form, ReadingLog log) {
    for (String name : classNames(validation)) {
      if (!classes.contains(name)) {
        throw new InputException(
            validation.resolve(name) + " is a class that " + train + " does not have.",
            "Give both the same class folders.");
      }
    }
    List<String> present =
        classes.stream().filter(name -> Files.isDirectory(validation.resolve(name))).toList();
    ImageList found = scan(validation, present, log);
    // Ids follow the training folders, also where validation lacks one.
    List<Integer> ids = found.labels.stream().map(id -> classes.indexOf(present.get(id))).toList();
    return new ImageList(found.files, ids).part(form);
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

  private static ImageList scan(Path directory, List<String> classes, ReadingLog log) {
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int id = 0; id < classes.size(); id++) {
      Path folder = directory.resolve(classes.get(id));
      List<Path> found = filesIn(folder);
      List<Path> images = new ArrayList<>();
      for (Path file : found) {
        if (isImage(file)) {
          images.add(file);
          if (!folder.equals(file.getParent())) {
            log.met(
                Reading.Kind.READ,
                "in folders inside a class folder, taken for that class",
                "files",
                file.toString());
          }
        } else {
          skipped(file, classes.get(id), log);
        }
      }
      if (images.isEmpty()) {
        throw new InputException(
            "Class folder " + folder + " has no images" + others(found) + ".",
            "Add images (" + ImageKind.READ + ") or remove the folder.");
      }
      for (Path image : images) {
        files.add(image);
        labels.add(id);
      }
    }
    return new ImageList(files, labels);
  }

  private static void skipped(Path file, String name, ReadingLog log) {
    String extension = extension(file);
    if (!Files.exists(file)) {
      log.met(Reading.Kind.SKIPPED, "links to nowhere", "files", file.toString());
    } else if (OTHER_PICTURES.contains(extension)) {
      log.met(
          Reading.Kind.SKIPPED,
          "of class '" + name + "' (" + extension + " is not read)",
          "pictures",
          1,
          file.toString(),
          "Convert them to PNG or JPEG, or move them elsewhere: the class is judged without them.");
    } else {
      log.met(Reading.Kind.SKIPPED, "that are no pictures", "files", file.toString());
    }
  }

  /**
   * Files of a folder and of all folders in it, in the order of their names; links to folders lead
   * nowhere.
   */
  private static List<Path> filesIn(Path folder) {
    List<Path> files = new ArrayList<>();
    for (Path entry : list(folder, any -> true)) {
      if (!Files.isDirectory(entry)) {
        files.add(entry);
      } else if (!Files.isSymbolicLink(entry)) {
        files.addAll(filesIn(entry));
      }
    }
    return files;
  }

  private static String extension(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.substring(Math.max(0, name.lastIndexOf('.')));
  }

  private static boolean isImage(Path file) {
    return EXTENSIONS.contains(extension(file)) && Files.isRegularFile(file);
  }

  /** What an imageless folder has instead, for the message. */
  private static String others(List<Path> files) {
    return files.isEmpty()
        ? ", it is empty"
        : ", only "
            + files.stream()
                .map(ImageFolder::extension)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.equals(MACOS_LEFTOVER);
  }

  /** Entries that are not hidden, in the order of their names. */
  private static List<Path> list(Path directory, Predicate<Path> filter) {
    InputFile.checkDirectory(directory);
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(entry -> !isHidden(String.valueOf(entry.getFileName())))
          .filter(filter)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw InputFile.failed(directory, e);
    }
  }

  /** Image files and their class ids. */
  private record ImageList(List<Path> files, List<Integer> labels) {
    Part part(ImageForm form) {
      int[] ids = labels.stream().mapToInt(Integer::intValue).toArray();
      return new Part(
          HostArray.ofInts(ids, ids.length),
          row -> files.get(row).toString(),
          ready -> new ImageFiles(files, form, ready));
    }
  }
}
