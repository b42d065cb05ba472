package dev.preflight.training.data.format;

import dev.preflight.training.data.InputException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The frames of a TFRecord file: length (uint64, little-endian), masked CRC-32C of the length, the
 * record, masked CRC-32C of the record.
 */
public final class TfRecordFile {
  private static final int HEADER = 12;
  private static final int FOOTER = 4;
  private static final int MASK_DELTA = 0xa282ead8;

  /** The number of a record in a file that was not read from its beginning. */
  public static final long UNKNOWN = -1;

  private TfRecordFile() {}

  /** Receives the records of a file in order. */
  public interface Visitor {
    /**
     * One record.
     *
     * @param number from 0
     * @param offset of its first byte in the file
     */
    void visit(long number, long offset, byte[] record);
  }

  /** Reads a whole file and checks every frame. */
  public static void scan(Path file, Visitor visitor) {
    scan(file, false, visitor);
  }

  /**
   * Reads a file that may still be written to, and checks every frame that is there whole.
   *
   * @return whether the file ends where a record ends
   */
  public static boolean scanGrowing(Path file, Visitor visitor) {
    return scan(file, true, visitor);
  }

  private static boolean scan(Path file, boolean growing, Visitor visitor) {
    InputFile.check(file);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      long size = Files.size(file);
      long offset = 0;
      for (long number = 0; offset < size; number++) {
        byte[] header = in.readNBytes(HEADER);
        boolean cut =
            header.length < HEADER || checkedLength(header, 0) > size - offset - HEADER - FOOTER;
        if (growing && cut) {
          return false;
        }
        int length = length(file, number, offset, header, size);
        byte[] record = in.readNBytes(length);
        checkRecord(file, number, offset, record, in.readNBytes(FOOTER));
        visitor.visit(number, offset + HEADER, record);
        offset += framed(length);
      }
      return true;
    } catch (IOException e) {
      throw InputFile.failed(file, e);
    }
  }

  /** Bytes that a record takes with what stands before and after it. */
  public static long framed(int length) {
    return (long) HEADER + length + FOOTER;
  }

  /**
   * Reads records from the first that begins at a byte or after it.
   *
   * @param from where to look for the beginning of a record
   * @param to the last record begins before this byte
   * @param most most records
   * @param budget bytes after which no other record is read
   * @return how many were visited
   */
  public static int scanFrom(
      Path file, long from, long to, int most, long budget, Visitor visitor) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      long first = TfRecordSync.next(channel, from, to);
      long offset = first;
      int visited = 0;
      while (visited < most && offset < to && offset - first < budget) {
        byte[] header = bytes(channel, offset, HEADER);
        long number = offset == 0 ? 0 : UNKNOWN;
        int length = length(file, number, offset, header, size);
        visitor.visit(
            number, offset + HEADER, read(file, channel, number, offset + HEADER, length));
        visited++;
        offset += framed(length);
      }
      return visited;
    } catch (IOException e) {
      throw InputFile.failed(file, e);
    }
  }

  private static byte[] bytes(FileChannel channel, long offset, int length) throws IOException {
    byte[] bytes = new byte[length];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
      // A read may bring only a part.
    }
    return Arrays.copyOf(bytes, buffer.position());
  }

  /** The length in a header, if its checksum is right; -1 otherwise. */
  static long checkedLength(byte[] bytes, int at) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long length = buffer.getLong(at);
    if (length < 0) {
      return -1;
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes, at, 8);
    return buffer.getInt(at + 8) == masked(crc) ? length : -1;
  }

  /** Reads one record again. */
  public static byte[] read(Path file, FileChannel channel, long number, long offset, int length)
      throws IOException {
    byte[] both = bytes(channel, offset, length + FOOTER);
    byte[] record = Arrays.copyOf(both, length);
    byte[] footer = Arrays.copyOfRange(both, Math.min(length, both.length), both.length);
    checkRecord(file, number, offset - HEADER, record, footer);
    return record;
  }

  private static int length(Path file, long number, long offset, byte[] header, long size) {
    if (header.length < HEADER) {
      throw truncated(file, number, offset);
    }
    ByteBuffer buffer = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    long length = buffer.getLong(0);
    if (buffer.getInt(8) != maskedCrc(header, 8)) {
      boolean gzip = (header[0] & 0xff) == 0x1f && (header[1] & 0xff) == 0x8b;
      if (number == 0) {
        throw new InputException(
            file
                + (gzip
                    ? " is a compressed TFRecord file."
                    : " is no TFRecord file: the checksum of its first length is wrong."),
            gzip
                ? "Unpack it: records are read in random order."
                : "Write it with tf.io.TFRecordWriter, without compression.");
      }
      throw damaged(file, number, offset, "the checksum of its length is wrong");
    }
    if (length < 0 || length > size - offset - HEADER - FOOTER) {
      throw truncated(file, number, offset);
    }
    if (length > Integer.MAX_VALUE - 16) {
      throw damaged(file, number, offset, "it has " + length + " bytes, more than 2 GiB");
    }
    return (int) length;
  }

  private static void checkRecord(
      Path file, long number, long offset, byte[] record, byte[] footer) {
    if (footer.length < FOOTER) {
      throw truncated(file, number, offset);
    }
    int stored = ByteBuffer.wrap(footer).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (stored != maskedCrc(record, record.length)) {
      throw damaged(file, number, offset, "its checksum is wrong");
    }
  }

  /** The CRC-32C in the rotated form that the format stores. */
  public static int maskedCrc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return masked(crc);
  }

  private static int masked(CRC32C crc) {
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }

  private static InputException truncated(Path file, long number, long offset) {
    return new InputException(
        file + " ends inside " + name(number) + ", which begins at byte " + offset + ".",
        "The file is truncated; write it again.");
  }

  private static InputException damaged(Path file, long number, long offset, String what) {
    return new InputException(
        file + ", " + name(number) + " at byte " + offset + " is damaged: " + what + ".",
        "Write the file again.");
  }

  private static String name(long number) {
    return number == UNKNOWN ? "the record" : "record " + number;
  }
}
