package dev.preflight.training.data.source;

import dev.preflight.training.data.Reading;
import dev.preflight.training.data.format.InputFile;
import dev.preflight.training.data.format.TfRecordFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Which records of a set of files are read: all, or of a very large set a sample in stretches that
 * are evenly spread over its bytes, so that opening it takes a time that does not grow with it.
 *
 * @param files in order
 * @param bytes size of all files
 * @param records most records to read; 0 for all
 */
record TfRecordSample(List<Path> files, long bytes, int records) {
  /** Sets up to here are read whole. */
  static final long WHOLE = 1L << 30;

  /** Records of a sample when {@code limit=} does not say. */
  private static final int RECORDS = 20_000;

  /** Bytes of a sample, also where its records are large. */
  private static final long MOST_BYTES = 1L << 29;

  private static final int STRETCHES = 256;

  /** Receives the records of a set. */
  interface Visitor {
    /**
     * One record.
     *
     * @param file index among the files
     * @param number in its file from 0; -1 where it is not known
     * @param offset of its first byte in the file
     */
    void visit(int file, long number, long offset, byte[] record);
  }

  static TfRecordSample of(List<Path> files, Options options) {
    return of(files, options, WHOLE);
  }

  /** As above; {@code whole} is the size up to which sets are read whole. */
  static TfRecordSample of(List<Path> files, Options options, long whole) {
    long bytes = 0;
    for (Path file : files) {
      InputFile.check(file);
      try {
        bytes += Files.size(file);
      } catch (IOException e) {
        throw InputFile.failed(file, e);
      }
    }
    boolean all = bytes <= whole || options.text("limit").orElse("").equals(Options.ALL);
    OptionalInt limit = all ? OptionalInt.empty() : options.positive("limit");
    return new TfRecordSample(files, bytes, all ? 0 : limit.orElse(RECORDS));
  }

  void scan(ReadingLog log, Visitor visitor) {
    if (records == 0) {
      for (int file = 0; file < files.size(); file++) {
        int current = file;
        TfRecordFile.scan(
            files.get(file),
            (number, offset, record) -> visitor.visit(current, number, offset, record));
      }
      return;
    }
    int stretches = Math.min(STRETCHES, records);
    long[] met = new long[2];
    for (int k = 0; k < stretches; k++) {
      int wanted = (int) ((long) records * (k + 1) / stretches - (long) records * k / stretches);
      stretch(part(k, stretches), part(k + 1, stretches), wanted, stretches, met, visitor);
    }
    log.met(
        Reading.Kind.SKIPPED,
        String.format(
            Locale.ROOT,
            "of about %,d, which are more than are opened without being told: %,d were read, evenly spread over all files (limit=N reads more, limit=all reads every one)",
            about(met),
            met[0]),
        "records",
        about(met) - met[0]);
  }

  private long part(int k, int of) {
    return (long) ((double) bytes * k / of);
  }

  /** How many records all files have, from the mean size of those met. */
  private long about(long[] met) {
    return Math.max(met[0], Math.round((double) bytes / Math.max(1, met[1]) * met[0]));
  }

  /** Visits records that begin in a range of bytes of all files laid end to end. */
  private void stretch(long from, long to, int wanted, int stretches, long[] met, Visitor visitor) {
    long before = 0;
    int left = wanted;
    for (int file = 0; file < files.size() && left > 0; file++) {
      long size = size(file);
      if (before + size > from && before < to) {
        int current = file;
        left -=
            TfRecordFile.scanFrom(
                files.get(file),
                Math.max(0, from - before),
                Math.min(size, to - before),
                left,
                MOST_BYTES / stretches,
                (number, offset, record) -> {
                  visitor.visit(current, number, offset, record);
                  met[0]++;
                  met[1] += TfRecordFile.framed(record.length);
                });
      }
      before += size;
    }
  }

  private long size(int file) {
    try {
      return Files.size(files.get(file));
    } catch (IOException e) {
      throw InputFile.failed(files.get(file), e);
    }
  }
}
