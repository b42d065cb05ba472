package dev.preflight.training.data.source;

import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.InputException;
import dev.preflight.training.data.Labels;
import dev.preflight.training.data.Reading;
import dev.preflight.training.data.Split;
import dev.preflight.training.data.format.InputFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Divides one set of items by the options for it. */
final class Splitter {
  /** Share of the items held out when the user does not say. */
  static final double DEFAULT_VALIDATION = 0.2;

  /** Fixed, so that two runs see the same split. */
  static final long DEFAULT_SEED = 1;

  /** The options and what they do, for the help. */
  static final String[] OPTIONS = {
    "validation=0.2", "share, or number, of items held out: seeded, stratified by class",
    "validation=last:N", "hold out the last N items instead",
    "split=70/15/15", "percent to train, validate and test; nothing opens the test set",
    "split-by=class|random", "whether each class keeps its share (default: class, if there are)",
    "split-seed=N", "another division (default: " + DEFAULT_SEED + ")",
    "groups=FILE", "a text line for each item: those of equal lines stay in one part",
    "split-file=FILE", "keep the division here: written once, read by every later run"
  };

  private static final List<String> NAMES =
      List.of("validation", "split", "split-by", "split-seed", "groups", "group", "split-file");

  private static final String LAST = "last:";

  /** Sizes of the parts that are held out. */
  private record Sizes(int validation, int test) {}

  /**
   * The parts.
   *
   * @param how they came to be, one sentence
   */
  record Parts(Dataset train, Dataset validation, String how) {}

  private final Dataset items;
  private final Loaded loaded;
  private final Options options;
  private final Path base;

  private Splitter(Dataset items, Loaded loaded, Options options, Path base) {
    this.items = items;
    this.loaded = loaded;
    this.options = options;
    this.base = base;
  }

  /** Refuses the options where the sets came apart. */
  static void requireNone(Options options) {
    for (String name : NAMES) {
      if (options.has(name)) {
        throw new InputException(
            "Data option " + name + "= and a separate validation set exclude each other.",
            "Keep the one that you mean.");
      }
    }
  }

  /** Divides the items of a source. */
  static Parts split(Loaded loaded, Options options, Path base, ReadingLog log) {
    return new Splitter(loaded.train(), loaded, options, base).parts(log);
  }

  private Parts parts(ReadingLog log) {
    if (items.size() < 2) {
      throw new InputException(
          "There is only " + items.size() + " item, too few to hold one out for validation.",
          "Bring more data, or a separate validation set.");
    }
    Optional<String> file = options.text("split-file");
    Split split = file.isEmpty() ? divide() : kept(InputFile.resolve(base, file.get()), log);
    if (split.test().length > 0) {
      log.unopenedTest("items", split.test().length, "");
    }
    return new Parts(
        items.select(split.train()), items.select(split.validation()), sentence(split, file));
  }

  /** The division of a file; made and written where there is none. */
  private Split kept(Path file, ReadingLog log) {
    String data = items.identity();
    if (!Files.exists(file)) {
      Split split = divide();
      new SplitFile(items.size(), data, how(), split).write(file);
      log.met(
          Reading.Kind.READ, "written, with the division of the items", "split files", "" + file);
      return split;
    }
    SplitFile read = SplitFile.read(file, items.size(), data);
    boolean told = NAMES.stream().anyMatch(n -> !n.equals("split-file") && options.has(n));
    if (told && !read.how().equals(how())) {
      throw new InputException(
          file + " holds a split of another kind (" + read.how() + "), here is told " + how() + ".",
          "Leave those options out to use the file, or name another file to split anew.");
    }
    log.met(Reading.Kind.READ, "with the division of the items", "split files", file.toString());
    return read.split();
  }

  /** The options in one line, defaults filled in. */
  private String how() {
    return (options.has("split")
            ? "split=" + text("split", "")
            : "validation=" + text("validation", String.valueOf(DEFAULT_VALIDATION)))
        + " split-by="
        + (isGrouped() ? "group" : isStratified() ? "class" : "random")
        + " split-seed="
        + seed();
  }

  private String text(String name, String otherwise) {
    return options.text(name).orElse(otherwise);
  }

  private long seed() {
    return options.positive("split-seed").orElse((int) DEFAULT_SEED);
  }

  private boolean isGrouped() {
    return options.has("groups") || options.has("group");
  }

  private boolean isStratified() {
    return loaded.classes().isPresent()
        && !options.word("split-by", "class", "random").orElse("class").equals("random");
  }

