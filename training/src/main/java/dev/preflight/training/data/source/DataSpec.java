package dev.preflight.training.data.source;

import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.ElementType;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.LabelForm;
import dev.preflight.training.data.Reading;
import dev.preflight.training.data.Shuffle;
import dev.preflight.training.data.TrainingData;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * The one-line specification of a data source, such as {@code
 * idx:images.gz,labels.gz?validation=0.2}.
 *
 * <p>A literal comma, question mark, ampersand, equals sign or percent sign that would be taken for
 * grammar is written {@code %2C}, {@code %3F}, {@code %26}, {@code %3D}, {@code %25}.
 */
public final class DataSpec {
  /** Seed of what limit= leaves: fixed, so that two runs see the same. */
  private static final long LIMIT_SEED = 1;

  private DataSpec() {}

  /**
   * Opens the data that a specification names. Small sources are read into memory; images and
   * TFRecord files are decoded as batches are asked for. Unsigned bytes stay bytes unless {@code
   * scale=} is given. NaN and infinities are kept.
   *
   * @param spec {@code kind:arguments?key=value&key=value}, see {@link #help()}
   * @param baseDirectory what relative paths are relative to
   * @throws InputException if the specification or the data is wrong
   */
  public static TrainingData open(String spec, Path baseDirectory) {
    Opened opened = opened(spec, baseDirectory);
    return finish(spec, opened.text.options(), opened.loaded, baseDirectory, opened.log);
  }

  /**
   * Opens data to test with: all items that a specification names, or where it names a separate
   * validation set, as cifar10 does, the items of that.
   *
   * @throws InputException as {@link #open}
   */
  public static Dataset openWhole(String spec, Path baseDirectory) {
    Opened opened = opened(spec, baseDirectory);
    Options options = opened.text.options();
    Dataset separate = opened.loaded.validation();
    Dataset items = separate == null ? opened.loaded.train() : separate;
    return scaled(limited(items, options, opened.log), options);
  }

  private record Opened(SpecText text, Loaded loaded, ReadingLog log) {}

  private static Opened opened(String spec, Path baseDirectory) {
    SpecText text = SpecText.parse(spec);
    SourceKind kind = kind(text);
    checkArguments(kind, text);
    Set<String> known = new TreeSet<>();
    kind.options().keySet().forEach(option -> known.add(name(option)));
    SourceKind.SHARED.keySet().forEach(option -> known.add(name(option)));
    text.options().requireKnown(known);
    ReadingLog log = new ReadingLog();
    Loaded loaded = kind.opener().open(text, baseDirectory, log);
    return new Opened(text, loaded, log);
  }

  private static SourceKind kind(SpecText text) {
    for (SourceKind kind : SourceKind.ALL) {
      if (kind.name().equals(text.kind())) {
        return kind;
      }
    }
    throw InputException.unknown(
        "data kind", text.kind(), SourceKind.ALL.stream().map(SourceKind::name).toList());
  }

  private static void checkArguments(SourceKind kind, SpecText text) {
    int given = text.arguments().size();
    int wanted = kind.arguments().size();
    if (given != wanted && !(kind.repeats() && given >= wanted)) {
      throw new InputException(
          "'"
              + kind.name()
              + "' takes "
              + wanted
              + " argument"
              + (wanted == 1 ? "" : "s")
              + ", not "
              + given
              + ".",
          "Write " + kind.usage() + "; a comma in a path is written %2C.");
    }
  }

  private static TrainingData finish(
      String spec, Options options, Loaded loaded, Path base, ReadingLog log) {
    Dataset train;
    Dataset validation = loaded.validation();
    String split;
    if (validation == null) {
      Splitter.Parts parts = parts(loaded, options, base, log);
      train = parts.train();
      validation = parts.validation();
      split = parts.how();
    } else {
      Splitter.requireNone(options);
      train = limited(loaded.train(), options, log);
      validation = limited(validation, options, log);
      split = "The validation set is separate: " + loaded.validationFrom() + ".";
      checkSame(train, validation, loaded.validationFrom());
    }
    return new TrainingData(
        scaled(train, options),
        scaled(validation, options),
        spec,
        split,
        loaded.classes(),
        loaded.classNames(),
        loaded.featureNames(),
        log.reading());
  }

