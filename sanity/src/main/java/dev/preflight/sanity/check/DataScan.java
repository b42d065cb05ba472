package dev.preflight.sanity.check;

import dev.preflight.reports.text.Sentence;
import dev.preflight.training.data.Batch;
import dev.preflight.training.data.Dataset;
import dev.preflight.training.data.HostArray;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Reads a dataset from its beginning in chunks, up to a limit that messages state: the profile's
 * where items are decoded from files, else {@link #LIMIT}.
 */
public final class DataScan {

  /** Most items read of one set. */
  public static final int LIMIT = 100_000;

  /** Most items read where each is decoded from a file, by profile. */
  private static final Map<Profile, Integer> DECODED =
      Map.of(Profile.QUICK, 1_000, Profile.STANDARD, 10_000, Profile.PARANOID, LIMIT);

  private static final int CHUNK = 512;

  private final DataLab lab;
  private final Dataset data;
  private final int items;

  private DataScan(DataLab lab, Dataset data, int items) {
    this.lab = lab;
    this.data = data;
    this.items = items;
  }

  /** A scan of a dataset from its first item. */
  public static DataScan of(DataLab lab, Dataset data) {
    int most = data.decodes() ? DECODED.getOrDefault(lab.options().profile(), LIMIT) : LIMIT;
    return new DataScan(lab, data, Math.min(data.size(), most));
  }

  /** Hears chunks with the index of their first item. */
  @FunctionalInterface
  public interface Reader {
    /** Hears one chunk. */
    void read(int first, Batch batch);
  }

  /** Hears chunks of labels with the index of their first item. */
  @FunctionalInterface
  public interface LabelReader {
    /** Hears the labels of one chunk. */
    void read(int first, HostArray labels);
  }

  /** Reads features and labels, in order; unwinds if the user asked to stop. */
  public void forEach(Reader reader) {
    for (int from = 0; from < items; from += CHUNK) {
      lab.checkpoint();
      reader.read(from, data.batch(IntStream.range(from, Math.min(from + CHUNK, items)).toArray()));
    }
  }

  /** Reads labels alone, in order; unwinds if the user asked to stop. */
  public void forEachLabels(LabelReader reader) {
    for (int from = 0; from < items; from += CHUNK) {
      lab.checkpoint();
      reader.read(
          from, data.labelsOf(IntStream.range(from, Math.min(from + CHUNK, items)).toArray()));
    }
  }

  /** How many items it reads: all, or up to the limit. */
  public int items() {
    return items;
  }

  /** How much is read, for messages. */
  public String scope(String set) {
    return items == data.size()
        ? Sentence.of("%,d %s items", items, set)
        : Sentence.of("the first %,d of %,d %s items", items, data.size(), set);
  }
}
