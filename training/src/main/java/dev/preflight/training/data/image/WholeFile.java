package dev.preflight.training.data.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A file's bytes as decoders want them. Some decoders read on behind the end for as many pixels as
 * the head claims; here that ends soon.
 */
final class WholeFile extends ImageInputStreamImpl {
  /** Reads behind the end that sound files may need: those of lossless WebP do, some 20. */
  private static final int MOST_BEHIND_END = 64;

  private final byte[] bytes;
  private int behindEnd;

  WholeFile(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() throws IOException {
    checkClosed();
    bitOffset = 0;
    return streamPos < bytes.length ? bytes[(int) streamPos++] & 0xff : atEnd();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    checkClosed();
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    int count = (int) Math.min(length, bytes.length - streamPos);
    if (count <= 0) {
      return atEnd();
    }
    System.arraycopy(bytes, (int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  private int atEnd() throws IOException {
    if (++behindEnd > MOST_BEHIND_END) {
      // Not an EOFException: a decoder may catch that, once for every pixel.
      throw new UncheckedIOException(new EOFException("it is truncated"));
    }
    return -1;
  }

  @Override
  public long length() {
    return bytes.length;
  }
}
