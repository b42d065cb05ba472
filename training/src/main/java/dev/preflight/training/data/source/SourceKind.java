package dev.preflight.training.data.source;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One kind of data source, with what the help says about it.
 *
 * @param name what stands before the colon
 * @param arguments names of its arguments; the last may repeat if it ends in "..."
 * @param description one line
 * @param options its own options, each with its description, in help order
 * @param opener reads it
 */
record SourceKind(
    String name,
    List<String> arguments,
    String description,
    Map<String, String> options,
    Opener opener) {

  /** Reads a source. */
  interface Opener {
    /**
     * Opens it.
     *
     * @param log hears what is skipped, converted, mixed, missing or doubted
     */
    Loaded open(SpecText spec, Path base, ReadingLog log);
  }

  /** Every kind, in help order. */
  static final List<SourceKind> ALL =
      List.of(
          new SourceKind(
              "digits",
              List.of(),
              "28x28 grey digits drawn by Preflight: 8,000 + 2,000, no file needed",
              described(),
              (spec, base, log) -> Digits.load(spec.options())),
          new SourceKind(
              "idx",
              List.of("IMAGES", "LABELS"),
              "IDX files as of MNIST, plain or gzip",
              described(
                  "validation-images=FILE", "images of a separate validation set",
                  "validation-labels=FILE", "its labels"),
              ArrayFiles::idx),
          new SourceKind(
              "cifar10",
              List.of("DIR"),
              "CIFAR-10, binary version; test_batch.bin stays unopened",
              described(),
              CifarReader::cifar10),
          new SourceKind(
              "cifar100",
              List.of("DIR"),
              "CIFAR-100, binary version, fine labels; test.bin stays unopened",
              described(),
              CifarReader::cifar100),
          new SourceKind(
              "images",
              List.of("DIR"),
              "PNG, JPEG, WebP, GIF, BMP, a folder per class; DIR/train and DIR/val if there",
              described(ImageSurvey.OPTIONS),
              ImageFolder::load),
          new SourceKind(
              "npy",
              List.of("X", "Y"),
              "NumPy arrays, the first dimension counts items",
              described(
                  ArrayLayout.OPTIONS,
                  "validation-x=FILE",
                  "features of a separate validation set",
                  "validation-y=FILE",
                  "its labels"),
              ArrayFiles::npy),
          new SourceKind(
              "npz",
              List.of("FILE"),
              "NumPy archive",
              described(
                  ArrayLayout.OPTIONS,
                  "x=NAME",
                  "array of features (default: x, or x_train with x_val to validate)",
                  "y=NAME",
                  "array of labels (default: y, or y_train)",
                  "validation-x=NAME",
                  "features of a separate validation set",
                  "validation-y=NAME",
                  "its labels"),
              ArrayFiles::npz),
          new SourceKind(
              "csv",
              List.of("FILE"),
              "table with a header; every column but the label is a numeric feature",
              described(
                  CsvNumbers.OPTIONS,
                  "label=COLUMN",
                  "the label column (default: the last)",
                  "group=COLUMN",
                  "what rows come from (a patient, say), which stays in one part",
                  "header=auto|true|false",
                  "whether the first line names the columns",
                  "delimiter=comma|semicolon|tab",
                  "what separates cells (default: comma)",
                  "validation-file=FILE",
                  "a separate validation table"),
              CsvReader::load),
          new SourceKind(
              "tfrecord",
              List.of("FILES..."),
              "TFRecord files of tf.Example; * and ? as wildcards",
              described(
                  "feature=KEY",
                  "key of the features (default: " + TfRecordReader.DEFAULT_FEATURE + ")",
                  "label=KEY",
                  "key of the label (default: " + TfRecordReader.DEFAULT_LABEL + ")",
                  "shape=HxWxC",
                  "shape of one item (default: as the first record)",
                  "dtype=TYPE",
                  "what raw bytes hold: uint8, float32, ... (little-endian)",
                  "validation-files=FILES",
                  "files of a separate validation set"),
              TfRecordReader::load));

  /** Options of every kind. */
  static final Map<String, String> SHARED =
      described(
          Splitter.OPTIONS,
          "limit=N|all",
          "at most N items of each set, at random (seeded); all, also of TFRecords > 1 GiB",
          "task=classification|regression",
          "what labels are (default: integers are class ids)",
          "classes=K",
          "number of classes (default: the largest label + 1)",
          "scale=unit|none",
          "unsigned bytes as float32 in [0,1], or as float32 in [0,255]");

  /** The same with some before it that another class knows. */
  private static Map<String, String> described(String[] before, String... namesAndTexts) {
    Map<String, String> options = new LinkedHashMap<>(described(before));
    options.putAll(described(namesAndTexts));
    return options;
  }

  private static Map<String, String> described(String... namesAndTexts) {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      options.put(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return options;
  }

  /** How it is written, such as {@code idx:IMAGES,LABELS}. */
  String usage() {
    return arguments.isEmpty() ? name : name + ":" + String.join(",", arguments);
  }

  /** Whether the last argument may repeat. */
  boolean repeats() {
    return !arguments.isEmpty() && arguments.get(arguments.size() - 1).endsWith("...");
  }
}
