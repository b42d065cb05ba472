package dev.preflight.training.data.source;

import dev.preflight.training.data.InputException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The frames of a TFRecord file: length (uint64, little-endian), masked CRC-32C of the length, the
 * record, masked CRC-32C of the record.
 */
final class TfRecordFile {
  private static final int HEADER = 12;
  private static final int FOOTER = 4;
  private static final int MASK_DELTA = 0xa282ead8;

  private TfRecordFile() {}

  /** Receives the records of a file in order. */
  interface Visitor {
    /**
     * One record.
     *
     * @param number from 0
     * @param offset of its first byte in the file
     */
    void visit(long number, long offset, byte[] record);
  }

  /** Reads a whole file and checks every frame. */
  static void scan(Path file, Visitor visitor) {
    InputFile.check(file);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      long size = Files.size(file);
      long offset = 0;
      for (long number = 0; offset < size; number++) {
        int length = length(file, number, offset, in.readNBytes(HEADER), size);
        byte[] record = in.readNBytes(length);
        checkRecord(file, number, offset, record, in.readNBytes(FOOTER));
        visitor.visit(number, offset + HEADER, record);
        offset += HEADER + length + FOOTER;
      }
    } catch (IOException e) {
      throw InputFile.failed(file, e);
    }
  }

  /** Reads one record again. */
  static byte[] read(Path file, FileChannel channel, long number, long offset, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length + FOOTER);
    while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
      // A read may bring only a part.
    }
    byte[] record = new byte[length];
    buffer.flip();
    buffer.get(record, 0, Math.min(length, buffer.remaining()));
    byte[] footer = new byte[buffer.remaining()];
    buffer.get(footer);
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
  static int maskedCrc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }

  private static InputException truncated(Path file, long number, long offset) {
    return new InputException(
        file + " ends inside record " + number + ", which begins at byte " + offset + ".",
        "The file is truncated; write it again.");
  }

  private static InputException damaged(Path file, long number, long offset, String what) {
    return new InputException(
        file + ", record " + number + " at byte " + offset + " is damaged: " + what + ".",
        "Write the file again.");
  }
}
