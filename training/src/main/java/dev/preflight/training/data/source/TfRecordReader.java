package dev.preflight.training.data.source;

import dev.preflight.training.data.InputException;
import dev.preflight.training.data.Reading;
import dev.preflight.training.data.format.InputFile;
import dev.preflight.training.data.format.TfExample;
import dev.preflight.training.data.image.ImageForm;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Opens TFRecord files of tf.Example: one pass over all records, or over a sample of very many,
 * checks every checksum and collects offsets and labels; features are read again, record by record,
 * when asked.
 */
final class TfRecordReader {
  /** Names that the feature and the label are looked for under when not given. */
  static final String DEFAULT_FEATURE = "image";

  static final String DEFAULT_LABEL = "label";

  /** The names that Beam and TensorFlow Datasets give to the files of a set. */
  private static final Pattern SHARD = Pattern.compile("^(.*)-(\\d{1,6})-of-(\\d{1,6})(.*)$");

  private final Options options;
  private final String featureKey;
  private final String labelKey;
  private @Nullable RecordFeature feature;
  private boolean surveyed;

  private TfRecordReader(Options options) {
    this.options = options;
    featureKey = options.text("feature").orElse(DEFAULT_FEATURE);
    labelKey = options.text("label").orElse(DEFAULT_LABEL);
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
    ImageSurvey survey = new ImageSurvey();
    TfRecordSample.of(files, options)
        .scan(
            log,
            (file, number, offset, record) -> {
              index.add(file, number, offset, record.length);
              String place = index.place(index.size() - 1);
              TfExample example = parse(record, place);
              labels.add(value(example, labelKey, place), place);
              Object value = value(example, featureKey, place);
              if (feature == null) {
                feature = RecordFeature.of(value, featureKey, options, place);
              }
              feature.check(value, place);
              if (feature instanceof RecordFeature.Pictures) {
                survey.add(ImageSurvey.look(() -> ((byte[][]) value)[0], place));
              }
            });
    RecordFeature found = Objects.requireNonNull(feature);
    if (found instanceof RecordFeature.Pictures pictures) {
      found = surveyed ? pictures : new RecordFeature.Pictures(featureKey, form(survey));
      survey.tell(log, options, ((RecordFeature.Pictures) found).form());
      surveyed = true;
    }
    RecordFeature wanted = found;
    feature = found;
    return new Part(
        labels.array(),
        index::place,
        ready -> new TfRecordDataset(index, featureKey, wanted, ready));
  }

  /** The form of pictures; here {@code shape=} says at once what other sources have options for. */
  private ImageForm form(ImageSurvey survey) {
    int[] shape = options.sides("shape");
    if (shape.length == 0) {
      return survey.form(options);
    }
    ImageForm natural = survey.form(options);
    return new ImageForm(shape[0], shape[1], shape[2], natural.divisor());
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
