package dev.preflight.training.data.source;

import dev.preflight.training.data.InputException;
import dev.preflight.training.data.Reading;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Opens TFRecord files of tf.Example: one pass checks every checksum and collects offsets and
 * labels; features are read again, record by record, when asked.
 */
final class TfRecordReader {
  /** Names that the feature and the label are looked for under when not given. */
  static final String DEFAULT_FEATURE = "image";

  static final String DEFAULT_LABEL = "label";

  /** The names that Beam and TensorFlow Datasets give to the files of a set. */
  private static final Pattern SHARD = Pattern.compile("^(.*)-(\\d{1,6})-of-(\\d{1,6})(.*)$");

  private final String featureKey;
  private final String labelKey;
  private int[] shape;

  private TfRecordReader(Options options) {
    featureKey = options.text("feature").orElse(DEFAULT_FEATURE);
    labelKey = options.text("label").orElse(DEFAULT_LABEL);
    shape = options.sides("shape");
  }

  static Loaded load(SpecText spec, Path base, ReadingLog log) {
    TfRecordReader reader = new TfRecordReader(spec.options());
    List<Path> files = files(base, spec.arguments());
    Part train = reader.part(files, log);
    log.met(Reading.Kind.READ, "record files", "files", files.size());
    String validationFiles = spec.options().text("validation-files").orElse("");
    Part validation =
        validationFiles.isEmpty()
            ? null
            : reader.part(files(base, List.of(validationFiles.split(",", -1))), log);
    return Loaded.of(LabelRules.of(spec.options()), train, validation, validationFiles, List.of());
  }

  /** The files of names that may hold wildcards in their last part, in order of name. */
  private static List<Path> files(Path base, List<String> names) {
    List<Path> files = new ArrayList<>();
    for (String name : names) {
      if (name.indexOf('*') < 0 && name.indexOf('?') < 0) {
        files.add(InputFile.resolve(base, name));
        continue;
      }
      int slash = name.lastIndexOf('/');
      Path directory = slash < 0 ? base : InputFile.resolve(base, name.substring(0, slash + 1));
      InputFile.checkDirectory(directory);
      List<Path> found = matching(directory, name.substring(slash + 1));
      if (found.isEmpty()) {
        throw new InputException(
            "No file in " + directory + " matches " + name.substring(slash + 1) + ".",
            "Check the pattern; * and ? stand for text in the last part of the path.");
      }
      files.addAll(found);
    }
    return List.copyOf(files);
  }

  private static List<Path> matching(Path directory, String pattern) {
    try (Stream<Path> entries = Files.list(directory)) {
      PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
      return entries
          .filter(entry -> matcher.matches(entry.getFileName()))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (PatternSyntaxException e) {
      throw new InputException(
          "'" + pattern + "' is no file pattern: " + e.getDescription() + ".", "Use * and ?.", e);
    } catch (IOException e) {
      throw InputFile.failed(directory, e);
    }
  }

  private Part part(List<Path> files, ReadingLog log) {
    missingShards(files, log);
    TfRecordIndex index = new TfRecordIndex(files);
    TfRecordLabels labels = new TfRecordLabels(labelKey);
    for (int file = 0; file < files.size(); file++) {
      int current = file;
      TfRecordFile.scan(
          files.get(file),
          (number, offset, record) -> {
            String place = files.get(current) + ", record " + number;
            TfExample example = parse(record, place);
            labels.add(value(example, labelKey, place), place);
            Object feature = value(example, featureKey, place);
            if (shape.length == 0) {
              shape = TfRecordDataset.naturalShape(feature, place);
              doubtRawBytes(feature, place, log);
            }
            index.add(
                current,
                number,
                offset,
                record.length,
                TfRecordDataset.type(feature, shape, featureKey, place));
          });
    }
    return new Part(
        labels.array(),
        index::place,
        ready -> new TfRecordDataset(index, featureKey, shape, ready));
  }

  /** Bytes that are no image are pixels where shape= says so; otherwise they may be anything. */
  private static void doubtRawBytes(Object feature, String place, ReadingLog log) {
    if (feature instanceof byte[][] strings
        && strings.length == 1
        && !ImageDecoder.isImage(strings[0])) {
      log.met(
          Reading.Kind.DOUBTED,
          "of raw bytes that are no image, taken as numbers from 0 to 255",
          "features",
          1,
          place,
          "Give shape=HEIGHTxWIDTHxCHANNELS if they are pixels; write float values as a float list"
              + " instead of bytes.");
    }
  }

  /** Files of a set that counts its files in their names, such as {@code x-00002-of-00008}. */
  private static void missingShards(List<Path> files, ReadingLog log) {
    Map<String, Integer> wanted = new TreeMap<>();
    Map<String, Set<Integer>> there = new TreeMap<>();
    for (Path file : files) {
      Matcher shard = SHARD.matcher(file.toString());
      if (shard.find()) {
        String set = shard.group(1) + "-?-of-" + shard.group(3) + shard.group(4);
        wanted.put(set, Integer.parseInt(shard.group(3)));
        there.computeIfAbsent(set, any -> new HashSet<>()).add(Integer.parseInt(shard.group(2)));
      }
    }
    wanted.forEach(
        (set, count) -> {
          int missing = count - there.getOrDefault(set, Set.of()).size();
          if (missing > 0) {
            log.met(
                Reading.Kind.MISSING,
                "of the " + count + " that the names count",
                "record files",
                missing,
                set,
                "Name all files of the set, or fetch those that are not there.");
          }
        });
  }

  static TfExample parse(byte[] record, String place) {
    try {
      return TfExample.parse(record);
    } catch (IOException e) {
      throw new InputException(
          place + " is no tf.Example: " + e.getMessage() + ".",
          "Only records that hold serialized tf.Example messages are read.",
          e);
    }
  }

  static Object value(TfExample example, String key, String place) {
    Object value = example.features().get(key);
    if (value == null) {
      List<String> near = InputException.nearest(key, example.features().keySet());
      throw new InputException(
          place
              + " has no feature '"
              + key
              + "'; it has "
              + String.join(", ", example.features().keySet())
              + ".",
          near.isEmpty()
              ? "Name the keys with feature= and label=."
              : "Did you mean "
                  + String.join(" or ", near)
                  + "? Name the keys with feature= and label=.");
    }
    return value;
  }
}