  /**
   * The parts of one set, of which {@code limit=} leaves some. A division that is to stay the same
   * is made before items are left out.
   */
  private static Splitter.Parts parts(Loaded loaded, Options options, Path base, ReadingLog log) {
    boolean fixed = options.has("split") || options.has("split-file") || options.has("groups");
    if (!fixed && !options.has("group")) {
      Loaded limited = loaded.withTrain(limited(loaded.train(), options, log));
      return Splitter.split(limited, options, base, log);
    }
    Splitter.Parts parts = Splitter.split(loaded, options, base, log);
    return new Splitter.Parts(
        limited(parts.train(), options, log),
        limited(parts.validation(), options, log),
        parts.how());
  }

  private static void checkSame(Dataset train, Dataset validation, String from) {
    if (!train.features().equals(validation.features())) {
      throw new InputException(
          "Training items are "
              + train.features()
              + ", validation items of "
              + from
              + " are "
              + validation.features()
              + ".",
          "Both sets need items of the same type and shape.");
    }
    if (!train.labels().equals(validation.labels())) {
      throw new InputException(
          "Training labels are "
              + train.labels()
              + ", validation labels of "
              + from
              + " are "
              + validation.labels()
              + ".",
          "Both sets need labels of the same type and shape.");
    }
  }

  private static Dataset limited(Dataset dataset, Options options, ReadingLog log) {
    OptionalInt limit =
        options.text("limit").orElse("").equals(Options.ALL)
            ? OptionalInt.empty()
            : options.positive("limit");
    if (limit.isEmpty() || limit.getAsInt() >= dataset.size()) {
      return dataset;
    }
    log.met(
        Reading.Kind.SKIPPED,
        "left out by limit=" + limit.getAsInt(),
        "items",
        dataset.size() - limit.getAsInt());
    int[] order = Shuffle.identity(dataset.size());
    Shuffle.shuffle(order, Shuffle.random(LIMIT_SEED, 1));
    int[] kept = Arrays.copyOf(order, limit.getAsInt());
    Arrays.sort(kept);
    return dataset.select(kept);
  }

  private static Dataset scaled(Dataset dataset, Options options) {
    String scale = options.word("scale", "unit", "none").orElse("");
    if (dataset.features().type() != ElementType.UINT8 || scale.isEmpty()) {
      return dataset;
    }
    return scale.equals("unit")
        ? dataset.unitScaled()
        : dataset.convertedTo(ElementType.FLOAT32, dataset.labels().type(), LabelForm.asIs());
  }

  private static String name(String option) {
    return option.substring(0, option.indexOf('='));
  }

  /** The grammar, the kinds and their options, for a terminal. */
  public static String help() {
    StringBuilder help =
        new StringBuilder("Data is named KIND:ARGUMENTS?OPTION=VALUE&OPTION=VALUE:\n");
    for (SourceKind kind : SourceKind.ALL) {
      line(help, 2, kind.usage(), kind.description());
      options(help, kind.options());
    }
    help.append("Options of every kind:\n");
    options(help, SourceKind.SHARED);
    help.append("Without validation= and without a separate set, ")
        .append(String.format(Locale.ROOT, "%.0f %%", 100 * Splitter.DEFAULT_VALIDATION))
        .append(" are held out. Quote the whole for the shell.\n");
    return help.toString();
  }

  private static void options(StringBuilder help, Map<String, String> options) {
    options.forEach((option, text) -> line(help, 4, option, text));
  }

  private static void line(StringBuilder help, int indent, String left, String right) {
    help.append(
        String.format(
                Locale.ROOT, "%s%-" + (36 - indent) + "s %s%n", " ".repeat(indent), left, right)
            .replace("\r", ""));
  }

  /** The kinds that {@link #open} knows, in help order. */
  public static List<String> kinds() {
    return SourceKind.ALL.stream().map(SourceKind::name).toList();
  }
}
