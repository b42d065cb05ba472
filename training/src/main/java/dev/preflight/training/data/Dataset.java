package dev.preflight.training.data;

import java.util.Iterator;
import java.util.function.UnaryOperator;

/**
 * A fixed number of items, each with features and labels, readable in any order.
 *
 * <p>Implementations may decode items from files when asked, and must allow {@link #batch} from
 * many threads at once. NaN and infinities are data and pass through unchanged. Views (the default
 * methods) read through to the dataset they were made from and hold no items.
 */
public interface Dataset {
  /** Number of items. */
  int size();

  /** Type and shape of the features of one item. */
  ArraySpec features();

  /** Type and shape of the labels of one item; shape [] for class ids. */
  ArraySpec labels();

  /**
   * The items of the given indices, in that order; an index may repeat.
   *
   * @param indices each in [0, {@link #size()})
   * @throws IndexOutOfBoundsException if an index is outside
   * @throws InputException if an item cannot be read from its file
   */
  Batch batch(int[] indices);

  /**
   * The labels of the given indices alone; cheap even where features are decoded from files.
   *
   * @param indices each in [0, {@link #size()})
   * @throws IndexOutOfBoundsException if an index is outside
   */
  default HostArray labelsOf(int[] indices) {
    return batch(indices).labels();
  }

  /**
   * A short hash that is the same for the same data in every process. It begins with {@code
   * content:} where it covers every number of every item, and with {@code files:} where items are
   * decoded from files when asked: it then covers the files' names, sizes, modification times and
   * the bytes of a sample of them. Views add their own definition to it.
   */
  String fingerprint();

  /**
   * As {@link #fingerprint}, but the same for a copy of the files: without modification times. A
   * split that is kept in a file is known by it.
   */
  default String identity() {
    return fingerprint();
  }

  /**
   * Whether items are decoded from files when they are asked for: reading all of them then costs
   * what the files cost, and one that is damaged shows only when it is read.
   */
  default boolean decodes() {
    return false;
  }

  /** All items in memory: features [n, ...] and labels [n, ...]. */
  static Dataset of(HostArray features, HostArray labels) {
    return new MemoryDataset(features, labels);
  }

  /**
   * Up to {@code items} items taken from a stream into memory, for data that only comes as one.
   *
   * @param stream batches of any sizes, all of the same types and item shapes; read until there are
   *     enough items or it ends
   * @param items most items to keep, at least 1
   * @throws InputException if the stream has no item, or its batches disagree in type or shape
   */
  static Dataset buffered(Iterator<Batch> stream, int items) {
    return MemoryDataset.buffered(stream, items);
  }

  /** The given items in the given order; an index may repeat. A view. */
  default Dataset select(int[] indices) {
    return new SelectedDataset(this, indices);
  }

  /**
   * Different items drawn at random, the same for the same seed; all of them, shuffled, where there
   * are no more. A view.
   *
   * @param most most items, at least 1
   * @param seed decides which
   */
  default Dataset sample(int most, long seed) {
    return select(Shuffle.sample(size(), Math.min(most, size()), seed));
  }

  /**
   * Features transformed batch by batch. A view.
   *
   * @param name what the transform does, with its parameters; becomes part of the fingerprint
   * @param result type and shape of the features of one item after the transform
   * @param transform from features [n, ...] to features [n, ...result]; called from many threads
   */
  default Dataset mapFeatures(String name, ArraySpec result, UnaryOperator<HostArray> transform) {
    return new MappedDataset(
        this,
        name,
        result,
        labels(),
        batch -> new Batch(transform.apply(batch.features()), batch.labels()),
        UnaryOperator.identity());
  }

  /**
   * Features and labels transformed together, batch by batch. A view.
   *
   * @param name what the transform does, with its parameters; becomes part of the fingerprint
   * @param features type and shape of the features of one item after the transform
   * @param labels type and shape of the labels of one item after the transform
   * @param transform keeps the number of items; called from many threads
   */
  default Dataset mapBatches(
      String name, ArraySpec features, ArraySpec labels, UnaryOperator<Batch> transform) {
    return new MappedDataset(this, name, features, labels, transform, null);
  }

  /**
   * Features as float32: unsigned bytes divided by 255, so in [0, 1]; other types converted without
   * scaling. A view; this very dataset if the features are float32 already.
   */
  default Dataset unitScaled() {
    return Conversions.unitScaled(this);
  }

  /**
   * Features and labels in the types and form that a graph wants, without scaling. A view; this
   * very dataset if nothing has to change.
   *
   * @throws InputException at once if the labels cannot take the form (vectors as class ids, say),
   *     and from {@link #batch} if a label is outside the classes or a number does not exist in the
   *     wanted type
   */
  default Dataset convertedTo(ElementType features, ElementType labels, LabelForm form) {
    return Conversions.convertedTo(this, features, labels, form);
  }
}
