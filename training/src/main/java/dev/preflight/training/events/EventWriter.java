package dev.preflight.training.events;

import dev.preflight.training.data.format.TfRecordFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.HistogramProto;
import org.tensorflow.proto.SessionLog;
import org.tensorflow.proto.Summary;

/**
 * Writes a TensorBoard event file: scalars and histograms by step. Not thread-safe.
 *
 * <p>A run that goes on writes a file of its own, which says from where on: TensorBoard then leaves
 * out what the earlier file holds of later steps.
 */
public final class EventWriter implements AutoCloseable {

  private final OutputStream out;

  private EventWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * A new file in a directory, which is made where it is not there.
   *
   * @param from the step before the first that will be written; 0 for a fresh run
   * @throws UncheckedIOException if it cannot be written
   */
  public static EventWriter in(Path directory, long from) {
    try {
      Files.createDirectories(directory);
      long seconds = System.currentTimeMillis() / 1000;
      for (int number = 0; ; number++) {
        String name =
            String.format(Locale.ROOT, "events.out.tfevents.%010d.preflight.%05d", seconds, number);
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
          EventWriter writer =
              new EventWriter(
                  new BufferedOutputStream(
                      Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), 1 << 16));
          writer.write(event(0).setFileVersion("brain.Event:2"));
          if (from > 0) {
            SessionLog start =
                SessionLog.newBuilder().setStatus(SessionLog.SessionStatus.START).build();
            writer.write(event(from + 1).setSessionLog(start));
          }
          writer.flush();
          return writer;
        }
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** One value; not finite ones are data. */
  public void scalar(String tag, long step, double value) {
    value(step, Summary.Value.newBuilder().setTag(tag).setSimpleValue((float) value));
  }

  /**
   * How values are distributed.
   *
   * @param values of which those that are not finite are left out
   */
  public void histogram(String tag, long step, float[] values) {
    value(step, Summary.Value.newBuilder().setTag(tag).setHisto(Histograms.of(values)));
  }

  private void value(long step, Summary.Value.Builder value) {
    write(event(step).setSummary(Summary.newBuilder().addValue(value)));
  }

  private static Event.Builder event(long step) {
    return Event.newBuilder().setWallTime(System.currentTimeMillis() / 1000.0).setStep(step);
  }

  private void write(Event.Builder event) {
    byte[] record = event.build().toByteArray();
    ByteBuffer frame = ByteBuffer.allocate(record.length + 16).order(ByteOrder.LITTLE_ENDIAN);
    frame.putLong(record.length);
    frame.putInt(TfRecordFile.maskedCrc(frame.array(), Long.BYTES));
    frame.put(record);
    frame.putInt(TfRecordFile.maskedCrc(record, record.length));
    try {
      out.write(frame.array());
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Brings what was written to the file, for those who look at it meanwhile. */
  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static UncheckedIOException failure(IOException e) {
    return new UncheckedIOException("cannot write the TensorBoard log: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Histograms in buckets of equal width. */
  private static final class Histograms {
    private static final int BUCKETS = 30;

    private Histograms() {}

    static HistogramProto of(float[] values) {
      double min = Double.POSITIVE_INFINITY;
      double max = Double.NEGATIVE_INFINITY;
      double sum = 0;
      double squares = 0;
      long count = 0;
      for (float value : values) {
        if (Float.isFinite(value)) {
          min = Math.min(min, value);
          max = Math.max(max, value);
          sum += value;
          squares += (double) value * value;
          count++;
        }
      }
      HistogramProto.Builder histogram = HistogramProto.newBuilder();
      if (count == 0) {
        return histogram.build();
      }
      double width = max > min ? (max - min) / BUCKETS : 1;
      long[] buckets = new long[BUCKETS];
      for (float value : values) {
        if (Float.isFinite(value)) {
          buckets[Math.min(BUCKETS - 1, (int) ((value - min) / width))]++;
        }
      }
      histogram.setMin(min).setMax(max).setNum((double) count).setSum(sum).setSumSquares(squares);
      for (int i = 0; i < BUCKETS; i++) {
        histogram.addBucketLimit(min + width * (i + 1)).addBucket((double) buckets[i]);
      }
      return histogram.build();
    }
  }
}
