package dev.preflight.training.data.image;

import java.nio.charset.StandardCharsets;

/**
 * Numbers at places in a file's bytes; {@link IndexOutOfBoundsException} where it is too short.
 *
 * @param bigEndian whether the first byte of a number counts most
 */
@SuppressWarnings("ArrayRecordComponent") // read within one call, never compared
record Bytes(byte[] bytes, boolean bigEndian) {
  int length() {
    return bytes.length;
  }

  int u8(int at) {
    return bytes[at] & 0xff;
  }

  int u16(int at) {
    int first = u8(at);
    int second = u8(at + 1);
    return bigEndian ? first << 8 | second : second << 8 | first;
  }

  long u32(int at) {
    long first = u16(at);
    long second = u16(at + 2);
    return bigEndian ? first << 16 | second : second << 16 | first;
  }

  boolean has(int at, String text) {
    return at >= 0
        && at + text.length() <= bytes.length
        && new String(bytes, at, text.length(), StandardCharsets.ISO_8859_1).equals(text);
  }
}