  private Split divide() {
    int size = items.size();
    if (options.has("split") && options.has("validation")) {
      throw new InputException(
          "Data options split= and validation= exclude each other.", "Keep the one that you mean.");
    }
    if (options.word("split-by", "class", "random").orElse("").equals("class")) {
      if (isGrouped() || loaded.classes().isEmpty()) {
        throw new InputException(
            "Data option split-by=class is not for "
                + (isGrouped() ? "groups, which stay together." : "labels that are no classes."),
            "Leave it out.");
      }
    }
    String value = text("validation", "");
    if (value.startsWith(LAST)) {
      int count = Options.positive("validation", value.substring(LAST.length()));
      return Split.last(size, checkCount(count, size, value));
    }
    Sizes sizes = options.has("split") ? shares(text("split", "")) : held(value);
    if (isGrouped()) {
      return byGroup(sizes);
    }
    int[] ids = isStratified() ? Labels.ids(items) : new int[size];
    int classes = isStratified() ? loaded.classes().orElse(1) : 1;
    return sizes.test == 0
        ? Split.stratified(ids, classes, sizes.validation, seed())
        : Split.stratified(ids, classes, sizes.validation, sizes.test, seed());
  }

  private Split byGroup(Sizes sizes) {
    List<String> names = options.has("groups") ? lines() : loaded.groups();
    Map<String, Integer> ids = new HashMap<>();
    int[] groups = new int[items.size()];
    for (int i = 0; i < groups.length; i++) {
      Integer known = ids.putIfAbsent(names.get(i), ids.size());
      groups[i] = known == null ? ids.size() - 1 : known;
    }
    int parts = sizes.test > 0 ? 3 : 2;
    if (ids.size() < parts) {
      throw new InputException(
          "There are only " + ids.size() + " groups for " + parts + " parts.",
          "Groups stay together; bring more of them, or split into fewer parts.");
    }
    return Split.byGroup(groups, ids.size(), sizes.validation, sizes.test, seed());
  }

  private List<String> lines() {
    Path file = InputFile.resolve(base, text("groups", ""));
    List<String> lines = new String(InputFile.bytes(file), StandardCharsets.UTF_8).lines().toList();
    if (lines.size() != items.size()) {
      throw new InputException(
          file + " has " + lines.size() + " lines for " + items.size() + " items.",
          "Write the group of each item on a line of its own, in the order of the items.");
    }
    return lines;
  }

  private Sizes held(String value) {
    int size = items.size();
    if (value.isEmpty()) {
      return new Sizes(share(DEFAULT_VALIDATION, size), 0);
    }
    double number;
    try {
      number = Double.parseDouble(value);
    } catch (NumberFormatException e) {
      number = Double.NaN;
    }
    if (number > 0 && number < 1) {
      return new Sizes(share(number, size), 0);
    }
    if (number >= 1 && number == Math.rint(number) && number <= Integer.MAX_VALUE) {
      return new Sizes(checkCount((int) number, size, value), 0);
    }
    throw Options.bad("validation", value, "a share between 0 and 1, a number of items, or last:N");
  }

  /** Sizes of {@code 80/20} or {@code 70/15/15}. */
  private Sizes shares(String value) {
    String[] parts = value.split("/", -1);
    double[] shares = new double[parts.length];
    double sum = 0;
    for (int i = 0; i < parts.length; i++) {
      try {
        shares[i] = Double.parseDouble(parts[i]);
      } catch (NumberFormatException e) {
        shares[i] = Double.NaN;
      }
      sum += shares[i] > 0 ? shares[i] : Double.NaN;
    }
    if (parts.length < 2 || parts.length > 3 || !(Math.abs(sum - 100) < 0.01)) {
      throw Options.bad("split", value, "two or three percentages that sum to 100, as 70/15/15");
    }
    int size = items.size();
    if (size < parts.length) {
      throw new InputException(
          "There are only " + size + " items for the parts of split=" + value + ".",
          "Bring more data.");
    }
    int test = parts.length == 3 ? Math.max(1, (int) Math.round(shares[2] / 100 * size)) : 0;
    int validation = Math.max(1, (int) Math.round(shares[1] / 100 * size));
    // Of very few items the last two may take all; training keeps one.
    validation = Math.min(validation, Math.max(1, size - test - 1));
    return new Sizes(validation, Math.min(test, size - validation - 1));
  }

  private static int share(double share, int size) {
    return (int) Math.min(size - 1, Math.max(1, Math.round(share * size)));
  }

  private static int checkCount(int count, int size, String value) {
    if (count >= size) {
      throw new InputException(
          "Data option validation=" + value + " holds out all of " + size + " items.",
          "Leave some to train on.");
    }
    return count;
  }

  private String sentence(Split split, Optional<String> file) {
    int size = items.size();
    String how =
        text("validation", "").startsWith(LAST)
            ? "the last in file order"
            : "chosen at random (seed "
                + seed()
                + (isGrouped()
                    ? "), groups kept together"
                    : isStratified() ? "), stratified by class" : ")");
    @Nullable String from = file.orElse(null);
    return String.format(
        Locale.ROOT,
        "%,d of %,d items (%.3g %%) are held out%s, %s.",
        split.validation().length,
        size,
        100.0 * split.validation().length / size,
        split.test().length == 0
            ? ""
            : String.format(Locale.ROOT, " to validate, %,d more to test", split.test().length),
        from == null ? how : "as " + from + " says");
  }
}
