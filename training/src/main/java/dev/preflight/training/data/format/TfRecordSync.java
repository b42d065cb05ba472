package dev.preflight.training.data.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Finds the beginning of a record in the middle of a file: a length whose checksum is right, and
 * after that record another such length or the file's end. By chance that is so once in 2^32 bytes,
 * and twice in a row never.
 */
final class TfRecordSync {
  private static final int HEADER = 12;
  private static final int FOOTER = 4;
  private static final int WINDOW = 1 << 20;

  private TfRecordSync() {}

  /** The first beginning in [from, to); {@code to} if there is none. */
  static long next(FileChannel channel, long from, long to) throws IOException {
    if (from == 0) {
      return 0;
    }
    long size = channel.size();
    byte[] bytes = new byte[WINDOW + HEADER];
    ByteBuffer window = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (long start = from; start < to; start += WINDOW) {
      fill(channel, start, window);
      for (int at = 0; at < WINDOW && at + HEADER <= window.limit() && start + at < to; at++) {
        long length =
            plausible(window.getLong(at), size - start - at)
                ? TfRecordFile.checkedLength(bytes, at)
                : -1;
        if (length >= 0 && isBoundary(channel, start + at + HEADER + length + FOOTER, size)) {
          return start + at;
        }
      }
    }
    return to;
  }

  private static boolean plausible(long length, long remaining) {
    return length >= 0 && length <= remaining - HEADER - FOOTER;
  }

  private static boolean isBoundary(FileChannel channel, long at, long size) throws IOException {
    if (at == size) {
      return true;
    }
    byte[] bytes = new byte[HEADER];
    ByteBuffer header = ByteBuffer.wrap(bytes);
    fill(channel, at, header);
    return header.limit() == HEADER && TfRecordFile.checkedLength(bytes, 0) >= 0;
  }

  private static void fill(FileChannel channel, long start, ByteBuffer target) throws IOException {
    target.clear();
    while (target.hasRemaining() && channel.read(target, start + target.position()) >= 0) {
      // A read may bring only a part.
    }
    target.flip();
  }
}
