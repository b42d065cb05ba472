package dev.preflight.sanity.check;

import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import java.util.stream.IntStream;

/** Reads a dataset from its beginning in chunks, up to a limit that messages state. */
public final class DataScan {

  /** Most items read of one set. */
  public static final int LIMIT = 100_000;

  private static final int CHUNK = 512;

  private final Lab lab;
  private final Dataset data;
  private final int items;

  private DataScan(Lab lab, Dataset data, int items) {
    this.lab = lab;
    this.data = data;
    this.items = items;
  }

  public static DataScan of(Lab lab, Dataset data) {
    return new DataScan(lab, data, Math.min(data.size(), LIMIT));
  }

  /** Hears chunks with the index of their first item. */
  @FunctionalInterface
  public interface Reader {
    void read(int first, Batch batch);
  }

  /** Hears chunks of labels with the index of their first item. */
  @FunctionalInterface
  public interface LabelReader {
    void read(int first, HostArray labels);
  }

  public void forEach(Reader reader) {
    for (int from = 0; from < items; from += CHUNK) {
      lab.checkpoint();
      reader.read(from, data.batch(IntStream.range(from, Math.min(from + CHUNK, items)).toArray()));
    }
  }

  public void forEachLabels(LabelReader reader) {
    for (int from = 0; from < items; from += CHUNK) {
      lab.checkpoint();
      reader.read(
          from, data.labelsOf(IntStream.range(from, Math.min(from + CHUNK, items)).toArray()));
    }
  }

  public int items() {
    return items;
  }

  /** How much is read, for messages. */
  public String scope(String set) {
    return items == data.size()
        ? Text.count(items) + " " + set + " items"
        : "the first "
            + Text.count(items)
            + " of "
            + Text.count(data.size())
            + " "
            + set
            + " items";
  }
}
